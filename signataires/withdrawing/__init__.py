"""What was withdrawn taken out of all there is: captures, both databases, the crawler's memory, logs."""
