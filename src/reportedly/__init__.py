"""Reportedly reads what news reports say happened in a conflict, and keeps who said so."""

__version__ = "0.1.0"
