"""The append-only entries, what they add up to, and how it is explained."""
