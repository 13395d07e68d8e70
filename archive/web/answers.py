"""The same data in other forms: JSON, CSV, workbooks, graphs; streamed, so that size does not matter."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Response

from archive.exports.columns import Column, Values
from archive.exports.delimited import write_csv
from archive.exports.products import as_of, reading
from archive.exports.spreadsheet import Sheet, write_xlsx
from archive.web.visit import Visit

JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GRAPHML = "application/graphml+xml"
GEXF = "application/gexf+xml"
_PIECE = 1 << 16  # bytes

Send = Callable[[dict[str, Any]], Awaitable[None]]
Write = Callable[[sqlite3.Connection], Iterator[bytes]]


class Stream(Response):  # type: ignore[misc]  # datasette has no types
    """An answer whose pieces are made while they are sent, from the archive as it is at one moment."""

    def __init__(self, visit: Visit, write: Write, content_type: str, name: str = "") -> None:
        told = {"content-disposition": f'attachment; filename="{name}"'} if name else {}
        super().__init__(None, headers={**visit.headers, **told}, content_type=content_type)
        self.archive = Path(visit.db.path)
        self.write = write

    async def asgi_send(self, send: Send) -> None:
        """Sends the pieces as a thread makes them, no faster than they are taken."""
        headers = {**self.headers, "content-type": self.content_type}
        listed = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        pieces = self._pieces()
        first = await asyncio.to_thread(next, pieces, b"")  # what fails at once fails before anything is sent
        await send({"type": "http.response.start", "status": self.status, "headers": listed})
        piece: bytes | None = first
        while piece is not None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await asyncio.to_thread(next, pieces, None)
        await send({"type": "http.response.body", "body": b""})

    def _pieces(self) -> Iterator[bytes]:
        with reading(self.archive, any_thread=True) as db:
            yield from self.write(db)


def json_answer(visit: Visit, data: Any, *, status: int = 200) -> Response:
    """Data as JSON."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(body, status=status, headers=visit.headers, content_type=JSON)


def csv_answer(visit: Visit, name: str, columns: Sequence[Column], rows: Callable[..., Iterable[Values]]) -> Response:
    """Rows as CSV; with `?excel=1` as a French spreadsheet opens it by a double click."""
    excel = visit.arg("excel") not in ("", "0")
    return Stream(visit, lambda db: write_csv(columns, rows(db), excel=excel), CSV, f"{name}.csv")


def xlsx_answer(visit: Visit, name: str, title: str, columns: Sequence[Column], rows: Callable[..., Any]) -> Response:
    """Rows as a workbook, made whole in a temporary file first."""

    def write(db: sqlite3.Connection) -> Iterator[bytes]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.xlsx"
            write_xlsx(path, [Sheet(title, columns, rows(db))], as_of(db))
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece

    return Stream(visit, write, XLSX, f"{name}.xlsx")
