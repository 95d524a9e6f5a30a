"""Measures what the project reads and links against public, hand-made data; see README.md beside this file."""
