"""Where a value stands in its document, so that anybody can look there: found, and found to hold.

A place counts characters of the document as `archive.captures.charset.read` gives them, tags and all. What stands there
has the letters and digits of the value, without case and accents, once its escapes are undone and its tags are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from archive import keys
from archive.captures.flat import FILL, TAG, bare, unescaped
from archive.keys import fold

Span = tuple[int, int]
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
    """One reading of a document, of the same length, to be searched by letters, each of which has its place."""

    def __init__(self, text: str) -> None:
        self.text = text

    def all(self, wanted: str, after: int = 0) -> Iterator[Span]:
        """Where some letters stand as whole words, after a place, in their order."""
        told, stand = self._letters
        at = int(np.searchsorted(stand, after)) if after else 0
        while wanted and (at := told.find(wanted, at)) >= 0:
            start, end = int(stand[at]), int(stand[at + len(wanted) - 1]) + 1
            if not self._folded[start - 1 : start].isalnum() and not self._folded[end : end + 1].isalnum():
                yield start, end
            at += 1

    @cached_property
    def _folded(self) -> str:
        return fold(self.text)

    @cached_property
    def _letters(self) -> tuple[str, NDArray[np.intp]]:
        """The letters and digits alone, and where each of them stands."""
        stand = np.flatnonzero(np.frombuffer(keys.are_letters(self._folded), dtype=bool))
        return keys.letters(self._folded), stand


class Document:
    """A document in which values are looked for: first in what it shows, then also within its tags and scripts."""

    def __init__(self, text: str) -> None:
        self._source = unescaped(text)

    @cached_property
    def shown(self) -> View:
        return View(bare(self._source))

    @cached_property
    def whole(self) -> View:
        return View(self._source)

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
        start -= len(head) if head and self._source.endswith(head, 0, start) else 0
        return start, end + (len(tail) if tail and self._source.startswith(tail, end) else 0)


def nearest(found: list[Span], near: Span | None) -> Span:
    """Of some places, in their order, that which is nearest to another; without another, the first."""
    return min(found, key=lambda span: abs(span[0] - near[0])) if near else found[0]


def holds(piece: str, value: str) -> bool:
    """Whether a piece of a document is the place of a text."""
    return letters(value) in (letters(shown(piece)), letters(meant(piece)))
