"""The tables of `archive.db`, in sqlite-utils' words. Every column is explained in `datasette-metadata.json`."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import sqlite_utils
from sqlite_utils.db import DescIndex

from archive import views
from archive.search import index as search

TABLES: dict[str, dict[str, type]] = {
    "organisations": {"id": str, "name": str, "acronym": str, "kind": str, "parent_id": str, "website": str},
    "aliases": {"organisation_id": str, "alias": str, "source": str},
    "renamings": {"organisation_id": str, "name": str, "former_id": str, "at": str, "how": str},
    "sites": {
        "id": str, "organisation_id": str, "home": str, "family": str, "state": str, "last_success": str,
        "statements": int, "message": str, "trust": str, "rights": str,
    },
    "captures": {
        "id": str, "site_id": str, "url": str, "fetched_at": str, "status": int, "media_type": str, "sha256": str,
        "warc": str, "offset": int,
    },
    "works": {"id": str, "title": str, "published": str, "statements": int, "first_statement_id": str},
    "statements": {
        "id": str, "site_id": str, "url": str, "title": str, "surtitle": str, "subtitle": str, "standfirst": str,
        "published": str, "modified": str, "kind": str, "language": str, "author": str, "section": str,
        "keywords": str, "signature_count": int, "people_count": int, "held_count": int,
        "unnamed_count": int, "work_id": str, "state": str,
        "first_seen": str, "last_seen": str, "rights": str, "capture_id": str, "text": str, "html": bytes,
    },
    "signatures": {
        "id": str, "statement_id": str, "position": int, "as_written": str, "name": str, "acronym": str,
        "organisation_id": str, "kind": str, "section": str, "support": int, "match": str, "evidence": str,
        "confidence": str, "state": str,
        "first_seen": str, "last_seen": str,
    },
    "places": {
        "id": str, "statement_id": str, "signature_id": str, "field": str, "capture_id": str, "within": str,
        "start": int, "end": int,
    },
    "documents": {
        "id": str, "statement_id": str, "url": str, "title": str, "media_type": str, "sha256": str, "text": str,
        "capture_id": str,
    },
    "revisions": {
        "id": str, "statement_id": str, "seen_at": str, "cause": str, "title": str, "text": str, "capture_id": str,
    },
    "changes": {
        "id": str, "at": str, "statement_id": str, "organisation_id": str, "what": str, "cause": str, "detail": str,
    },
    "runs": {
        "id": str, "started": str, "finished": str, "site_id": str, "state": str, "requests": int, "bytes": int,
        "new": int, "changed": int, "vanished": int, "message": str, "doubts": str, "held": int, "trust": str,
    },
    "withdrawals": {"id": str, "what": str, "at": str, "why": str, "statements": int},
}  # fmt: skip
VIEWS = ("signatures", "places", "revisions")  # what is read and written as such, and kept otherwise: `archive.views`
KEYS: dict[str, str | tuple[str, ...]] = {
    "aliases": ("organisation_id", "alias"),
    "renamings": ("organisation_id", "name"),
}
FOREIGN: dict[str, list[tuple[str, str, str]]] = {
    "organisations": [("parent_id", "organisations", "id")],
    "aliases": [("organisation_id", "organisations", "id")],
    "renamings": [("organisation_id", "organisations", "id"), ("former_id", "organisations", "id")],
    "sites": [("organisation_id", "organisations", "id")],
    "captures": [("site_id", "sites", "id")],
    "statements": [("site_id", "sites", "id"), ("work_id", "works", "id"), ("capture_id", "captures", "id")],
    "works": [("first_statement_id", "statements", "id")],
    "documents": [("statement_id", "statements", "id"), ("capture_id", "captures", "id")],
    "changes": [("statement_id", "statements", "id"), ("organisation_id", "organisations", "id")],
    "runs": [("site_id", "sites", "id")],
}
# Datasette orders the first page of a table by its sort column alone and the later ones by column and key: where rows
# tie, only an index in that very order keeps a row from being shown twice or never.
INDEXES: dict[str, list[list[str]]] = {
    "statements": [
        [DescIndex("published"), "id", "kind", "work_id", "state"],  # what timelines count, without reading the texts
        ["site_id", DescIndex("published"), "id"],
        ["work_id"],
        ["site_id", "first_seen"],
    ],
    "documents": [["statement_id"]],
    "changes": [[DescIndex("at"), "id"], ["statement_id"]],
    "captures": [[DescIndex("fetched_at"), "id"], ["url"], ["sha256"]],
    "runs": [[DescIndex("started"), "id"], ["site_id", "started"]],
    "works": [[DescIndex("published"), "id"]],
}


CACHE = 64_000  # kilobytes of pages that a writer holds in memory
LOG = 64_000_000  # bytes of SQLite's log (archive.db-wal) that stay on the disk between two runs


def open_archive(path: Path) -> sqlite3.Connection:
    """The public database with its tables and full-text search; created when it is not there."""
    connection = sqlite3.connect(path, timeout=60)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=normal")
    connection.execute(f"pragma journal_size_limit={LOG}")
    connection.execute(f"pragma cache_size=-{CACHE}")
    if connection.execute("select 1 from sqlite_master").fetchone():
        search.ensure(connection)
    else:
        with closing(sqlite3.connect(":memory:")) as empty:
            create(sqlite_utils.Database(empty))
            empty.commit()
            empty.backup(connection)  # in one transaction: an archive has all of its tables, or none
    return connection


def shrink_log(connection: sqlite3.Connection, patience: int = 5000) -> bool:
    """Moves SQLite's log into the database and empties it; whether nobody who reads a former state was in the way.

    Waits so many milliseconds; readers that come meanwhile do not delay it.
    """
    connection.execute(f"pragma busy_timeout={patience}")
    busy, _, _ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    return not busy


def is_outdated(path: Path) -> bool:
    """Whether an archive was made with other tables than these, so that it must be made anew."""
    if not path.is_file():
        return False
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        made = db.execute("select 1 from sqlite_master where name = 'runs'").fetchone()
        return made is not None and db.execute("pragma user_version").fetchone()[0] != version()


def version() -> int:
    """A number that changes whenever the tables do, as SQLite keeps one in its header (`user_version`)."""
    return zlib.crc32(repr((TABLES, KEYS, FOREIGN, INDEXES, views.SCHEMA, search.SCHEMA)).encode()) >> 1


def create(db: sqlite_utils.Database) -> None:
    """Makes every table and index of an empty archive."""
    db.execute(f"pragma user_version = {version()}")
    order, later = list(TABLES), list[tuple[str, str, str, str]]()
    for name, columns in ((name, columns) for name, columns in TABLES.items() if name not in VIEWS):
        keys = [key for key in FOREIGN.get(name, []) if order.index(key[1]) <= order.index(name)]
        later += [(name, *key) for key in FOREIGN.get(name, []) if key not in keys]
        db.table(name).create(columns, pk=KEYS.get(name, "id"), foreign_keys=keys)
        for index in INDEXES.get(name, []):
            db.table(name).create_index(index)
    db.add_foreign_keys(later)  # works and statements name each other
    for statement in views.SCHEMA:
        db.execute(statement)
    search.create(db.conn)
