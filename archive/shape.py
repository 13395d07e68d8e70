"""How a piece of text is set, whatever it means: what most names are spares them most questions."""

from __future__ import annotations

import re

from archive.keys import remembered

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿœŒ"
_WORDED = re.compile(rf"[{_CAPITAL}][{_LETTER}]*(?:[ '’·-][{_LETTER}]+)*")
_TIDY = re.compile(rf"(?P<name>{_WORDED.pattern})(?: \((?P<acronym>[{_CAPITAL}]{{2,12}})\))?")


@remembered
def is_worded(text: str) -> bool:
    """Whether a text is words of letters, the first with a capital, and one space, apostrophe, hyphen or middle dot
    between two.

    There is no mark, figure, bracket, dash or other sign in it, and nothing at its ends to take away.
    """
    return _WORDED.fullmatch(text) is not None


@remembered
def tidy(text: str) -> tuple[str, str] | None:
    """The words of such a text and the acronym in brackets after them, empty without one; None for any other text."""
    found = _TIDY.fullmatch(text)
    return (found["name"], found["acronym"] or "") if found else None
