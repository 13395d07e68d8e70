"""How a piece of text is set, whatever it means: what most names are spares them most questions."""

from __future__ import annotations

import re

from archive.keys import remembered

_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿœŒ"
_WORDED = re.compile(rf"[A-ZÀ-ÖØ-Þ][{_LETTERS}]*(?:[ '’-][{_LETTERS}]+)*")


@remembered
def is_worded(text: str) -> bool:
    """Whether a text is words of letters, the first with a capital, and one space, apostrophe or hyphen between two.

    There is no mark, figure, bracket, dash or other sign in it, and nothing at its ends to take away.
    """
    return _WORDED.fullmatch(text) is not None
