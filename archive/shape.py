"""How a piece of text is set, whatever it means: what most names are spares them most questions."""

from __future__ import annotations

import re

from archive.keys import remembered

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿœŒ"
_WORDS = rf"[{_CAPITAL}][{_LETTER}]*(?:[ '’·-][{_LETTER}]+)*"
_TIDY = re.compile(rf"(?P<name>{_WORDS})(?: \((?P<acronym>[{_CAPITAL}]{{2,12}})\))?")


@remembered
def tidy(text: str) -> tuple[str, str] | None:
    """The words of a tidy text and the acronym in brackets after them, empty without one; None for any other text.

    It is words of letters, the first with a capital, and one space, apostrophe, hyphen or middle dot between
    two: there is no mark, figure, bracket, dash or other sign in it, and nothing at its ends to take away.
    """
    found = _TIDY.fullmatch(text)
    return (found["name"], found["acronym"] or "") if found else None


def is_worded(text: str) -> bool:
    """Whether a text is tidy, without an acronym behind it."""
    found = tidy(text)
    return found is not None and not found[1]
