"""The ledger over HTTP: an interface for programs under /v1, and a page for people under /."""
