"""The command that stands in front of both halves: `scraper` (the web) and `archive` (the database)."""
