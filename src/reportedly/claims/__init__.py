"""From the mentions of one report to its claims: who says so, and what one happening was."""
