"""One capture in its public form, and the statements that it was read for."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.captures.private import opened
from archive.captures.public import Captures, Kept, Public
from archive.web.queries.rows import Row, row, rows

_OF_THESE = "select id, title, published, state from statements where id in ({marks}) order by id"


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture's row, its public form or the reason why there is none, and what was read in it."""

    row: Row
    public: Public | None
    kept: str
    statements: Sequence[Row]
    same_as: str = ""  # the capture whose body a revisit found unchanged


def shown(db: sqlite3.Connection, identifier: str, data: Path) -> Shown | None:
    """A capture as the public may see it; None when there is none of that id. `data` is the archive's folder."""
    found = row(db, "select * from captures where id = ?", [identifier])
    if found is None:
        return None
    with opened(data / "crawl.db") as private:
        captures = Captures(db, private, data / "warc")
        read_for = private.statements(identifier) if private else []
        marks = ",".join("?" * len(read_for))
        statements = rows(db, _OF_THESE.format(marks=marks), read_for)
        try:
            public = captures.public(found)
            same_as = captures.original(found)["id"] if public.kind == "revisit" else ""
        except Kept as reason:
            return Shown(found, None, str(reason), statements)
    return Shown(found, public, "", statements, same_as)
