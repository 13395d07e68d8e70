"""Names that leave no question, whatever stands around them: known ones as they are written, and bodies that say so.

All others are weighed. Cutting and reading give the same without this short cut; they only take longer.
"""

from __future__ import annotations

from collections.abc import Callable

from archive.bodies import Evident, about_others, says_itself
from archive.items import read_alone
from archive.keys import folded_words
from archive.known import Known
from archive.plain import plain
from archive.sections import is_item

Look = Callable[[str], Evident | None]


def evident(known: Known) -> Look:
    """What tells of a piece of a list how it is cut and read; None of one that leaves a question."""
    told = known.told
    if not told:  # what is known does not change: its names are weighed once
        told.update({name: found for name in known.written if (found := _as_written(name, known))})
    return lambda name: told.get(name) or says_itself(name, known)


def _as_written(name: str, known: Known) -> Evident | None:
    """A known name, weighed once."""
    found = plain(name, known)
    if found is None or not is_item(name) or not about_others().isdisjoint(folded_words(name)):
        return None
    read, alone = (read_alone(name, known, on_a_line=on_a_line) for on_a_line in (True, False))
    (written, kind, role) = read
    return None if read != alone or kind == "person" or role else Evident(found, written.name, written.acronyms, kind)
