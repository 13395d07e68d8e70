"""Lists of signatories set as a table: the column that names them, under a row of headings."""

from __future__ import annotations

import re

from archive.branches import is_place
from archive.keys import fold
from archive.known import Known
from archive.persons import likeness
from archive.spans import Span, strip
from archive.words import pattern

_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")
_BAR = re.compile(r"\s*\|\s*| *\t\s*")


def named_column(text: str, lines: list[Span], known: Known) -> list[Span] | None:
    """The cells that name signatories in rows « Organisation | Commune », « A | Nîmes »; None when it is no such table.

    The other columns must be places, dates and the like: what might name a person is never left aside.
    """
    if len(lines) < 2:
        return None
    titles = [fold(text[slice(*cell)]) for cell in _cells(text, lines[0])]
    named = [place for place, title in enumerate(titles) if pattern("names", "named_column").fullmatch(title)]
    roles = [place for place, title in enumerate(titles) if pattern("names", "role_column").fullmatch(title)]
    others = len(roles) + sum(pattern("names", "other_column").fullmatch(title) is not None for title in titles)
    if len(named) != 1 or not others or others + 1 != len(titles):
        return None
    rows = [_cells(text, line) for line in lines[1:]]
    told = [row for row in rows if named[0] < len(row) <= len(titles)]
    return [_with_role(text, row, named[0], roles, known) for row in told]


def _with_role(text: str, row: list[Span], named: int, roles: list[int], known: Known) -> Span:
    """The cell that names, and for what may be a person all up to the office held, which shows that it is one."""
    name = row[named]
    beside = [row[place] for place in roles if named < place < len(row)]
    return (name[0], beside[-1][1]) if beside and likeness(text[slice(*name)], known) else name


def grid(text: str, lines: list[Span], known: Known) -> list[Span] | None:
    """The cells of a table without headings, « A | B » on every line; None when it is none, or a cell names a person.

    A column of places or dates names nobody.
    """
    rows = [_cells(text, line) for line in lines]
    wide = len(rows[0])
    if len(rows) < 2 or wide < 2 or any(len(row) != wide for row in rows[:-1]) or len(rows[-1]) > wide:
        return None
    beside = [place for place in range(1, wide) if all(_says_where_or_when(text, row, place) for row in rows)]
    rows = [[cell for place, cell in enumerate(row) if place not in beside] for row in rows]
    cells = [cell for row in rows for cell in row if cell[0] < cell[1]]
    return None if any(likeness(text[slice(*cell)], known) == 2 for cell in cells) else cells


def _says_where_or_when(text: str, row: list[Span], place: int) -> bool:
    cell = text[slice(*row[place])] if place < len(row) else ""
    return is_place(cell) or _DATE.fullmatch(cell) is not None


def _cells(text: str, line: Span) -> list[Span]:
    start, end = line[0], line[0] + len(text[slice(*line)].rstrip(" |"))
    bars = list(_BAR.finditer(text, start, end))
    starts, ends = [start, *(bar.end() for bar in bars)], [*(bar.start() for bar in bars), end]
    return [strip(text, cell) for cell in zip(starts, ends, strict=True)]
