"""A text laid out for reading: its lines, and a folded copy of the same length to compare with."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, cached_property
from importlib import resources
from typing import Any

Span = tuple[int, int]

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043"
_APOSTROPHES = "'’‘ʼ´`′"
# A mark before an item of a list: a symbol, a lone « o », a number with its point. A hyphen may touch the name.
MARK = re.compile(
    r"(?:[^\w\s\"'’«“„(\[#@…&/.,;:!?]+\s*|o\s+(?=[^\W\d_])|\(?\d{1,3}[.)°](?:\s+(?=[^\W_])|(?=[A-ZÀ-Ý«]|\d[^\W\d_]))|\d{1,3}\s[-–]\s|[a-z]\)\s+)"
)


class _Folding(dict[int, int]):
    """One character for one: lower case, without accent, the plain apostrophe, dash and space."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        folded = "-" if char in _DASHES else "'" if char in _APOSTROPHES else base if len(base) == 1 else char
        self[code] = ord(" " if char.isspace() and char != "\n" else folded)
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in lower case, without accents, with plain apostrophes, dashes and spaces: as long as the text."""
    return text.translate(_FOLDING)


@cache
def entry(name: str) -> Any:
    """One entry of `scraper/data/signatories.toml`."""
    data = resources.files("scraper").joinpath("data", "signatories.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)[name]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One entry as a pattern over folded text: any of its expressions."""
    value = entry(name)
    return re.compile("(?:" + "|".join(value) + ")" if isinstance(value, list) else value)


@cache
def words(name: str) -> frozenset[str]:
    """The words of one entry, folded."""
    value = entry(name)
    return frozenset(fold(word) for word in (value.split() if isinstance(value, str) else value))


class Sheet:
    """A text, its folded copy, and the spans of its lines without the spaces around them (empty lines included)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)

    @cached_property
    def lines(self) -> list[Span]:
        found, start = [], 0
        for line in self.text.split("\n"):
            left = len(line) - len(line.lstrip())
            right = len(line.rstrip())
            found.append((start + left, start + max(left, right)))
            start += len(line) + 1
        return found

    def line(self, number: int) -> str:
        """A line as it stands."""
        start, end = self.lines[number]
        return self.text[start:end]

    def body(self, number: int) -> Span:
        """The span of a line after its mark, if it has one."""
        start, end = self.lines[number]
        mark = MARK.match(self.text, start, end)
        while mark and end > mark.end() and self.text[end - 1] in "*_":
            end -= 1
        return (mark.end() if mark and mark.end() < end else start), end

    def marked(self, number: int) -> str:
        """The mark of a line: « - », « • », « 1 » for any number, « a » for any letter; empty without one."""
        start, end = self.lines[number]
        mark = MARK.match(self.text, start, end)
        if not mark or mark.end() >= end:
            return ""
        sign = mark[0].strip()
        if sign[-1] == ")" and sign[0].isalpha():
            return "a"
        return "1" if sign[:1].isdigit() or sign[:2].strip("(").isdigit() else sign[:1]
