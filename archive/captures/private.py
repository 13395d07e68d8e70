"""What is known of captures and must not be public: which were read for which statement, and whom they name.

The tables are in `crawl.db`, and are made with the statements' rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlite_utils

from archive.captures.masking import Names
from archive.story import Record

TABLES = ("proofs", "withheld")


def create(db: sqlite_utils.Database) -> None:
    """The tables, where they are not there yet."""
    db.table("proofs").create({"capture": str, "statement": str}, pk=("capture", "statement"), if_not_exists=True)
    columns = {"site": str, "statement": str, "name": str}
    db.table("withheld").create(columns, pk=("statement", "name"), if_not_exists=True)
    db.conn.execute("create index if not exists proofs_by_statement on proofs (statement)")
    db.conn.execute("create index if not exists withheld_by_site on withheld (site)")


def prove(db: sqlite3.Connection, statement: str, site: str, record: Record | None) -> None:
    """Keeps what a statement's record says of its captures, in place of what was kept before."""
    for table in TABLES:
        db.execute(f"delete from {table} where statement = ?", [statement])
    if record is None:
        return
    db.executemany(
        "insert into proofs (capture, statement) values (?, ?)", [(one, statement) for one in record.captures]
    )
    rows = [(site, statement, name) for name in record.withheld]
    db.executemany("insert into withheld (site, statement, name) values (?, ?, ?)", rows)


class Private:
    """The private database of an archive, to be asked what is withheld from its captures."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._names: tuple[str, Names] = ("", Names.of(()))

    def statements(self, capture: str) -> list[str]:
        """The statements that a capture was read for."""
        return [row[0] for row in self._db.execute("select statement from proofs where capture = ?", [capture])]

    def withholds(self, statement: str) -> bool:
        """Whether anybody's name is withheld from a statement."""
        return self._db.execute("select 1 from withheld where statement = ?", [statement]).fetchone() is not None

    def names(self, site: str) -> Names:
        """All names that are withheld from any statement of a site: its pages tell of one another."""
        if self._names[0] != site:
            rows = self._db.execute("select distinct name from withheld where site = ?", [site])
            self._names = site, Names.of(row[0] for row in rows)
        return self._names[1]


@contextmanager
def opened(path: Path) -> Iterator[Private | None]:
    """The private database that may lie beside an archive; None where it does not, or is of an older version."""
    if not path.is_file():
        yield None
        return
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60)) as db:
        found = {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}
        yield Private(db) if found.issuperset(TABLES) else None
