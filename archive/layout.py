"""How the lines of a list lie: one name a line, or names that run on from line to line."""

from __future__ import annotations

import re
from itertools import pairwise

from archive.separators import count_signs
from archive.shape import tidy
from archive.spans import Span

_UNFINISHED = re.compile(r"(?:[,;/&]|\s[-–—]|[-–—]\s?|\b(?:et|and|y|de|du|des|la|le|les|pour)|\bd['’])$")
_RESUMING = re.compile(r"[,;/&)]|[-–—]\s|(?:et|and|y)\s")
_BROKEN_OFF = re.compile(r"\b(?:et|de|du|des|la|le|les|pour|and|of|l['’]|d['’])$")
# What every broken line of words ends in, be it the end of a longer word.
_MAY_BREAK_OFF = ("et", "and", "y", "de", "du", "des", "la", "le", "les", "pour", "of")
# « et la Cimade » after a line: a name of its own.
_NEXT = re.compile(r"(?:et|and|y|e) (?:l['’]|la |le |les |the |el |il )[A-ZÀ-Ý]")
# Small words that begin a name in lower case: « la Cimade », « de LAUZUN Isabelle ».
_STARTING = re.compile(
    r"(?:l['’]|la |le |les )[A-ZÀ-Ý]|(?:de |du |des |d['’]|el |al-|ben |van |von )+[A-ZÀ-Ý]{2,}\S* [A-ZÀ-Ý]"
)


def is_vertical(text: str, lines: list[Span], marked: int, simple: list[bool]) -> bool:
    """Whether the names of these lines stand one a line.

    `marked`: how many lines a mark of an item opens. `simple`: which lines are a name that leaves no question.
    """
    if len(lines) < 2:
        return False
    if marked * 2 > len(lines):
        return True
    others = [line for line, settled in zip(lines, simple, strict=True) if not settled]
    counts = [count_signs(text, line) for line in others]
    total = {kind: sum(count[kind] for count in counts) for kind in counts[0]} if counts else {"comma": 0}
    busiest = max(total, key=lambda kind: total[kind])
    signs = total[busiest] / len(lines)
    if signs >= 3 or (signs >= 1.5 and busiest not in ("comma", "slash")):
        return False
    alone, borders = list(pairwise(simple)), list(pairwise(lines))
    broken = sum(not all(pair) and _is_broken(text, *border) for pair, border in zip(alone, borders, strict=True))
    if broken == len(borders) and signs < 1:
        return all(text[line[0] : line[1]].endswith((",", ";", "-", "–", "/")) for line in lines[:-1])
    return not (signs >= 0.6 and broken and broken * 3 >= len(borders))


def wraps(text: str, first: Span, second: Span) -> bool:
    """Whether the second line goes on with a name that the first one broke off."""
    end, start = text[max(first[0], first[1] - 300) : first[1]], text[second[0] : second[0] + 60]
    if _NEXT.match(start):
        return False
    if end.endswith((",", ";")):
        return start[:1].islower() and end.endswith(",")
    if end.count("(") > end.count(")") or end.count("«") > end.count("»"):
        return True
    return (start[:1].islower() and not _STARTING.match(start)) or _BROKEN_OFF.search(end) is not None


def _is_whole(line: str) -> bool:
    """Whether a line of words ends in one that ends a name."""
    if tidy(line) is None:
        return False
    return not line.endswith(_MAY_BREAK_OFF) or not (_UNFINISHED.search(line) or _BROKEN_OFF.search(line))


def _is_broken(text: str, first: Span, second: Span) -> bool:
    """Whether the list, if not the name, goes on from one line to the next."""
    if _is_whole(text[slice(*first)]) and tidy(text[slice(*second)]):
        return False
    end, start = text[max(first[0], first[1] - 60) : first[1]], text[second[0] : second[0] + 60]
    return bool(_UNFINISHED.search(end, max(0, len(end) - 9)) or _RESUMING.match(start)) or wraps(text, first, second)
