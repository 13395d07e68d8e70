"""Two versions of a text as a reader compares them: whole paragraphs, and words within those that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

How = Literal["same", "gone", "new"]
_WORDS = re.compile(r"\s+|[\w’'·-]+|[^\w\s]")
_ALIKE = 0.4  # two paragraphs that share less are told as one gone and one new
_LONGEST = 20_000  # characters of a paragraph that is compared word by word


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph: the same in both versions, gone, or new."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either version or both. `how` is None when some of its words changed."""

    how: How | None
    pieces: tuple[Piece, ...]


def differences(old: str, new: str) -> list[Paragraph]:
    """The paragraphs of both texts in their order; every word of both stands in it, in `gone` and `same`, `new` and
    `same`.
    """
    before, after = _paragraphs(old), _paragraphs(new)
    told: list[Paragraph] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            told += [_whole("same", text) for text in before[a:b]]
        else:
            told += _replaced(before[a:b], after[c:d])
    return told


def _paragraphs(text: str) -> list[str]:
    return [paragraph for part in re.split(r"\n\s*\n", text) if (paragraph := part.strip())]


def _whole(how: How, text: str) -> Paragraph:
    return Paragraph(how, (Piece(how, text),))


def _replaced(before: list[str], after: list[str]) -> Iterator[Paragraph]:
    """Paragraphs that changed: each of the new ones beside the old one at the same place, where they are alike."""
    for number in range(max(len(before), len(after))):
        old = before[number] if number < len(before) else None
        new = after[number] if number < len(after) else None
        if old is not None and new is not None and (pieces := _words(old, new)):
            yield Paragraph(None, pieces)
            continue
        if old is not None:
            yield _whole("gone", old)
        if new is not None:
            yield _whole("new", new)


def _words(old: str, new: str) -> tuple[Piece, ...]:
    """What changed between two paragraphs, word by word; nothing when they have little in common."""
    if max(len(old), len(new)) > _LONGEST:
        return ()
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ()
    return tuple(_pieces([("".join(before[a:b]), "".join(after[c:d])) for _, a, b, c, d in matcher.get_opcodes()]))


def _pieces(parts: list[tuple[str, str]]) -> Iterator[Piece]:
    """The pieces of parts that alternate between equal and changed. A lone space between two changes goes with them."""
    gone = new = ""
    for number, (old, fresh) in enumerate(parts):
        if old == fresh and not (old.isspace() and (gone or new) and number + 1 < len(parts)):
            yield from _changed(gone, new)
            gone = new = ""
            yield Piece("same", old)
        else:
            gone, new = gone + old, new + fresh
    yield from _changed(gone, new)


def _changed(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if new:
        yield Piece("new", new)
