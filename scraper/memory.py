"""What the crawler remembers between two runs: the private table of addresses in `crawl.db`.

Everything in it can be learned again from the web or the captures; losing it costs requests, never data. Addresses are
looked up one by one, and found by when they are due, so that a run costs what it does and not what is held.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import sqlite_utils

from scraper.address import ABSENT, COLUMNS, UNLISTED, Address, State, Trust
from scraper.clock import now, tomorrow
from scraper.schedule import due_at

Item = TypeVar("Item")
Made = TypeVar("Made")
TOGETHER = 100  # entries of a list, so that the others of a run need not wait
LISTED = ",".join(COLUMNS)
DUE = ("due_at", "due_doubted")  # when an address is asked for again, and when so if its site's word is doubted
KEEP = f"replace into addresses (site,{LISTED},{','.join(DUE)}) values (?{',?' * len((*COLUMNS, *DUE))})"
VALUES = attrgetter(*COLUMNS)
INDEXES = {
    "addresses_numbers": "(site, number) where number is not null",
    "addresses_told": "(site, told)",
    "addresses_states": "(site, state, file)",
    **{f"addresses_{name}": f"(site, file, {name}) where {name} != ''" for name in DUE},
    "addresses_latest": "(site, max(fetched_at, tried_at, first_seen))",
    "addresses_new": "(site) where due_at is null",
    "addresses_rested": "(site, fetched_at, url) where state = 'captured' and file = 0 and misses = 0",
}


class Addresses(Mapping[str, Address]):
    """The addresses of one site, each read when it is asked for. `latest` is the last one: it is asked for most."""

    def __init__(self, db: sqlite3.Connection, site: str) -> None:
        self._db, self._site = db, site
        self.latest: Address | None = None

    def __getitem__(self, url: str) -> Address:
        if self.latest is None or self.latest.url != url:
            if not (found := self.where("url = ?", url)):
                raise KeyError(url)
            self.latest = found[0]
        return self.latest

    def __iter__(self) -> Iterator[str]:
        for (url,) in self._db.execute("select url from addresses where site = ?", [self._site]).fetchall():
            yield url

    def __len__(self) -> int:
        return int(self._db.execute("select count(*) from addresses where site = ?", [self._site]).fetchone()[0])

    def where(self, condition: str, *values: object) -> list[Address]:
        """Those of which a condition in SQL holds."""
        query = f"select {LISTED} from addresses where site = ? and {condition}"
        return [Address(*row) for row in self._db.execute(query, [self._site, *values])]


class Memory:
    """The addresses of one site. Every change is on disk when the method returns; see also `together`."""

    def __init__(self, path: Path, site: str) -> None:
        self._site = site
        self._db = sqlite3.connect(path, isolation_level=None, timeout=60)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=normal")
        _create(self._db)
        self.addresses = Addresses(self._db, site)
        self._schedule()

    def _schedule(self) -> None:
        """Says when those are due of which nothing says it yet: older versions', and those that others changed.

        A visit that lies ahead was noted by a clock that went wrong: it counts for nothing, lest its page wait for it.
        """
        for address in self.addresses.where("max(fetched_at, tried_at, first_seen) > ?", tomorrow()):
            self._keep(replace(address, fetched_at="", tried_at="", whole_at="", first_seen=now()))
        for address in self.addresses.where("due_at is null"):
            self._keep(address)

    def find(self, url: str, number: str | None = None) -> Address | None:
        """What is known of a page, by its CMS number first: an address may have been renamed."""
        if number:
            for found in self.addresses.where("number = ? order by rowid desc limit 1", number):
                return found
        return self.addresses.get(url)

    def note(self, url: str, **changes: object) -> Address:
        """Changes what is known of an address, which may be new, and keeps it."""
        address = replace(self.addresses.get(url, Address(url)), **changes)  # type: ignore[arg-type]
        self._keep(address)
        return address

    def _keep(self, address: Address) -> None:
        due = (due_at(address), due_at(address, doubted=True))
        self._db.execute(KEEP, (self._site, *VALUES(address), *due))
        self.addresses.latest = None if self._db.in_transaction else address

    def together(self, items: Iterable[Item], made: Callable[[Item], Iterable[Made]]) -> Iterator[Made]:
        """What is made of each; notes made meanwhile are put on disk for some of them at once, before these come."""
        left = iter(items)
        while some := list(islice(left, TOGETHER)):
            with self._db:
                self._db.execute("begin immediate")
                found = [one for item in some for one in made(item)]
            yield from found

    # --- many --------------------------------------------------------------------------------------------------------

    def newest(self, until: str) -> str:
        """The newest change that the site told of a page that is still there, none later than `until`; "" before any.

        What is gone is listed no more, so that an answer to what is newer than it would name nothing.
        """
        query = "told <= ? and misses = 0 and reason != ? order by told desc limit 1"
        return next((address.told for address in self.addresses.where(query, until, UNLISTED)), "")

    def undone(self, moment: str) -> list[Address]:
        """Pages and files that were listed or linked and could not be read yet, and whose time it is."""
        return self.addresses.where("due_at <= ? and due_at != '' and state in ('known', 'failed')", moment)

    def due(self, moment: str, most: int, *, doubted: bool) -> list[Address]:
        """The held pages whose time it is to be read again, at most so many, those first that have waited longest."""
        due = DUE[doubted]
        condition = f"file = 0 and {due} <= ? and {due} != '' and state = 'captured' order by {due}, url limit ?"
        return self.addresses.where(condition, moment, most)

    def rested(self, before: str, most: int) -> list[Address]:
        """Held pages that were last asked for before a moment, the longest unread first, those that failed last."""
        held = "state = 'captured' and file = 0 and fetched_at != '' and fetched_at <= ?"
        well = self.addresses.where(f"{held} and misses = 0 order by fetched_at, url limit ?", before, most)
        if len(well) >= most:
            return well
        left = most - len(well)
        return well + self.addresses.where(f"{held} and misses > 0 order by fetched_at, url limit ?", before, left)

    def drawn(self, most: int) -> list[Address]:
        """Some held pages, as good as drawn by lot."""
        return self.addresses.where("state = 'captured' and file = 0 order by digest, url limit ?", most)

    def held(self) -> list[Address]:
        """All pages that are held."""
        return self.addresses.where("state = 'captured' and file = 0")

    def unlisted(self, listed: Iterable[str]) -> list[Address]:
        """The held pages that are not among those listed, and of which that is not known yet."""
        self._db.execute("create temporary table if not exists listed (url primary key) without rowid")
        self._db.execute("delete from listed")
        self._db.executemany("insert or ignore into listed values (?)", ([url] for url in listed))
        return self.addresses.where(
            "state = 'captured' and file = 0 and reason != ? and url not in (select url from listed) order by url",
            UNLISTED,
        )

    def listed_numbers(self) -> list[int]:
        """The CMS numbers, in order, of all pages that the site has listed and that are not known to be gone."""
        marks = ",".join("?" * len(ABSENT))
        query = f"""
          select distinct cast(number as integer) from addresses
          where site = ? and number is not null and file = 0 and state not in ('alias', 'gone') and reason != ?
            and not (misses > 0 and reason in ({marks})) order by 1
        """
        return [number for (number,) in self._db.execute(query, [self._site, UNLISTED, *ABSENT])]

    def count(self, state: State, *, file: int | None = None) -> int:
        """How many addresses are in a state; with `file`, of pages (0) or files (1) alone."""
        kinds = (0, 1) if file is None else (file,)
        query = "select count(*) from addresses where site = ? and state = ? and file = ?"
        return sum(int(self._db.execute(query, [self._site, state, kind]).fetchone()[0]) for kind in kinds)

    # --- the site itself ---------------------------------------------------------------------------------------------

    def visit(self) -> tuple[str, str]:
        """When the last run that ended well had begun, and the newest change that its site told; both empty before."""
        row = self._db.execute("select at, word from visits where site = ?", [self._site]).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def visited(self, at: str, word: str = "") -> None:
        """Keeps when a run that ended well had begun, and the newest change told to one that heard all."""
        self._db.execute("replace into visits (site, at, word) values (?, ?, ?)", [self._site, at, word])

    def trust(self, word: str) -> Trust:
        """What a site's word of a kind has been worth so far."""
        return self.trusts().get(word, Trust())

    def trusts(self) -> dict[str, Trust]:
        """The same for each kind of word that was put to the test."""
        query = "select word, kept, broken from trust where site = ? order by word"
        return {word: Trust(kept, broken) for word, kept, broken in self._db.execute(query, [self._site])}

    def tested(self, word: str, *, kept: bool) -> None:
        """Counts one more time that a site's word was kept or broken."""
        query = "insert or ignore into trust (site, word, kept, broken) values (?, ?, 0, 0)"
        self._db.execute(query, [self._site, word])
        column = "kept" if kept else "broken"
        self._db.execute(f"update trust set {column} = {column} + 1 where site = ? and word = ?", [self._site, word])

    def close(self) -> None:
        """Closes the database."""
        self._db.close()


def doubt(db: sqlite3.Connection, site: str, run: tuple[str, str], nights: int) -> None:
    """Forgets what a run brought whose results wait, so that it is asked for anew: after a night, two, four.

    `run` is when it began and ended, `nights` how many in a row wait with it. For the archive it has not been: what it
    first saw must come whole once more, and what it took for gone, moved or no statement may well be there.
    """
    if not db.execute("select 1 from sqlite_master where name = 'addresses'").fetchone():
        return  # an archive made anew, beside which no crawler remembers anything
    about = {"site": site, "started": run[0], "finished": run[1], "nights": nights}
    db.execute(
        """update addresses set told = '', digest = '', etag = '', last_modified = '', content = '', whole_at = '',
             reason = '', due_at = null, misses = max(misses, :nights),
             state = case when first_read != '' and first_read < :started then 'captured' else 'known' end
           where site = :site and fetched_at between :started and :finished
             and (state in ('alias', 'left_out', 'refused', 'gone')
                  or (state = 'captured' and changed_at between :started and :finished))""",
        about,
    )
    db.execute(
        """update visits set word = coalesce((select max(told) from addresses where site = :site), '')
           where site = :site and at between :started and :finished""",
        about,
    )


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
    for column in DUE:
        if column not in db.table("addresses").columns_dict:
            db.table("addresses").add_column(column, str)
    for name, over in INDEXES.items():
        connection.execute(f"create index if not exists {name} on addresses {over}")
