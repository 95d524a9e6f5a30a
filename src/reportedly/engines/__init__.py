"""Engines that read many reports at once."""
