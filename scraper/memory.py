"""What the crawler remembers between two runs: the private table of addresses in `crawl.db`.

Everything in it can be learned again from the web or the captures; losing it costs requests, never data.
"""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import sqlite_utils

State = Literal["known", "captured", "alias", "left_out", "refused", "gone", "failed"]
YOUNGEST, OLDEST = timedelta(days=1), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a site and how the last visits to it ended. `told` is what the site last said of its change."""

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

    def due(self, now: str) -> bool:
        """Whether it is time to read a page again: the longer it has stood unchanged, the less often."""
        if not self.fetched_at:
            return True
        read, changed = _moment(self.fetched_at), _moment(self.changed_at or self.fetched_at)
        return _moment(now) - read >= min(max((read - changed) / 2, YOUNGEST), OLDEST)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


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
        """The moment of the last run that ended well, and a word on it; both empty before the first."""
        row = self._db.execute("select at, word from visits where site = ?", [self._site]).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def visited(self, at: str, word: str = "") -> None:
        """Keeps the moment at which a run that ended well had begun."""
        self._db.execute("replace into visits (site, at, word) values (?, ?, ?)", [self._site, at, word])

    def count(self, state: State) -> int:
        """How many addresses are in a state."""
        return sum(item.state == state for item in self.addresses.values())

    def close(self) -> None:
        """Closes the database."""
        self._db.close()


def _create(connection: sqlite3.Connection) -> None:
    db = sqlite_utils.Database(connection)
    if not db.table("addresses").exists():
        types: dict[str, type] = {"site": str} | dict.fromkeys(COLUMNS, str) | {"misses": int, "file": int}
        db.table("addresses").create(types, pk=("site", "url"), if_not_exists=True)
        db.table("visits").create({"site": str, "at": str, "word": str}, pk="site", if_not_exists=True)
