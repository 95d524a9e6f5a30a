"""Ledgers kept: in memory, in SQLite and in PostgreSQL."""
