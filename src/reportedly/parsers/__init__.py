"""The port of sentence structure, filled by spaCy."""
