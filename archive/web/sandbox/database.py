"""The archive as Datasette sees it: its queries are asked of children; what our own pages ask is asked here."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qsl

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted, Results
from datasette.views.base import DatasetteError

from archive.web.sandbox.lanes import Busy, Ended, Lane, Nursery
from archive.web.sandbox.wire import Question

# Whether the request at hand has SQL or patterns of its reader's own: these wait for each other, and for nobody else.
own: ContextVar[bool] = ContextVar("own", default=False)
_WRITTEN = re.compile(r"sql|_where|_through|.*__.*")


def is_own(query: bytes) -> bool:
    """Whether a query string holds SQL, or what becomes a pattern or a condition."""
    names = (name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    return any(_WRITTEN.fullmatch(name) for name in names)


class Row(tuple[Any, ...]):
    """A row as `sqlite3.Row` is one: by number and by name."""

    columns: list[str]

    def keys(self) -> list[str]:
        """The names of its columns."""
        return self.columns

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.columns.index(key) if isinstance(key, str) else key)


def rows_of(columns: list[str], rows: Iterable[tuple[Any, ...]]) -> list[Row]:
    """Rows that know their columns."""
    kind = type("Row", (Row,), {"columns": columns})
    return [kind(row) for row in rows]


class Guarded(Database):  # type: ignore[misc]  # datasette has no types
    """A database whose queries run in processes of their own."""

    def __init__(self, datasette: Datasette, path: str, *, is_mutable: bool) -> None:
        super().__init__(datasette, path, is_mutable=is_mutable)
        self._nursery = Nursery(path)
        self._lanes: dict[bool, Lane] = {}

    def lane(self) -> Lane:
        """Where the request at hand has its queries run."""
        if not self._lanes:
            self._lanes = {
                False: Lane(self._nursery, places=3, most=200, patience=20, nice=2),
                True: Lane(self._nursery, places=1, most=6, patience=6, nice=10),
            }
        return self._lanes[own.get()]

    async def execute(
        self, sql: str, params: Any = None, truncate: bool = False, custom_time_limit: int | None = None,
        page_size: int | None = None, log_sql_errors: bool = True,  # noqa: ARG002  # the log would be the reader's to fill
    ) -> Results:  # fmt: skip
        """What a query answers. Raises `QueryInterrupted` when it took too long, `sqlite3.OperationalError` for what
        it may not do or what is wrong with it, `DatasetteError` (429) when too many others wait.
        """
        time = min(self.ds.sql_time_limit_ms, custom_time_limit or self.ds.sql_time_limit_ms)
        most = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))
        given = list(params) if isinstance(params, list | tuple) else dict(params or {})
        try:
            answer = await self.lane().ask(Question(sql, given, max(1, time), most if truncate else 0))
        except Ended as error:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params) from error
        except Busy as error:
            raise DatasetteError("", status=429) from error
        if answer.error == "interrupted":
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params)
        if answer.error:
            raise sqlite3.OperationalError(answer.error)
        description = tuple((name, *[None] * 6) for name in answer.columns)
        return Results(rows_of(answer.columns, answer.rows), truncate and answer.cut, description)

    async def attached_databases(self) -> list[Any]:
        """None: nothing can be attached, and the list would tell where the archive lies."""
        return []
