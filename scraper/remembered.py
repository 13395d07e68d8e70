"""A part of the crawler's memory, of some sites, taken out to travel and put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from scraper.memory import Memory

TABLES = ("addresses", "visits", "trust")


def take_out(memory: Path, part: Path, slugs: Iterable[str]) -> None:
    """Writes what is remembered of some sites into a database of its own."""
    named = list(slugs)
    for path in (memory, part):
        for slug in named[:1]:
            Memory(path, slug).close()  # has the tables made, and when each address is due noted
    with closing(sqlite3.connect(part, timeout=60)) as db:
        db.execute("attach database ? as other", [str(memory)])
        with db:
            _replace(db, "main", "other", named)
        db.execute("detach database other")
        db.execute("pragma journal_mode=delete")  # one file, with nothing beside it


def put_back(db: sqlite3.Connection, part: Path, slugs: Iterable[str]) -> None:
    """Replaces what is remembered of some sites by what a part says, in the transaction that is open."""
    named = list(slugs)
    db.execute("attach database ? as other", [str(part)])
    db.execute("begin immediate")
    _replace(db, "main", "other", named)


def _replace(db: sqlite3.Connection, to: str, source: str, slugs: list[str]) -> None:
    for table in TABLES:
        columns = ", ".join(f'"{row[1]}"' for row in db.execute(f"pragma {source}.table_info({table})"))
        for slug in slugs:
            db.execute(f"delete from {to}.{table} where site = ?", [slug])
            query = f"insert into {to}.{table} ({columns}) select {columns} from {source}.{table} where site = ?"
            db.execute(query, [slug])
