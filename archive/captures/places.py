"""Where a value stands in its document, so that anybody can look there: found, and found to hold.

A place counts characters of the document as `archive.captures.charset.read` gives them, tags and all. What stands there
has the letters and digits of the value, without case and accents, once its escapes are undone and its tags are gone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from archive.captures.flat import FILL, TAG, bare, unescaped
from archive.keys import fold

Span = tuple[int, int]
_RUN = re.compile(r"[^\W_]+")
_EDGES = re.compile(r"([\W_]*).*?([\W_]*)", re.S)
_GAPS = re.compile(r"\s+")


def letters(text: str) -> str:
    """The letters and digits of a text, without case and accents."""
    return "".join(_RUN.findall(fold(text)))


def shown(text: str) -> str:
    """What a piece of a document says: without tags, its escapes undone, on one line."""
    return _plain(bare(unescaped(text)))


def meant(text: str) -> str:
    """The same of a piece that stands within a tag or a script."""
    return _plain(unescaped(text))


def _plain(view: str) -> str:
    return _GAPS.sub(" ", view.replace(FILL, "").replace(TAG, "")).strip()


class View:
    """One reading of a document, of the same length, to be searched by letters."""

    def __init__(self, text: str) -> None:
        self.text = fold(text)
        runs = [match.span() for match in _RUN.finditer(self.text)]
        self._starts = [start for start, _ in runs]
        self._ends = {end for _, end in runs}
        self._first = [0, *accumulate(end - start for start, end in runs)]
        self.letters = "".join(self.text[start:end] for start, end in runs)

    def all(self, wanted: str, after: int = 0) -> Iterator[Span]:
        """Where some letters stand as whole words, after a place, in their order."""
        at = self._index(after)
        while wanted and (at := self.letters.find(wanted, at)) >= 0:
            start, end = self._place(at), self._place(at + len(wanted) - 1) + 1
            if start in self._begun and end in self._ends:
                yield start, end
            at += 1

    @cached_property
    def _begun(self) -> set[int]:
        return set(self._starts)

    def _place(self, index: int) -> int:
        run = bisect_right(self._first, index) - 1
        return self._starts[run] + index - self._first[run]

    def _index(self, place: int) -> int:
        run = bisect_right(self._starts, place) - 1
        if run < 0:
            return 0
        return min(self._first[run] + place - self._starts[run], self._first[run + 1])


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
            if found := list(view.all(wanted)):
                return self._with_edges(nearest(found, near), value)
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
