"""Datasette speaks the language of the index: its table search and canned queries find what `/recherche` finds."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from archive.search.functions import register


# Last: after Datasette's own, whose `escape_fts` ours replaces.
@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Registers the functions on every connection to an archive."""
    register(conn)
