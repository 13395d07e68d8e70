"""Lists of signatories set as a table: the column that names them, under a row of headings."""

from __future__ import annotations

import re

from archive.keys import fold
from archive.spans import Span, strip
from archive.words import pattern

_BAR = re.compile(r"\s*\|\s*")


def named_column(text: str, lines: list[Span]) -> list[Span] | None:
    """The cells that name signatories in rows « Organisation | Commune », « A | Nîmes »; None when it is no such table.

    The other columns must be places, dates and the like: what might name a person is never left aside.
    """
    if len(lines) < 2:
        return None
    titles = [fold(text[slice(*cell)]) for cell in _cells(text, lines[0])]
    named = [place for place, title in enumerate(titles) if pattern("names", "named_column").fullmatch(title)]
    others = sum(pattern("names", "other_column").fullmatch(title) is not None for title in titles)
    if len(named) != 1 or not others or others + 1 != len(titles):
        return None
    rows = [_cells(text, line) for line in lines[1:]]
    return [row[named[0]] for row in rows if named[0] < len(row) <= len(titles)]


def _cells(text: str, line: Span) -> list[Span]:
    start, end = line[0], line[0] + len(text[slice(*line)].rstrip(" |"))
    bars = list(_BAR.finditer(text, start, end))
    starts, ends = [start, *(bar.end() for bar in bars)], [*(bar.start() for bar in bars), end]
    return [strip(text, cell) for cell in zip(starts, ends, strict=True)]
