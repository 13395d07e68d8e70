"""Where a value stands in its document, so that anybody can look there: found, and found to hold.

A place counts characters of the document as `archive.captures.charset.read` gives them, tags and all. What stands there
has the letters and digits of the value, without case and accents, once its escapes are undone and its tags are gone.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from archive import keys
from archive.captures.flat import FILL, TAG, apart, bare, unescaped
from archive.keys import fold

Span = tuple[int, int]
OFTEN = 0x3000  # characters before this one, of all alphabets, come often
_CODES, _ANY = ("utf-32-le" if sys.byteorder == "little" else "utf-32-be"), "surrogatepass"
_EDGES = re.compile(r"([\W_]*).*?([\W_]*)", re.S)
_GAPS = re.compile(r"\s+")


def letters(text: str) -> str:
    """The letters and digits of a text, without case and accents."""
    return keys.letters(fold(text))


def shown(text: str) -> str:
    """What a piece of a document says: without tags, its escapes undone, on one line."""
    return _plain(bare(unescaped(text)))


def meant(text: str) -> str:
    """The same of a piece that stands within a tag or a script."""
    return _plain(unescaped(text))


def _plain(view: str) -> str:
    return _GAPS.sub(" ", view.replace(FILL, "").replace(TAG, "")).strip()


class View:
    """One reading of a document, to be searched by letters, each of which has its place."""

    def __init__(self, text: str, seen: NDArray[np.bool_] | None = None) -> None:
        folded, are_letters = _read(text)
        if seen is not None:
            are_letters = are_letters & seen
        stand = np.flatnonzero(are_letters)
        self._letters = folded[stand].tobytes().decode(_CODES, _ANY)
        # Single numbers are read many times as fast from these as from numpy's own.
        self._stand, self._are_letters = stand.data, are_letters.tobytes()

    def all(self, wanted: str, after: int = 0) -> Iterator[Span]:
        """Where some letters stand as whole words, after a place, in their order."""
        at = bisect_left(self._stand, after)
        while wanted and (at := self._letters.find(wanted, at)) >= 0:
            start, end = self._stand[at], self._stand[at + len(wanted) - 1] + 1
            if not any(self._are_letters[max(start - 1, 0) : start] + self._are_letters[end : end + 1]):
                yield start, end
            at += 1


def _read(text: str) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Each character folded, and whether it is a letter or digit."""
    codes = np.frombuffer(text.encode(_CODES, _ANY), np.uint32).astype(np.intp)
    often, are_letters = _often()
    folded, letters = often.take(codes, mode="clip"), are_letters.take(codes, mode="clip")
    for place in np.flatnonzero(codes >= OFTEN):
        char = fold(text[place])
        folded[place], letters[place] = ord(char), char.isalnum()
    return folded, letters


@cache
def _often() -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """The same of all characters that come often, by their number."""
    every = "".join(map(fold, map(chr, range(OFTEN + 1))))
    return np.frombuffer(every.encode(_CODES, _ANY), np.uint32), np.array([*map(str.isalnum, every)])


class Document:
    """A document in which values are looked for: first in what it shows, then also within its tags and scripts."""

    def __init__(self, text: str) -> None:
        self.source = unescaped(text)  # as long as the document, its escapes undone

    @cached_property
    def shown(self) -> View:
        pieces = apart(self.source)
        outside = np.arange(len(pieces)) % 2 == 0
        return View(self.source, np.repeat(outside, np.fromiter(map(len, pieces), np.intp, len(pieces))))

    @cached_property
    def whole(self) -> View:
        return View(self.source)

    def find(self, value: str, near: Span | None = None) -> Span | None:
        """The place of a text; of several that which is nearest to another place."""
        wanted = letters(value)
        for view in (self.shown, self.whole):
            found = view.all(wanted)
            if span := min(found, key=lambda one: abs(one[0] - near[0]), default=None) if near else next(found, None):
                return self._with_edges(span, value)
        return None

    def next(self, value: str, after: int) -> Span | None:
        """The first place of a text after another place; else its first one."""
        found = next(self.shown.all(letters(value), after), None)
        return self._with_edges(found, value) if found else self.find(value)

    def _with_edges(self, span: Span, value: str) -> Span:
        """With the brackets or quotes that the value begins and ends with, where they stand beside it."""
        start, end = span
        head, tail = _EDGES.fullmatch(value).groups()  # type: ignore[union-attr]  # it matches every text
        start -= len(head) if head and self.source.endswith(head, 0, start) else 0
        return start, end + (len(tail) if tail and self.source.startswith(tail, end) else 0)


def nearest(found: list[Span], near: Span | None) -> Span:
    """Of some places, in their order, that which is nearest to another; without another, the first."""
    return min(found, key=lambda span: abs(span[0] - near[0])) if near else found[0]


def holds(piece: str, value: str) -> bool:
    """Whether a piece of a document is the place of a text."""
    return letters(value) in (letters(shown(piece)), letters(meant(piece)))
