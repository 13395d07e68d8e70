"""A text laid out for reading: its lines, and a folded copy of the same length to compare with."""

from __future__ import annotations

import codecs
import re
import sys
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby
from typing import Any, TypeVar

T = TypeVar("T")
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
# The letters of Western Europe and the signs of typographers, one byte each: through bytes, a text is folded at once.
_LETTERS = bytes(range(256)).decode("cp1252", "ignore") + "\u202f\u2011\u2212\u2010\u25ba"
_BYTES = codecs.charmap_build(_LETTERS)
_FOLDED = "".join(chr(_FOLDING[ord(letter)]) for letter in _LETTERS)
_RULE = re.compile(r"[_=*\-–—\s]{3,}|[*·•_\-–—]")
# What an expression asks of what follows: nothing after it, or something else.
_AHEAD = re.compile(r"\(\?![^()]*\)|(?:\\s\*)?\$$")
# What an expression of the data begins with, where that is a choice of words.
_CHOICE = re.compile(r"\(\?:(?P<starts>[^()]*)\)(?P<none>\?(?!\?))?(?![?*+{])")


def fold(text: str) -> str:
    """The text in lower case, without accents, with plain apostrophes, dashes and spaces: as long as the text."""
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _BYTES)[0], "strict", _FOLDED)[0]
    except UnicodeEncodeError:  # other letters, such as Arabic ones
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
    return re.compile(_any_of(value) if isinstance(value, list) else value)


def _any_of(expressions: list[str]) -> str:
    """One expression for all, in their order; letter by letter, so that most places are passed over at once."""
    choices: list[str] = []
    for lettered, run in groupby(expressions, key=_begins_with_letters):
        by_letter: dict[str, list[str]] = {}
        for expression in run:
            for plain in _spelled_out(expression) if lettered else [expression]:
                by_letter.setdefault(plain[0] if lettered else "", []).append(plain[lettered:])
        choices += [
            letter + _any_of(rests) if letter and len(rests) > 1 else f"{letter}(?:{'|'.join(rests)})"
            for letter, rests in by_letter.items()
        ]
    return f"(?:{'|'.join(choices)})"


def _begins_with_letters(expression: str) -> bool:
    return all(plain[:1].isalpha() and plain[1:2] not in ("?", "*", "+", "{") for plain in _spelled_out(expression))


def _spelled_out(expression: str) -> list[str]:
    """« (?:co-?)?signe » as « co-?signe » and « signe »."""
    found = _CHOICE.match(expression)
    if not found:
        return [expression]
    starts = [*found["starts"].split("|"), *([""] if found["none"] else [])]
    return [plain for start in starts for plain in _spelled_out(start + expression[found.end() :])]


@cache
def words(name: str) -> frozenset[str]:
    """The words of one entry, folded."""
    value = entry(name)
    return frozenset(fold(word) for word in (value.split() if isinstance(value, str) else value))


def remembered(read: Callable[[str], T]) -> Callable[[str], T]:
    """The function with a memory for short texts: lines are looked at several times, names come back on other pages.

    Of longer ones it holds the last few: the paragraph, or the list, that is just being looked at.
    """
    recall, hold = lru_cache(maxsize=10_000)(read), lru_cache(maxsize=4)(read)
    return lambda text: recall(text) if len(text) <= 200 else hold(text) if len(text) <= 3_000 else read(text)


@cache
def _cue() -> re.Pattern[str]:
    """One character before what signs, opens or calls, wherever it may; what they ask of what follows is left out."""
    return re.compile(rf"[^a-z](?={_begins().pattern})")


@cache
def _begins() -> re.Pattern[str]:
    """All that a cue is."""
    return re.compile(_beginning("signing", "openings", "calls"))


@cache
def _signing() -> re.Pattern[str]:
    """What signs, at a cue."""
    return re.compile(_beginning("signing"))


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(rf"[^a-z](?={_signing().pattern})")


def signs(folded: str) -> bool:
    """Whether a word that signs stands anywhere in a folded line."""
    return _signing().match(folded) is not None or _signs().search(folded) is not None


def _beginning(*names: str) -> str:
    return _any_of([_AHEAD.sub("", expression) for name in names for expression in entry(name)])


class Sheet:
    """A text, its folded copy, and the spans of its lines without the spaces around them (empty lines included)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.lines = self._lines()
        self._cues = self._all_cues()
        signing = _signing()
        self._signing = [place for place in self._cues[:-1] if signing.match(self.folded, place)]
        self._signing.append(sys.maxsize)
        self._spans: dict[Callable[[], re.Pattern[str]], list[Span]] = {}

    def _lines(self) -> list[Span]:
        found, start = [], 0
        for line in self.text.split("\n"):
            end = start + len(line)
            if line[:1].isspace() or line[-1:].isspace():
                bare = line.lstrip()
                left = end - len(bare)
                found.append((left, left + len(bare.rstrip())))
            else:
                found.append((start, end))
            start = end + 1
        return found

    def spans(self, expression: Callable[[], re.Pattern[str]], start: int, end: int) -> list[Span]:
        """The matches that begin within a stretch; for the first one asked for, the whole text is searched."""
        if (found := self._spans.get(expression)) is None:
            found = self._spans[expression] = [match.span() for match in expression().finditer(self.folded)]
        first = bisect_left(found, (start,))
        return found[first : bisect_left(found, (end,), first)]

    def cue(self, start: int) -> int:
        """The next place where a word stands that may announce a list; beyond the text when there is none."""
        return self._cues[bisect_left(self._cues, start)]

    def cues(self, start: int, end: int) -> list[int]:
        """All such places within a stretch."""
        first = bisect_left(self._cues, start)
        return self._cues[first : bisect_left(self._cues, end, first)]

    def signing(self, start: int) -> int:
        """The next of these places where the word is one of those that sign."""
        return self._signing[bisect_left(self._signing, start)]

    def _all_cues(self) -> list[int]:
        first = [0] if _begins().match(self.folded) else []
        return [*first, *[match.end() for match in _cue().finditer(self.folded)], sys.maxsize]

    def line(self, number: int) -> str:
        """A line as it stands."""
        start, end = self.lines[number]
        return self.text[start:end]

    def next(self, number: int, most: int) -> int | None:
        """The next line with something on it, across at most `most` empty ones and rules."""
        for line in range(number + 1, min(len(self.lines), number + 2 + most)):
            start, end = self.lines[line]
            if start < end and not _RULE.fullmatch(self.text, start, end):
                return line
        return None

    def indent(self, number: int) -> int:
        """How far a line is set in, in characters."""
        start = self.lines[number][0]
        return start - (self.text.rfind("\n", 0, start) + 1)

    def body(self, number: int) -> Span:
        """The span of a line after its mark, if it has one."""
        start, end = self.lines[number]
        _, (mark, closing) = marked(self.text[start:end])
        return start + mark, end - closing

    def marked(self, number: int) -> str:
        """The mark of a line: « - », « • », « 1 » for any number, « a » for any letter; empty without one."""
        return marked(self.line(number))[0]


@remembered
def marked(line: str) -> tuple[str, Span]:
    """A line's mark as it is compared, how long it is, and how long the stars are that close what it opened."""
    mark = None if line[:1].isupper() else MARK.match(line)
    if not mark:
        return "", (0, 0)
    end, sign = len(line), mark[0].strip()
    while end > mark.end() and line[end - 1] in "*_":
        end -= 1
    if mark.end() >= len(line):
        sign = ""
    elif sign[-1] == ")" and sign[0].isalpha():
        sign = "a"
    else:
        sign = "1" if sign[:1].isdigit() or sign[:2].strip("(").isdigit() else sign[:1]
    return sign, (mark.end() if mark.end() < end else 0, len(line) - end)
