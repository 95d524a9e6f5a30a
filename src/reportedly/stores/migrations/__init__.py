"""The history of a ledger's tables, run by Alembic out of the package."""
