"""What an archive says, to be compared: its public tables as rows, in the order of their contents."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

CONTENT = ("statements", "signatures", "documents", "revisions", "changes", "works", "organisations", "aliases")


def rows(path: Path, query: str) -> list[Any]:
    """The rows of a query on a database."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(query).fetchall()


def content(path: Path, *, moments: bool = False) -> dict[str, list[Any]]:
    """The content of the public tables; without `moments`, last_seen (which every good night moves) is left out."""
    found = {}
    for table in CONTENT:
        columns = [row[1] for row in rows(path, f"pragma table_info({table})") if moments or row[1] != "last_seen"]
        listed = ", ".join(f'"{name}"' for name in columns)
        found[table] = sorted(rows(path, f"select {listed} from {table}"), key=repr)
    return found
