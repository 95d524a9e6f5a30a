"""Trained readers, whose mentions the rules weigh."""
