"""What is known about names before a list is read: evidence for cutting it, never a link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from archive.keys import fold, key, remembered
from archive.model import Organisation
from archive.words import keys, table

if TYPE_CHECKING:
    from archive.bodies import Evident

_WORD = re.compile(r"[^\W_]+")
_SHAPE = re.compile(r"[^\W_][\w.'’&+-]*!?")


# Compared by identity, as what was read with its help is remembered by it.
@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Keys of names and of acronyms, and all beginnings of names, whole words long; `unfinished`: short of the last.

    `words` are all that stand in a name; `written` the names as their owners write them, also with an acronym behind;
    `told` how those of them that leave no question are read, once that was asked.
    """

    names: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    told: dict[str, Evident] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether this is the whole name, or the acronym, of a known body."""
        return (k := key(name)) in self.names or k in self.acronyms

    def prefix(self, words: list[str]) -> int:
        """How many words of a key, from the first, are the longest known name: 0 when none is."""
        longest, beginning = 0, ""
        for count, word in enumerate(words, start=1):
            beginning = f"{beginning} {word}" if beginning else word
            if beginning in self.names or beginning in self.acronyms:
                longest = count
            if beginning not in self.beginnings:
                break
        return longest


def known_with(organisations: Iterable[Organisation] = ()) -> Known:
    """The well-known bodies of `data/bodies.toml`, and these organisations."""
    names, acronyms = set(keys("bodies", "names")), set(keys("bodies", "acronyms"))
    written = {*table("bodies")["names"], *table("bodies")["acronyms"].split()}
    for organisation in organisations:
        spellings = organisation.name, *organisation.aliases
        names.update(map(key, spellings))
        acronyms.update(map(key, organisation.acronyms))
        written.update((*spellings, *organisation.acronyms))
        written.update(f"{name} ({acronym})" for name in spellings for acronym in organisation.acronyms)
    names.discard("")
    acronyms.discard("")
    unfinished = frozenset(name[:end] for name in names for end in _ends_of_words(name))
    words = frozenset(word for name in names for word in name.split())
    return Known(frozenset(names), frozenset(acronyms), unfinished | names, unfinished, words, frozenset(written))


NOTHING = Known()


def _ends_of_words(name: str) -> list[int]:
    return [place for place, char in enumerate(name) if char == " "]


@cache
def common() -> Known:
    """What is known without a directory."""
    return known_with()


@remembered
def is_acronym(word: str) -> bool:
    """Whether one word is set as an acronym: two capitals at least, and no fewer than half of its letters."""
    bare = word.replace(".", "").rstrip("!*")
    if not 2 <= len(bare) <= 14 or not _SHAPE.fullmatch(word):
        return False
    letters = [char for char in bare if char.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return capitals >= 2 and capitals * 2 >= len(letters)


def is_short(name: str, known: Known) -> bool:
    """Whether a name is an acronym, by its shape or because it is known as one."""
    return is_acronym(name) or key(name) in known.acronyms


@remembered
def spells(acronym: str, name: str) -> bool:
    """Whether beginnings of the name's words, in order, spell the letters of the acronym."""
    letters = letters_of(acronym)
    if not 2 <= len(letters) <= 16:
        return False
    reached = {0}
    for word in _WORD.findall(fold(name))[:40]:
        for place in sorted(reached, reverse=True):
            size = 0
            while size < len(word) and place + size < len(letters) and word[size] == letters[place + size]:
                size += 1
                reached.add(place + size)
    return len(letters) in reached


def letters_of(acronym: str) -> str:
    """The letters of an acronym, folded: « F.T.C.R. » gives « ftcr »."""
    return "".join(filter(str.isalpha, fold(acronym)))


def first_letters(name: str) -> str:
    """The first letters of all the words of a name."""
    return "".join(word[0] for word in _WORD.findall(fold(name)))


@remembered
def initials(name: str) -> str:
    """The first letters of the words of a name that count: « Via Campesina » gives « vc »."""
    return "".join(word[0] for word in _WORD.findall(fold(name)) if word not in _small())


@cache
def _small() -> frozenset[str]:
    entries = (table("names")[entry] for entry in ("articles", "prepositions", "conjunctions"))
    return frozenset(word.rstrip("'") for entry in entries for word in entry)
