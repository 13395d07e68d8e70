"""What the crawler remembers between two runs: the private table of addresses in `crawl.db`.

Everything in it can be learned again from the web or the captures; losing it costs requests, never data.
"""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal

import sqlite_utils

State = Literal["known", "captured", "alias", "left_out", "refused", "gone", "failed"]


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a site and how the last visits to it ended.

    `told` is what the site last said of its change, `dated` what the page itself says of its publication. `fetched_at`
    is the last visit, `whole_at` the last that brought the page whole, `first_read` the first of these; `changed_at`
    the one that brought what is held, whose bytes have `digest` and whose words have `content`.
    """

    url: str
    number: str | None = None
    state: State = "known"
    reason: str = ""
    told: str = ""
    first_seen: str = ""
    fetched_at: str = ""
    changed_at: str = ""
    digest: str = ""
    etag: str = ""
    last_modified: str = ""
    misses: int = 0
    file: int = 0  # 1 for a file that a statement attaches
    tried_at: str = ""  # the last request, whatever came of it
    dated: str = ""
    content: str = ""
    whole_at: str = ""
    first_read: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """How often a site's word of a kind (`dates`, `validators`) was found kept and broken by what its pages said."""

    kept: int = 0
    broken: int = 0

    @property
    def doubted(self) -> bool:
        """Whether the word is not to be relied on: broken once, and not kept twenty times for each since."""
        return self.broken * 20 > self.kept


COLUMNS = [item.name for item in fields(Address)]


class Memory:
    """The addresses of one site. Every change is on disk when the method returns."""

    def __init__(self, path: Path, site: str) -> None:
        self._site = site
        self._db = sqlite3.connect(path, isolation_level=None, timeout=60)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=normal")
        _create(self._db)
        rows = self._db.execute(f"select {','.join(COLUMNS)} from addresses where site = ?", [site])
        self.addresses: dict[str, Address] = {row[0]: Address(*row) for row in rows}
        self.numbers = {item.number: item.url for item in self.addresses.values() if item.number}

    def find(self, url: str, number: str | None = None) -> Address | None:
        """What is known of a page, by its CMS number first: an address may have been renamed."""
        if number and number in self.numbers:
            return self.addresses.get(self.numbers[number])
        return self.addresses.get(url)

    def note(self, url: str, **changes: object) -> Address:
        """Changes what is known of an address, which may be new, and keeps it."""
        known = self.addresses.get(url, Address(url))
        address = replace(known, **changes)  # type: ignore[arg-type]
        self.addresses[url] = address
        if address.number:
            self.numbers[address.number] = url
        row = {"site": self._site, **asdict(address)}
        marks = ",".join("?" * len(row))
        self._db.execute(f"replace into addresses ({','.join(row)}) values ({marks})", list(row.values()))
        return address

    def visit(self) -> tuple[str, str]:
        """When the last run that ended well had begun, and the newest change that its site told; both empty before."""
        row = self._db.execute("select at, word from visits where site = ?", [self._site]).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def visited(self, at: str, word: str = "") -> None:
        """Keeps when a run that ended well had begun, and the newest change told to one that heard all."""
        self._db.execute("replace into visits (site, at, word) values (?, ?, ?)", [self._site, at, word])

    def trust(self, word: str) -> Trust:
        """What a site's word of a kind has been worth so far."""
        query = "select kept, broken from trust where site = ? and word = ?"
        row = self._db.execute(query, [self._site, word]).fetchone()
        return Trust(*row) if row else Trust()

    def tested(self, word: str, *, kept: bool) -> None:
        """Counts one more time that a site's word was kept or broken."""
        query = "insert or ignore into trust (site, word, kept, broken) values (?, ?, 0, 0)"
        self._db.execute(query, [self._site, word])
        column = "kept" if kept else "broken"
        self._db.execute(f"update trust set {column} = {column} + 1 where site = ? and word = ?", [self._site, word])

    def count(self, state: State) -> int:
        """How many addresses are in a state."""
        return sum(item.state == state for item in self.addresses.values())

    def close(self) -> None:
        """Closes the database."""
        self._db.close()


def _create(connection: sqlite3.Connection) -> None:
    db = sqlite_utils.Database(connection)
    types: dict[str, type] = {"site": str} | dict.fromkeys(COLUMNS, str) | {"misses": int, "file": int}
    if "trust" not in db.table_names():
        db.table("addresses").create(types, pk=("site", "url"), if_not_exists=True)
        db.table("visits").create({"site": str, "at": str, "word": str}, pk="site", if_not_exists=True)
        for column in types.keys() - db.table("addresses").columns_dict.keys():
            db.table("addresses").add_column(column, types[column], not_null_default=types[column]())
        counts: dict[str, type] = {"site": str, "word": str, "kept": int, "broken": int}
        db.table("trust").create(counts, pk=("site", "word"), if_not_exists=True)
