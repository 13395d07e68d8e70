"""The private record of what was seen, statement by statement: the tables of `crawl.db` that the archive is made from.

It says which events belong to one statement. The CMS number decides where there is one, else the address and the
lasting redirects between addresses. Events are taken one by one in the order in which they happened, so that an
archive grown night by night and one rebuilt in one go come to the same identities.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import sqlite_utils

from archive import sketches
from archive.captures import private
from archive.health import passes
from archive.model import (
    Absence,
    Event,
    Hint,
    Move,
    Reading,
    Refusal,
    Rereading,
    Sighting,
    Statement,
    Tombstone,
    from_json,
    to_json,
)

SEEN = ("statement", "sighting")
TABLES = (
    "events",
    "names",
    "links",
    "files",
    "warcs",
    "facts",
    "held",
    passes.TABLE,
    *private.TABLES,
    *sketches.TABLES,
)


def open_ledger(path: Path) -> sqlite3.Connection:
    """The private database with its tables; created when it is not there."""
    connection = sqlite3.connect(path, timeout=60)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=normal")
    connection.execute("pragma cache_size=-65536")  # KiB: sketches are looked up all over their tables
    db = sqlite_utils.Database(connection)
    db.table("events").create(
        {"id": int, "site": str, "statement": str, "at": str, "kind": str, "body": bytes}, pk="id", if_not_exists=True
    )
    db.table("names").create({"site": str, "name": str, "statement": str}, pk=("site", "name"), if_not_exists=True)
    db.table("links").create(
        {"site": str, "url": str, "statement": str}, pk=("site", "url", "statement"), if_not_exists=True
    )
    db.table("files").create(
        {"site": str, "url": str, "at": str, "body": bytes}, pk=("site", "url"), if_not_exists=True
    )
    db.table("warcs").create({"name": str, "read_to": int}, pk="name", if_not_exists=True)
    db.table("facts").create({"name": str, "value": str}, pk="name", if_not_exists=True)
    db.table("held").create(
        {"statement": str, "name": str, "kind": str, "role": str}, pk=("statement", "name"), if_not_exists=True
    )
    if "brought" not in db.table("events").columns_dict:
        db.table("events").add_column("brought", int, not_null_default=0)  # seen by others, taken in later
    connection.execute("create index if not exists events_by_statement on events (statement, id)")
    # How many statements of a site were read is asked every night: without these, of every event of every site.
    connection.execute(
        "create index if not exists events_read on events (site, statement, brought) where kind = 'statement'"
    )
    connection.execute("create index if not exists names_by_statement on names (statement, name)")
    connection.execute("create index if not exists links_by_statement on links (statement)")
    sketches.create(db)
    private.create(db)
    passes.create(db)
    connection.commit()
    return connection


class Ledger:
    """Takes events and hands them back by statement. `touched` holds the statements that changed since `settle`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.db = connection
        self.touched: set[str] = set()

    def take(self, event: Event, at: str, *, brought: bool = False) -> None:
        """Keeps one event that was seen at a moment, under the statement that it is about.

        `brought`: others saw it, at a moment that may lie before all that was taken so far.
        """
        if isinstance(event, Reading):
            self._file(event, at, brought)
        elif isinstance(event, Move) and self._leads_astray(event):
            astray = Absence(event.site, event.url, "redirects to another statement", event.capture)
            self.take(astray, at, brought=brought)
        elif isinstance(event, Statement | Hint | Move):
            statement = self._identity(event)
            self._keep(statement, event, at, brought)
            for document in event.documents if isinstance(event, Statement | Hint) else ():
                self._link(event.site, document.url, statement)
        elif isinstance(event, Tombstone):
            for statement in event.statements:
                self._keep(statement, event, event.at, False)
        elif isinstance(event, Sighting | Absence | Refusal | Rereading):
            number = event.number if isinstance(event, Absence) else None
            known = self._known(event.site, f"#{number}" if number else event.url)
            if known:
                self._keep(known, event, at, brought)

    def events(self, statement: str) -> Iterator[tuple[str, Event]]:
        """The events of a statement in the order in which they were seen, each with its moment.

        Our own come as they were taken, even when a clock was put back; what others saw, by its moment among them.
        """
        query = "select at, body from events where statement = ? and brought = {} order by {}"
        own = self.db.execute(query.format(0, "id"), [statement])
        brought = deque(self.db.execute(query.format(1, "at, id"), [statement]).fetchall())
        latest = ""
        for at, body in own:
            latest = max(latest, at)
            while brought and brought[0][0] < latest:
                yield _event(*brought.popleft())
            yield _event(at, body)
        for at, body in brought:
            yield _event(at, body)

    def versions(self, statement: str) -> Iterator[Statement]:
        """What a statement's page said each time that it was read."""
        query = "select body from events where statement = ? and kind = 'statement' order by id"
        for (body,) in self.db.execute(query, [statement]):
            event = from_json(zlib.decompress(body).decode())
            assert isinstance(event, Statement)
            yield event

    def before(self, event: Statement) -> Statement | None:
        """What was read last of the statement that a page is about; None when none was."""
        names = [f"#{event.number}"] if event.number else []
        found = filter(None, (self._known(event.site, name) for name in (*names, *_addresses(event))))
        query = (
            "select body from events where statement = ? and kind = 'statement'"
            " order by brought, iif(brought, at, '') desc, id desc limit 1"
        )
        for statement in found:
            row = self.db.execute(query, [statement]).fetchone()
            if row:
                old = from_json(zlib.decompress(row[0]).decode())
                assert isinstance(old, Statement)
                return old
        return None

    def knows(self, site: str, url: str) -> bool:
        """Whether a statement is known under an address."""
        return self._known(site, url) is not None

    def files(self, site: str, urls: Iterable[str]) -> dict[str, Reading]:
        """The newest reading of each of some attached files, by address."""
        found = {}
        for url in urls:
            row = self.db.execute("select body from files where site = ? and url = ?", [site, url]).fetchone()
            if row:
                reading = from_json(zlib.decompress(row[0]).decode())
                assert isinstance(reading, Reading)
                found[url] = reading
        return found

    def statements(self) -> Iterator[str]:
        """Every statement that events tell of."""
        for row in self.db.execute("select distinct statement from events order by statement"):
            yield row[0]

    def read(self, site: str) -> set[str]:
        """The statements of a site of which a page was read."""
        query = "select distinct statement from events where site = ? and kind = 'statement'"
        return {row[0] for row in self.db.execute(query, [site])}

    def count(self, site: str) -> int:
        """Of how many statements of a site a page was read by us."""
        query = "select count(distinct statement) from events where site = ? and kind = 'statement' and not brought"
        return int(self.db.execute(query, [site]).fetchone()[0])

    def settle(self) -> set[str]:
        """The statements that changed since the last call."""
        touched, self.touched = self.touched, set()
        return touched

    def read_to(self, warc: str) -> int:
        """How many bytes of a file of captures were taken; 0 for one that was not."""
        row = self.db.execute("select read_to from warcs where name = ?", [warc]).fetchone()
        return int(row[0]) if row else 0

    def have_read(self, warc: str, size: int) -> None:
        """Keeps that a file of captures was taken whole."""
        self.db.execute("replace into warcs (name, read_to) values (?, ?)", [warc, size])

    def forget(self, site: str) -> None:
        """Drops everything that was read of one site, to be read again."""
        self.touched |= {
            row[0] for row in self.db.execute("select distinct statement from events where site = ?", [site])
        }
        for table in ("events", "names", "links", "files"):
            self.db.execute(f"delete from {table} where site = ?", [site])

    def hold(self, statement: str, rows: Sequence[Mapping[str, str | None]]) -> None:
        """Keeps the names of a statement that wait for a reviewer, in place of those kept before."""
        self.db.execute("delete from held where statement = ?", [statement])
        self.db.executemany(
            "insert into held (statement, name, kind, role) values (:statement, :name, :kind, :role)", rows
        )

    def warcs(self) -> dict[str, int]:
        """How many bytes of each file of captures were taken."""
        return dict(self.db.execute("select name, read_to from warcs order by name"))

    def fact(self, name: str) -> str:
        """A note of the builder to itself; empty when there is none."""
        row = self.db.execute("select value from facts where name = ?", [name]).fetchone()
        return row[0] if row else ""

    def note(self, name: str, value: str) -> None:
        """Keeps such a note."""
        self.db.execute("replace into facts (name, value) values (?, ?)", [name, value])

    # --- identity ------------------------------------------------------------------------------------------------

    def _identity(self, event: Statement | Hint | Move) -> str:
        if event.number:
            return self._by_number(event, f"#{event.number}", f"{event.site}-{event.number}")
        addresses = _addresses(event)
        known = list(dict.fromkeys(found for url in addresses if (found := self._known(event.site, url))))
        if not known:
            statement = f"{event.site}-x{hashlib.sha256(addresses[0].encode()).hexdigest()[:10]}"
            self._name(event.site, addresses, statement)
            return statement
        for other in known[1:]:
            if self._same(event.site, known[0], other):
                self._merge(other, known[0])
        self._name(event.site, [url for url in addresses if not self._known(event.site, url)], known[0])
        return known[0]

    def _by_number(self, event: Statement | Hint | Move, number: str, own: str) -> str:
        addresses = _addresses(event)
        statement = self._known(event.site, number) or self._unnumbered(event.site, addresses) or own
        if statement != own and not self._span(statement)[0]:
            # Only listings have told of it so far: it can still be called by its number.
            self._merge(statement, own)
            statement = own
        if isinstance(event, Move):
            # A deleted post may send its readers to another one: the redirect does not make that one its own.
            addresses = [url for url in addresses if url == event.url or not self._others(event.site, url, statement)]
        if isinstance(event, Statement):
            other = self._unnumbered(event.site, addresses)
            if other and other != statement:
                self._merge(other, statement)
        self._name(event.site, [number, *addresses], statement)
        return statement

    def _leads_astray(self, event: Move) -> bool:
        """Whether a redirect leads from one statement to another: WordPress guesses so for one that was deleted."""
        known, other = self._known(event.site, event.url), self._known(event.site, event.to)
        both = known and other and known != other
        return bool(both and self._numbered(event.site, known or "") and self._numbered(event.site, other or ""))

    def _others(self, site: str, url: str, statement: str) -> bool:
        """Whether an address is that of another statement with a number of its own."""
        known = self._known(site, url)
        return known not in (None, statement) and self._numbered(site, known or "")

    def _unnumbered(self, site: str, addresses: list[str]) -> str | None:
        """The statement under one of these addresses, if no number is known to be its own."""
        for url in addresses:
            known = self._known(site, url)
            if known and not self._numbered(site, known):
                return known
        return None

    def _same(self, site: str, one: str, other: str) -> bool:
        """Whether two statements tied by a redirect are one that was renamed: never seen side by side.

        Two different numbers are two statements: WordPress sends readers of a deleted post to another one whose
        address begins alike.
        """
        if self._numbered(site, one) and self._numbered(site, other):
            return False
        (first_a, last_a), (first_b, last_b) = self._span(one), self._span(other)
        return not first_a or not first_b or last_a <= first_b or last_b <= first_a

    def _numbered(self, site: str, statement: str) -> bool:
        query = "select 1 from names where site = ? and statement = ? and name like '#%'"
        return self.db.execute(query, [site, statement]).fetchone() is not None

    def _span(self, statement: str) -> tuple[str, str]:
        query = f"select min(at), max(at) from events where statement = ? and kind in {SEEN}"
        first, last = self.db.execute(query, [statement]).fetchone()
        return first or "", last or ""

    def _merge(self, gone: str, kept: str) -> None:
        for table in ("events", "names", "links"):
            self.db.execute(f"update or replace {table} set statement = ? where statement = ?", [kept, gone])
        self.touched |= {gone, kept}

    def _known(self, site: str, name: str) -> str | None:
        row = self.db.execute("select statement from names where site = ? and name = ?", [site, name]).fetchone()
        return row[0] if row else None

    def _name(self, site: str, names: list[str], statement: str) -> None:
        rows = [(site, name, statement) for name in names]
        self.db.executemany("replace into names (site, name, statement) values (?, ?, ?)", rows)

    # --- keeping -------------------------------------------------------------------------------------------------

    def _keep(self, statement: str, event: Event, at: str, brought: bool) -> None:
        kind = type(event).__name__.lower()
        site = getattr(event, "site", "")
        body = zlib.compress(to_json(event).encode(), 6)
        self.db.execute(
            "insert into events (site, statement, at, kind, body, brought) values (?, ?, ?, ?, ?, ?)",
            [site, statement, at, kind, body, int(brought)],
        )
        self.touched.add(statement)

    def _link(self, site: str, url: str, statement: str) -> None:
        self.db.execute("insert or ignore into links (site, url, statement) values (?, ?, ?)", [site, url, statement])

    def _file(self, reading: Reading, at: str, brought: bool) -> None:
        query = "select 1 from files where site = ? and url = ? and at > ?"
        if brought and self.db.execute(query, [reading.site, reading.url, at]).fetchone():
            return  # what is held of it is newer
        body = zlib.compress(to_json(reading).encode(), 6)
        self.db.execute(
            "replace into files (site, url, at, body) values (?, ?, ?, ?)", [reading.site, reading.url, at, body]
        )
        rows = self.db.execute("select statement from links where site = ? and url = ?", [reading.site, reading.url])
        self.touched |= {row[0] for row in rows}


def _event(at: str, body: bytes) -> tuple[str, Event]:
    return at, from_json(zlib.decompress(body).decode())


def _addresses(event: Statement | Hint | Move) -> list[str]:
    if isinstance(event, Move):
        return [event.url, event.to]
    if isinstance(event, Statement):
        return list(dict.fromkeys([event.url, *event.addresses]))
    return [event.url] if event.url else []
