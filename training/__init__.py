"""Trains the learned reader; needs the extra `reportedly[train]` and data given by path."""
