"""Lists of signatories set as a table: the column that names them, under a row of headings."""

from __future__ import annotations

import re

from archive.branches import is_place
from archive.keys import fold
from archive.known import Known
from archive.persons import likeness
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


def grid(text: str, lines: list[Span], known: Known) -> list[Span] | None:
    """The cells of a table without headings, « A | B » on every line; None when it is none, or a cell names a person.

    Where the second of two columns is places, the first alone names signatories.
    """
    rows = [_cells(text, line) for line in lines]
    wide = len(rows[0])
    if len(rows) < 2 or wide < 2 or any(len(row) != wide for row in rows[:-1]) or len(rows[-1]) > wide:
        return None
    if all(len(row) == wide == 2 and is_place(text[slice(*row[1])]) for row in rows):
        rows = [row[:1] for row in rows]
    cells = [cell for row in rows for cell in row if cell[0] < cell[1]]
    return None if any(likeness(text[slice(*cell)], known) == 2 for cell in cells) else cells


def _cells(text: str, line: Span) -> list[Span]:
    start, end = line[0], line[0] + len(text[slice(*line)].rstrip(" |"))
    bars = list(_BAR.finditer(text, start, end))
    starts, ends = [start, *(bar.end() for bar in bars)], [*(bar.start() for bar in bars), end]
    return [strip(text, cell) for cell in zip(starts, ends, strict=True)]
