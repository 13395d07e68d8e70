"""Who signed how much, and with whom, counted in the sets of the search index into tables of the reader's own.

The queries of these products join: organisations go through every signature there is, pairs join every list with
itself. With a million lists that is minutes, and quarters of an hour, for each file; the sets give the same rows in
seconds, once for all files. `tests/test_exports.py` holds them to the queries.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.search.signers import signers

_HELD = "select 1 from sqlite_temp_master where name = 'pairs'"
_SIGNED = "create temp table signed (organisation_id text primary key, works int, first text, last text) without rowid"
_PAIRS = "create temp table pairs (a text, b text, works int, first text, last text, primary key (a, b)) without rowid"


def count(db: sqlite3.Connection) -> None:
    """Fills `temp.signed` and `temp.pairs` with works, first and last, of each organisation and of each two.

    They stay as they are for as long as the connection does, which is to be held at one moment (`products.reading`).
    """
    if db.execute(_HELD).fetchone():
        return
    found = signers(db)
    db.execute(_SIGNED)
    signed = ((one, len(works), *found.span(works)) for one, works in found.works.items() if works)
    db.executemany("insert into signed values (?, ?, ?, ?)", signed)
    db.execute(_PAIRS)
    ids = sorted(found.works)

    def pairs() -> Iterator[tuple[str, str, int, str | None, str | None]]:
        for place, one in enumerate(ids):
            for other in ids[place + 1 :]:
                if both := found.works[one] & found.works[other]:
                    yield one, other, len(both), *found.span(both)

    db.executemany("insert into pairs values (?, ?, ?, ?, ?)", pairs())
