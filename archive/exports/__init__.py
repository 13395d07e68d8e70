"""What leaves the archive: rows with their columns explained, in the formats that others read."""
