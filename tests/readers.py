"""Readers of an archive that ask it all the time while it is written: they must meet no error and no half state."""

from __future__ import annotations

import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# What holds in every whole state of an archive: each of these finds nothing.
HALF = {
    "a signature of no statement": "select 1 from signatures where statement_id not in (select id from statements)",
    "a signature by nobody": "select 1 from signatures where organisation_id not in (select id from organisations)",
    "a statement of no site": "select 1 from statements where site_id not in (select id from sites)",
    "a statement without its capture": "select 1 from statements where capture_id not in (select id from captures)",
    "a statement in no work": "select 1 from statements where work_id is null or work_id not in (select id from works)",
    "a work that miscounts": "select 1 from works where statements !="
    " (select count(*) from statements where work_id = works.id)",
    "a site that miscounts": "select 1 from sites where statements !="
    " (select count(*) from statements where site_id = sites.id)",
    "a count of signatures that lies": "select 1 from statements where signature_count > 0 and not exists"
    " (select 1 from signatures where statement_id = statements.id)",
}
PAGES = (
    "/archive.json",
    "/archive/statements.json?_size=3&_shape=array",
    "/archive/statements.json?_search=pont&_shape=array",
    "/archive/signatures?_size=2",
)


@dataclass
class Readers:
    """What the readers met: how often each asked, and what went wrong."""

    asked: dict[str, int] = field(default_factory=lambda: {"sqlite": 0, "held open": 0, "datasette": 0})
    troubles: list[str] = field(default_factory=list)
    slowest: float = 0.0  # seconds that one of them waited for an answer


@contextmanager
def reading(archive: Path, home: str = "", pause: float = 0.1) -> Iterator[Readers]:
    """Reads the archive as long as it lasts: with fresh connections, with one held open, and through Datasette."""
    readers, done = Readers(), threading.Event()
    with ExitStack() as stack:
        held = sqlite3.connect(f"file:{archive}?mode=ro", uri=True, check_same_thread=False)
        stack.callback(held.close)
        kinds: dict[str, Callable[[], list[str]]] = {
            "sqlite": lambda: _fresh(archive),
            "held open": lambda: _look(held),
        }
        if home:
            kinds["datasette"] = lambda: [trouble for page in PAGES for trouble in _get(home + page)]
        threads = [threading.Thread(target=_ask, args=(kind, ask, readers, done, pause)) for kind, ask in kinds.items()]
        for thread in threads:
            thread.start()
            stack.callback(thread.join)
        stack.callback(done.set)
        yield readers


def _ask(kind: str, ask: Callable[[], list[str]], readers: Readers, done: threading.Event, pause: float) -> None:
    while not done.wait(pause):
        began = time.monotonic()
        try:
            readers.troubles += [f"{kind}: {trouble}" for trouble in ask()]
        except (sqlite3.Error, OSError) as error:
            readers.troubles.append(f"{kind}: {error!r}")
        readers.asked[kind] += 1
        readers.slowest = max(readers.slowest, time.monotonic() - began)


def _fresh(archive: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        return _look(db)


def _look(db: sqlite3.Connection) -> list[str]:
    """What is half done in the state that one transaction sees."""
    db.execute("begin")
    try:
        found = [name for name, query in HALF.items() if db.execute(query).fetchone()]
        db.execute("select rowid from statements_fts where statements_fts match 'pont'").fetchall()
    finally:
        db.rollback()
    return found


def _get(address: str) -> list[str]:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return [] if answer.status == 200 and answer.read() else [f"{address}: {answer.status}"]
    except urllib.error.HTTPError as error:
        with error:
            return [f"{address}: {error.code} {error.read()[:300]!r}"]
