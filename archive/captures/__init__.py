"""Captures as the public may have them: what is masked in them, the records that say so, and where values stand."""
