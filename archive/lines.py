"""Cutting a list that has one name a line: wrapped lines joined, lines that hold several names parted."""

from __future__ import annotations

import re

from archive.known import Known, is_acronym, is_short
from archive.keys import fold, key
from archive.persons import likeness
from archive.sections import wraps
from archive.separators import Span, count_gaps, cut_running
from archive.words import keys

_LAST = re.compile(r"\s+(?:et|and|y|&)\s+(?=\S+$)")


def cut_lines(text: str, lines: list[Span], known: Known) -> list[Span]:
    """The names of these lines in order."""
    items: list[Span] = []
    previous: Span | None = None
    for line in lines:
        if previous and items and wraps(text, previous, line) and text[previous[1] : line[0]].count("\n") < 2:
            items[-1] = (items[-1][0], line[1])
        else:
            items.append(line)
        previous = line
    found = [part for item in items for part in _of_line(text, item, known)]
    return _last_two(text, found, known)


def _of_line(text: str, line: Span, known: Known) -> list[Span]:
    """The names of one line: several only where the line says so beyond doubt."""
    counts = count_gaps(text, line)
    if not any(counts.values()) or known.has(text[slice(*line)]):
        return [line]
    pieces = cut_running(text, line, known)
    names = [text[slice(*piece)] for piece in pieces]
    if counts["mark"] and not any(likeness(_bare(name), known) for name in names):
        return pieces
    sure = sum(_is_evident(name, known) for name in names)
    if len(names) > 2:
        return (
            pieces
            if sure * 5 >= len(names) * 3 and not any(likeness(_bare(name), known) == 2 for name in names)
            else [line]
        )
    return (
        pieces
        if len(names) == 2 and all(is_short(_bare(name), known) for name in names) and not counts["slash"]
        else [line]
    )


def _last_two(text: str, items: list[Span], known: Known) -> list[Span]:
    """The last line in two where it ends in « et » and one acronym."""
    if not items:
        return items
    start, end = items[-1]
    while end > start and text[end - 1] in ".;,…":
        end -= 1
    found = None
    for found in _LAST.finditer(text, start, end):
        pass
    if found and is_acronym(text[found.end() : end]) and not known.has(text[start:end]):
        return [*items[:-1], (start, found.start()), (found.end(), end)]
    return items


def _is_evident(name: str, known: Known) -> bool:
    words = key(name).split()
    return bool(words) and (
        bool(known.prefix(words))
        or is_short(_bare(name), known)
        or words[0] in keys("names", "heads")
        or is_acronym(name.split()[0])
    )


def _bare(name: str) -> str:
    return re.split(r"\s*[(,]", name, maxsplit=1)[0].strip(" .;")
