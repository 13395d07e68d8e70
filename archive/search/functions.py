"""The search in SQL: what Datasette's own pages and canned queries call."""

from __future__ import annotations

import sqlite3

from archive.search.entry import source
from archive.search.index import TABLE
from archive.search.meaning import understand, wanted
from archive.search.passages import passage
from archive.search.query import Query


def register(db: sqlite3.Connection) -> bool:
    """Gives a connection the functions of the search; whether the database is one that has our index.

    `escape_fts(TEXT)`: what a reader typed as an expression for `statements_fts`, in place of Datasette's own, so that
    every table search speaks the language of the index. `passage(TEXT, ROWID)`: the passage of a statement that shows
    why it was found, what was looked for between « guillemets ».
    """
    query = "select count(*) from sqlite_master where name in (?, ?)"
    if db.execute(query, [TABLE, f"{TABLE}_names"]).fetchone()[0] != 2:
        return False
    db.create_function("escape_fts", 1, lambda text: understand(db, Query.parse(_text(text))).expression)
    db.create_function("passage", 2, lambda text, rowid: _passage(db, _text(text), rowid))
    return True


def _passage(db: sqlite3.Connection, text: str, rowid: int) -> str | None:
    told = source(db, rowid)
    if told is None:
        return None
    query = Query.parse(text)
    title, prose, signatories, documents = told.texts
    shown = passage((prose, documents, signatories, title), wanted(understand(db, query), query))
    return "".join(f"«{piece}»" if marked else piece for piece, marked in shown)


def _text(value: object) -> str:
    return "" if value is None else str(value)
