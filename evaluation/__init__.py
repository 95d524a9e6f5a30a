"""Measures on public data; the data is read from a path that the user gives."""
