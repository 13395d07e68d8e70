"""What the pages ask of the archive: functions from a connection to plain data, shared by HTML, JSON, CSV and feeds."""
