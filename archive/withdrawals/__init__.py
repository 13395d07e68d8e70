"""What was taken out of everything public for good: how it is kept without being kept, and recognised again."""
