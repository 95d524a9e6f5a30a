"""From the claims of many reports to events: which of them tell of one happening, and what stands of it."""
