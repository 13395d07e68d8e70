"""Names that leave no question, whatever stands around them: known ones as they are written, and bodies that say so.

All others are weighed. Cutting and reading give the same without this short cut; they only take longer.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.bare import bare_name
from archive.bodies import Evident, Plain, about_others, says_itself
from archive.conjunctions import never_parted
from archive.items import read_alone
from archive.keys import folded_words
from archive.known import Known
from archive.plain import plain, weigh
from archive.sections import is_item

Look = Callable[[str], Evident | None]
# Words that figures, « & » and inclusive endings stand among, and no sign that parts names: « Radio Quai 9 ».
_FIGURED = re.compile(
    r"(?P<words>[A-ZÀ-ÖØ-Þ]\w*(?:(?: & |[ '’·-]|(?<=[a-zà-ÿ])\.(?=s\b)|\(e\)(?=s?\b))\w+)*)"
    r"(?: \((?P<acronym>[A-ZÀ-ÖØ-Þ]{2,12})\))?"
)


def evident(known: Known) -> Look:
    """What tells of a piece of a list how it is cut and read; None of one that leaves a question."""
    told = known.told
    if not told:  # what is known does not change: its names are weighed once
        told.update({name: found for name in known.written if (found := _as_written(name, known))})
    return lambda name: told.get(name) or says_itself(name, known)


def _as_written(name: str, known: Known) -> Evident | None:
    """A known name, weighed once."""
    found = plain(name, known) or _figured(name, known)
    if found is None or not is_item(name) or not about_others().isdisjoint(folded_words(name)):
        return None
    read, alone = (read_alone(name, known, on_a_line=on_a_line) for on_a_line in (True, False))
    written, kind, role = read
    if read != alone or kind == "person" or role:
        return None
    found = found._replace(whole=found.whole or never_parted(name, known))
    return Evident(found, written.name, written.acronyms, kind)


def _figured(name: str, known: Known) -> Plain | None:
    """The same of a known name that is more than words."""
    found = _FIGURED.fullmatch(name)
    if not found or bare_name(name, (0, len(name))) != (0, len(name)):
        return None
    return weigh(name, found["words"], found["acronym"] or "", known)
