"""The writer of the index: full text, sets of statements, vocabulary.

Beside SQLite's full-text index stand sets of statements (compressed bitmaps of rowids, in blocks): one for each
organisation, site, month, kind and language, and one for each term that is so common that reading its list would take
longer than a reader waits. They say nothing that the tables do not say; they say it at once.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterable

from pyroaring import BitMap

from archive.keys import key
from archive.search.analysis import Word, words
from archive.search.entry import COLUMNS, Entry, entry
from archive.search.french import version

TABLE = "statements_fts"
BLOCK = 14  # a block holds 2 ** 14 rowids: at most 2 KB
COMMON = 16384  # statements that a word must stand in for its term to have sets
BATCH = 2000  # statements whose sets and words are held back in memory
# What begins with the name of a full-text table is hidden by Datasette, as these tables should be.
SCHEMA = f"""
create virtual table {TABLE} using fts5({", ".join(COLUMNS)}, content="", tokenize="ascii tokenchars '_-'");
create table {TABLE}_sets (name text, block integer, members blob, primary key (name, block)) without rowid;
create table {TABLE}_common (term text primary key) without rowid;
create table {TABLE}_words (plain text, written text, stem text, statements integer, primary key (plain, written))
  without rowid;
create table {TABLE}_names (name text, organisation_id text, primary key (name, organisation_id)) without rowid;
create table {TABLE}_state (fact text primary key, value text) without rowid;
"""


def create(db: sqlite3.Connection) -> None:
    """Makes the tables of an empty index."""
    for statement in filter(str.strip, SCHEMA.split(";")):
        db.execute(statement)
    db.execute(f"create index {TABLE}_often on {TABLE}_words (stem) where statements >= {COMMON}")
    db.execute(f"insert into {TABLE}_state values ('version', ?)", [version()])
    _move_on(db)


def ensure(db: sqlite3.Connection) -> None:
    """Makes the index anew when it was made by other rules of analysis than today's, or for other rowids.

    `vacuum` numbers the rows of a table anew when some have gone, and so leaves an index behind that speaks of others.
    """
    made = db.execute(f"select value from {TABLE}_state where fact = 'version'").fetchone()
    (last,) = db.execute("select max(rowid) from statements where state != 'withdrawn'").fetchone()
    if made != (version(),) or last != _last(db):
        db.execute("begin immediate")  # tables are dropped: readers see the former index until the new one is whole
        remake(db)
        db.commit()


def remake(db: sqlite3.Connection) -> None:
    """Throws the index away and makes it again from the tables."""
    for table in ("", "_sets", "_common", "_words", "_names", "_state"):
        db.execute(f"drop table if exists {TABLE}{table}")
    create(db)
    index = Index(db)
    last = db.execute("select max(rowid) from statements").fetchone()[0] or 0
    for (rowid,) in db.execute("select rowid from statements where rowid <= ? order by rowid", [last]):
        index.replace(rowid, None, entry(db, rowid))
    index.flush()
    save_names(db)


def save_names(db: sqlite3.Connection) -> None:
    """Writes the keys by which the names of organisations are recognised in queries, from the table of aliases."""
    listed = db.execute("select alias, organisation_id from aliases where organisation_id is not null")
    fresh = {(name, identifier) for alias, identifier in listed if (name := key(alias))}
    held = set(db.execute(f"select name, organisation_id from {TABLE}_names"))
    db.executemany(f"delete from {TABLE}_names where name = ? and organisation_id = ?", sorted(held - fresh))
    db.executemany(f"insert into {TABLE}_names values (?, ?)", sorted(fresh - held))
    if held != fresh:
        _move_on(db)


def _last(db: sqlite3.Connection) -> int | None:
    """The highest rowid that the index speaks of."""
    query = f"select members from {TABLE}_sets where name = 'a:' order by block desc limit 1"
    row = db.execute(query).fetchone()
    return int(BitMap.deserialize(row[0]).max()) if row else None


class Index:
    """Takes statements in and out. What it holds back is written by `flush`, which the writer must call."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.common = {row[0] for row in db.execute(f"select term from {TABLE}_common")}
        self._sets: dict[tuple[str, int], tuple[BitMap, BitMap]] = {}
        self._pieces: Counter[str] = Counter()
        self._held = 0

    def replace(self, rowid: int, before: Entry | None, after: Entry | None) -> None:
        """Puts what is said of a statement today in the place of what was said of it; None: nothing."""
        if before == after:
            return
        if (before and before.columns) != (after and after.columns):
            self._rewrite(rowid, before, after)
        old, new = self._names(before), self._names(after)
        self._note(rowid, new - old, old - new)
        self._pieces.update(after.pieces if after else ())
        self._pieces.subtract(before.pieces if before else ())
        self._held += 1
        if self._held >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes what was held back."""
        if not self._held:
            return
        self._write_sets()
        self._write_words()
        self._promote()
        self._held = 0
        _move_on(self.db)

    def _rewrite(self, rowid: int, before: Entry | None, after: Entry | None) -> None:
        names = ", ".join(COLUMNS)
        if before:
            # The index keeps no text: it must be told again what it was told.
            told = f"insert into {TABLE} ({TABLE}, rowid, {names}) values ('delete', ?, ?, ?, ?, ?)"
            self.db.execute(told, [rowid, *before.columns])
        if after:
            self.db.execute(f"insert into {TABLE} (rowid, {names}) values (?, ?, ?, ?, ?)", [rowid, *after.columns])

    def _names(self, told: Entry | None) -> set[str]:
        if told is None:
            return set()
        terms = {f"t:{term}" for term in told.terms & self.common} if self.common else set()
        titles = {f"h:{term}" for term in told.title & self.common} if self.common else set()
        return {*told.choices, *terms, *titles}

    def _note(self, rowid: int, added: Iterable[str], removed: Iterable[str]) -> None:
        block = rowid >> BLOCK
        for names, goes_in, goes_out in ((added, 0, 1), (removed, 1, 0)):
            for name in names:
                pair = self._sets.get((name, block))
                if pair is None:
                    pair = self._sets[name, block] = (BitMap(), BitMap())
                pair[goes_in].add(rowid)
                pair[goes_out].discard(rowid)

    def _write_sets(self) -> None:
        for (name, block), (added, removed) in sorted(self._sets.items(), key=lambda item: item[0]):
            place = [name, block]
            row = self.db.execute(f"select members from {TABLE}_sets where name = ? and block = ?", place).fetchone()
            members = ((BitMap.deserialize(row[0]) if row else BitMap()) | added) - removed
            _write_set(self.db, name, block, members)
        self._sets.clear()

    def _write_words(self) -> None:
        told: dict[Word, int] = {}
        for piece, count in self._pieces.items():
            for word in words(piece):
                told[word] = told.get(word, 0) + count
        counted = sorted((*word, count) for word, count in told.items() if count)
        self.db.executemany(
            f"insert into {TABLE}_words values (?, ?, ?, ?) on conflict (plain, written)"
            " do update set statements = statements + excluded.statements",
            counted,
        )
        gone = [(plain, written) for plain, written, _, count in counted if count < 0]
        self.db.executemany(f"delete from {TABLE}_words where plain = ? and written = ? and statements <= 0", gone)
        self._pieces.clear()

    def _promote(self) -> None:
        """Gives sets to the terms that have become common."""
        often = self.db.execute(f"select distinct stem from {TABLE}_words where statements >= {COMMON}")
        for term in sorted({row[0] for row in often} - self.common):
            for name, asked in ((f"t:{term}", f'"{term}"'), (f"h:{term}", f'{{title}} : "{term}"')):
                found = self.db.execute(f"select rowid from {TABLE} where {TABLE} match ?", [asked])
                _write_blocks(self.db, name, BitMap(row[0] for row in found))
            self.db.execute(f"insert into {TABLE}_common values (?)", [term])
            self.common.add(term)


def _write_blocks(db: sqlite3.Connection, name: str, members: BitMap) -> None:
    if members:
        for block in range(members.min() >> BLOCK, (members.max() >> BLOCK) + 1):
            within = members & BitMap(range(block << BLOCK, (block + 1) << BLOCK))
            _write_set(db, name, block, within)


def _write_set(db: sqlite3.Connection, name: str, block: int, members: BitMap) -> None:
    if members:
        db.execute(f"insert or replace into {TABLE}_sets values (?, ?, ?)", [name, block, members.serialize()])
    else:
        db.execute(f"delete from {TABLE}_sets where name = ? and block = ?", [name, block])


def _move_on(db: sqlite3.Connection) -> None:
    # Readers keep sets in memory for as long as this stays the same; no two archives share one.
    db.execute(f"insert or replace into {TABLE}_state values ('generation', ?)", [uuid.uuid4().hex])
