"""Permanent addresses in portions that a sitemap can hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from math import ceil

from archive.web.queries.rows import count

PORTION = 50_000
_LISTED = {
    "textes": (
        "select s.id, (select max(seen_at) from revisions where statement_id = s.id) from statements s"
        " where s.state = 'online' and not s.held_count order by s.id limit ? offset ?"
    ),
    "organisations": "select id, null from organisations order by id limit ? offset ?",
}
_COUNTED = {
    "textes": "select count(*) from statements where state = 'online' and not held_count",
    "organisations": "select count(*) from organisations",
}


def parts(db: sqlite3.Connection) -> dict[str, int]:
    """How many portions there are of each kind of address."""
    return {name: ceil(count(db, query) / PORTION) for name, query in _COUNTED.items()}


def part(db: sqlite3.Connection, name: str, number: int) -> Iterator[tuple[str, str | None]]:
    """The ids of one portion, each with when what it shows last changed."""
    return iter(db.execute(_LISTED[name], [PORTION, number * PORTION]))
