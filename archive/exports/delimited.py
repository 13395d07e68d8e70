"""Rows as CSV: RFC 4180 in UTF-8, or as a French spreadsheet opens it by a double click."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from archive.exports.cells import harmless, literal
from archive.exports.columns import Column, Values

ROWS = 500  # written at once
BOM = "\ufeff"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)Z")


def write_csv(columns: Sequence[Column], rows: Iterable[Values], *, excel: bool = False) -> Iterator[bytes]:
    """The rows as CSV, in pieces of UTF-8; a line of names first.

    `excel`: a byte-order mark, semicolons, and dates as « 31/12/2026 », moments as « 31/12/2026 23:59:59 » (UTC).
    """
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    if excel:
        out.write(BOM)
    writer.writerow([column.name for column in columns])
    ways = [(place, way) for place, column in enumerate(columns) if (way := _way(column, excel))]
    for number, values in enumerate(rows, start=1):
        row = list(values)
        for place, way in ways:
            if value := row[place]:
                row[place] = way(value)
        writer.writerow(row)
        if number % ROWS == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _way(column: Column, excel: bool) -> Callable[[Any], Any] | None:
    """How a column's values become cells; None where they stand as they are."""
    if column.kind in ("text", "link"):
        return literal if excel else harmless
    if excel and column.kind == "day":
        return french_day
    if excel and column.kind == "moment":
        return french_moment
    return None


def french_day(day: str) -> str:
    """« 2026-12-31 » as « 31/12/2026 »; a month, which a spreadsheet would make a day of, as text."""
    found = _DAY.fullmatch(day)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else day if len(day) == 4 else literal(day)


def french_moment(moment: str) -> str:
    """« 2026-12-31T23:59:59Z » as « 31/12/2026 23:59:59 »; what is only a day as a day."""
    found = _MOMENT.fullmatch(moment)
    return f"{found[3]}/{found[2]}/{found[1]} {found[4]}" if found else french_day(moment)
