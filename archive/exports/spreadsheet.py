"""Rows as an Excel workbook (XLSX), written row by row: texts are typed as texts, so nothing in them is ever run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from archive.exports.cells import drawn, is_live, is_read, remembering
from archive.exports.columns import Column, Values

LONGEST = 32_767  # UTF-16 units in a cell
LAST_ROW = 1_048_576
MORE = "suites"
WIDTHS = {"text": 40, "code": 18, "link": 30, "address": 30, "day": 12, "moment": 20, "number": 10, "flag": 8}
_HEXADECIMAL = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")  # « _x0041_ » is how XLSX writes an A: cut in two it is not
_EPOCH = date(1899, 12, 30).toordinal()
_MORE = (Column("sheet"), Column("row", "number"), Column("column", "number"), Column("part", "number"), Column("text"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, which is cut to what Excel allows, its columns and rows."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Values]


def write_xlsx(path: Path, sheets: Iterable[Sheet], moment: str) -> None:
    """Writes a workbook. `moment` (UTC) is the one it says it was made at, so that equal rows give equal bytes.

    A sheet that is full goes on in « title 2 ». Of a text that is longer than a cell the cell has the beginning, and
    the sheet « suites » the rest, with the sheet, row and column that it belongs to.
    """
    book = _Book(path, moment)
    for sheet in sheets:
        rows, number = iter(sheet.rows), 1
        while book.fill(sheet.title[:28] + (f" {number}" if number > 1 else ""), sheet.columns, rows):
            number += 1
    book.close()


class _Page(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet that takes whole rows: its own way, cell by cell, takes four times as long."""

    def put(self, row: int, cells: list[str]) -> None:
        """Writes cells as XML; rows are counted from 1 and come in their order."""
        if self.table:
            self._write_single_row(row - 1)
        self._check_dimensions(row - 1, 0)
        self.fh.write(f'<row r="{row}">{"".join(cells)}</row>')


class _Book:
    def __init__(self, path: Path, moment: str) -> None:
        self.book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
        self.book.use_zip64()
        self.book.set_properties({"created": datetime.fromisoformat(moment).astimezone(UTC).replace(tzinfo=None)})
        self.bold = self.book.add_format({"bold": True})
        # What a reader edits in such a cell stays text too.
        self.quoted = self._style({"quote_prefix": True})
        self.day = self._style({"num_format": "dd/mm/yyyy"})
        self.moment = self._style({"num_format": "dd/mm/yyyy hh:mm:ss"})
        self.styled = remembering(self._styled)
        self.more: tuple[_Page, int] | None = None

    def _style(self, told: dict[str, Any]) -> str:
        return f' s="{self.book.add_format(told)._get_xf_index()}"'

    def fill(self, title: str, columns: Sequence[Column], rows: Iterator[Values]) -> bool:
        """Fills one sheet; whether it is full, so that there may be more rows."""
        page = self._page(title, columns)
        ways = [self._way(page, place, column) for place, column in enumerate(columns)]
        for row in range(2, LAST_ROW + 1):
            values = next(rows, None)
            if values is None:
                return False
            page.put(row, [way(row, value) for way, value in zip(ways, values, strict=True) if value not in (None, "")])
        return True

    def _page(self, title: str, columns: Sequence[Column]) -> _Page:
        page: _Page = self.book.add_worksheet(title, worksheet_class=_Page)
        page.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            page.set_column(place, place, WIDTHS[column.kind])
            page.write_string(0, place, column.name, self.bold)
        return page

    def _way(self, page: _Page, place: int, column: Column) -> Callable[[int, Any], str]:
        """How the values of a column become cells."""
        letter = xl_col_to_name(place)

        def number(row: int, value: Any) -> str:
            return f'<c r="{letter}{row}"><v>{value}</v></c>'

        def text(row: int, value: str) -> str:
            if len(value) * 2 > LONGEST and units(drawn(value)) > LONGEST:
                value = self._begin(value, page.get_name(), row, place + 1)
            return f'<c r="{letter}{row}"{self.styled(value)}</is></c>'

        def moment(row: int, value: str) -> str:
            serial = _serial(value)
            if serial is None:
                return text(row, value)
            return f'<c r="{letter}{row}"{self.day if len(value) == 10 else self.moment}><v>{serial}</v></c>'

        return number if column.kind in ("number", "flag") else moment if column.kind in ("day", "moment") else text

    def _styled(self, text: str) -> str:
        """A text as it stands in its cell, without the cell's place before it and without what closes it."""
        text = drawn(text)
        style = self.quoted if is_live(text) or is_read(text) else ""
        runs = [f'<t xml:space="preserve">{escape(part, quote=False)}</t>' for part in _HEXADECIMAL.split(text)]
        inner = runs[0] if len(runs) == 1 else "".join(f"<r>{run}</r>" for run in runs)
        return f'{style} t="inlineStr"><is>{inner}'

    def _begin(self, text: str, sheet: str, row: int, place: int) -> str:
        """The first piece of a long text; the others go to a sheet of their own."""
        first, *rest = pieces(text)
        for part, piece in enumerate(rest, start=2):
            page, last = self.more or (self._page(MORE, _MORE), 1)
            self.more = page, last + 1
            ways = [self._way(page, place, column) for place, column in enumerate(_MORE)]
            values = (sheet, row, place, part, piece)
            page.put(last + 1, [way(last + 1, value) for way, value in zip(ways, values, strict=True)])
        return first

    def close(self) -> None:
        self.book.close()


def units(text: str) -> int:
    """How long Excel takes a text to be."""
    return len(text) + sum(character > "\uffff" for character in text)


def pieces(text: str) -> list[str]:
    """A long text in pieces that fit into a cell each, however Excel counts them."""
    size = LONGEST // 2 - 1  # what is drawn may take a character more
    return [text[start : start + size] for start in range(0, len(text), size)]


def _serial(value: str) -> str | None:
    """A day or a UTC moment as Excel counts it; None for a month, a year, and what is before 1900."""
    if len(value) not in (10, 20) or value < "1900-03-01":
        return None
    whole = date(int(value[:4]), int(value[5:7]), int(value[8:10])).toordinal() - _EPOCH
    if len(value) == 10:
        return str(whole)
    seconds = int(value[11:13]) * 3600 + int(value[14:16]) * 60 + int(value[17:19])
    return repr(round(whole + seconds / 86400, 9))
