"""What an archive says, to be compared: its public tables as rows, in the order of their contents."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
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


MOMENTS = ("first_seen", "last_seen", "seen_at", "at", "capture_id")


def said(path: Path) -> dict[str, list[Any]]:
    """What was said, by whom and what changed in it, without when we saw it: alike in archives made side by side."""
    found: dict[str, list[Any]] = {}
    for table in CONTENT:
        # Which copy was seen first decides on a work's own row and name.
        left_out = {*MOMENTS, "work_id", *(["id"] if table == "changes" else [])}
        columns = [row[1] for row in rows(path, f"pragma table_info({table})") if row[1] not in left_out]
        listed = ", ".join(f'"{name}"' for name in columns)
        found[table] = sorted(rows(path, f"select {listed} from {table}"), key=repr) if table != "works" else []
    copies = rows(path, "select group_concat(id) from (select * from statements order by id) group by work_id")
    return found | {"works": sorted(copies)}


def differences(one: Path, other: Path) -> dict[str, list[tuple[str, Any]]]:
    """The rows of what is said that only one of two archives has, by table, each with the archive's folder."""
    found = dict[str, list[tuple[str, Any]]]()
    told, held = said(one), said(other)
    for table in told:
        here, there = Counter(told[table]), Counter(held[table])
        rows = [(one.parts[-3], row) for row in (here - there).elements()]
        rows += [(other.parts[-3], row) for row in (there - here).elements()]
        if rows:
            found[table] = rows
    return found


def content_hash(path: Path) -> str:
    """A digest of all that is said: alike in archives that were made side by side."""
    return hashlib.sha256(repr(said(path)).encode()).hexdigest()
