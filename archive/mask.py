"""What stands where something was withdrawn, and how lists that hold it are read: as if somebody's name stood there.

Read as it is, « [retiré] et Lou Martin » would be taken for a body, and published.
"""

from __future__ import annotations

MASK = "[retiré]"
# A name beyond doubt: two words, as in most names, both given ones; as long as the mask: places in a text stay.
STAND_IN = "Eva Inès"


def filled(text: str) -> str:
    """The text with the name in place of each mask."""
    return text.replace(MASK, STAND_IN)


def emptied(text: str) -> str:
    """What was read in such a text, with the mask in place of the name."""
    return text.replace(STAND_IN, MASK)
