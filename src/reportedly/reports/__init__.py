"""From bytes to a report: cleaning with the way back to the bytes, its opening and its date."""
