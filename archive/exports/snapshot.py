"""The public database as one file that says what the archive says and nothing else."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlite_utils

from archive.schema import KEYS, TABLES, create
from archive.search import index


def write_snapshot(db: sqlite3.Connection, path: Path) -> None:
    """Writes a copy of an archive: rows in the order of their keys, so that no trace is left of how it came about.

    `db` is a connection that reads; the copy shows the moment that it sees. No free page, no log beside the file.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("pragma page_size = 4096")
        copy.execute("begin")
        create(sqlite_utils.Database(copy))
        for table, columns in TABLES.items():
            names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
            key = KEYS.get(table, "id")
            order = ", ".join(key) if isinstance(key, tuple) else key
            rows = db.execute(f"select {names} from {table} order by {order}")
            copy.executemany(f"insert into {table} ({names}) values ({marks})", rows)
        index.remake(copy)
        _mark(copy, "0" * 32)
        copy.execute("commit")
        copy.execute("vacuum")
        with path.open("rb") as file:
            _mark(copy, hashlib.file_digest(file, "sha256").hexdigest()[:32])


def _mark(copy: sqlite3.Connection, generation: str) -> None:
    """By this, readers of the search index tell archives apart: here by what the archive says, not by chance."""
    copy.execute(f"update {index.TABLE}_state set value = ? where fact = 'generation'", [generation])
