"""The passage of a statement that shows best why it was found, from the text as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias

from archive.search.analysis import Token, analyse, around
from archive.search.french import bare

Fragment: TypeAlias = tuple[str, bool]  # a piece of text, and whether it is what was looked for

WIDTH = 280  # characters of a passage, about three lines
READ = 200_000  # characters of a text that are looked through
_SPACE = re.compile(r"\s+")


class Place(NamedTuple):
    """Where something that was looked for stands, which of these it is, and whether it is written as it was typed."""

    start: int
    end: int
    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for in texts: rows of terms, and the bare words that were typed."""

    rows: tuple[tuple[str, ...], ...]
    typed: frozenset[str] = frozenset()


def places(text: str, wanted: Wanted) -> list[Place]:
    """Where a text holds rows of terms, in order and without overlap."""
    first: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for number, row in enumerate(wanted.rows):
        if row:
            first.setdefault(row[0], []).append((number, row))
    text, found = text[:READ], list[Place]()
    for start, tokens in around(text, first):
        for at, token in enumerate(tokens):
            for number, row in first.get(token.term, ()):
                following = tokens[at : at + 1] if len(row) == 1 else _following(text, start, at, len(row))
                if tuple(other.term for other in following) == row:
                    found.append(_place(following, number, wanted))
    return list(_apart(found))


def _following(text: str, start: int, at: int, count: int) -> list[Token]:
    """So many tokens from the one at a place of the chunk that begins there."""
    return list(islice(analyse(text, start), at, at + count))


def _place(tokens: Sequence[Token], number: int, wanted: Wanted) -> Place:
    exact = all(bare(token.word) in wanted.typed for token in tokens)
    return Place(tokens[0].start, tokens[-1].end, number, exact)


def fragments(text: str, found: Iterable[Place], start: int = 0, end: int | None = None) -> tuple[Fragment, ...]:
    """A stretch of a text, cut where what was looked for begins and ends; joined again it is the stretch."""
    told: list[Fragment] = []
    here, end = start, len(text) if end is None else end
    for begins, ends, _, _ in found:
        if begins < here or ends > end:
            continue
        told += [(text[here:begins], False)] if begins > here else []
        told.append((text[begins:ends], True))
        here = ends
    return (*told, (text[here:end], False)) if here < end else tuple(told)


def passage(texts: Sequence[str], wanted: Wanted, signed: Sequence[str] = ()) -> tuple[Fragment, ...]:
    """Three lines of the text that holds most of what was looked for; of two such, the one that has it as it was typed.

    `signed` are names as written that were looked for as such. Spaces are plain; « … » stands where the text goes on.
    """
    best, text, found = (0, 0), next(filter(None, texts), ""), list[Place]()
    for other in texts:
        there = places(other, wanted)
        worth = len({place.number for place in there}), len({place.number for place in there if place.exact})
        if worth > best:
            best, text, found = worth, other, there
    if not found and signed:
        text, found = " ; ".join(signed), [Place(0, len(signed[0]), 0, True)]
    return _cut(text, found)


def _cut(text: str, found: list[Place]) -> tuple[Fragment, ...]:
    start, end = _stretch(text, found)
    told = [(_SPACE.sub(" ", piece), marked) for piece, marked in fragments(text, found, start, end)]
    before, after = start > 0, end < len(text.rstrip())
    return (*([("… ", False)] if before else []), *told, *([(" …", False)] if after else []))


def _stretch(text: str, found: list[Place]) -> tuple[int, int]:
    """Where the passage begins and ends: about the window in which most different things stand."""
    if not found:
        return 0, _back(text, WIDTH)
    chosen, most = 0, (0, 0)
    for at, place in enumerate(found):
        near = [other for other in found[at : at + 40] if other.end <= place.start + WIDTH * 2 // 3]
        worth = len({other.number for other in near}), len({other.number for other in near if other.exact})
        if worth > most:
            chosen, most = at, worth
    begins = found[chosen].start
    start = _forth(text, max(0, begins - WIDTH // 4), begins)
    return start, max(_back(text, start + WIDTH), found[chosen].end)


def _forth(text: str, place: int, limit: int) -> int:
    """The first beginning of a word, or better of a paragraph, from a place on."""
    paragraph = text.rfind("\n", place, limit)
    if paragraph >= 0:
        return paragraph + 1
    if place == 0:
        return 0
    space = _SPACE.search(text, place, limit)
    return space.end() if space else limit


def _back(text: str, place: int) -> int:
    """The last end of a word up to a place."""
    if place >= len(text):
        return len(text.rstrip())
    space = max(text.rfind(" ", 0, place + 1), text.rfind("\n", 0, place + 1))
    return space if space > 0 else place


def _apart(found: list[Place]) -> Iterator[Place]:
    end = -1
    for place in sorted(found, key=lambda place: (place.start, -place.end)):
        if place.start >= end:
            yield place
            end = place.end
