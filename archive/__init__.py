"""From statements to a searchable archive: names, organisations, history, storage."""
