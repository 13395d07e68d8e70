"""Rows as plain dictionaries."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

Row = dict[str, Any]


def rows(db: sqlite3.Connection, query: str, told: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
    """All rows of a query, each by the names of its columns."""
    cursor = db.execute(query, told)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def row(db: sqlite3.Connection, query: str, told: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
    """The first row of a query; None when there is none."""
    found = rows(db, query, told)
    return found[0] if found else None


def count(db: sqlite3.Connection, query: str, told: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """The one number that a query gives."""
    return int(db.execute(query, told).fetchone()[0] or 0)
