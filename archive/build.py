"""The pipeline on one screen: events in, archive out."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from archive.captures.private import prove
from archive.copies import Text, paragraphs, words
from archive.history import fold
from archive.keys import key
from archive.ledger import Ledger
from archive.model import Capture, Document, Event, Hint, Run, Statement, Tombstone
from archive.resolve import Directory
from archive.search.index import Index
from archive.sketches import Sketches, rules
from archive.store import (
    count_runs,
    save,
    save_captures,
    save_children,
    save_directory,
    save_runs,
    save_sites,
    save_withdrawals,
    save_works,
)
from archive.story import Record, Row
from archive.works import work_id, works

CORRECTIONS = ("organisations.toml", "judgements.toml", "withdrawals.toml")  # each with a digest of its own
BATCH = 500  # texts held in memory at once


def take(
    ledger: Ledger, db: sqlite3.Connection, events: Iterable[Event], say: Callable[[str], None], *,
    brought: bool = False,
) -> None:  # fmt: skip
    """Takes events in the order in which they were seen; each follows the capture that shows it.

    `brought`: others saw them, at moments that may lie before all that was taken so far.
    """
    at = ""
    for event in events:
        if isinstance(event, Capture):
            at = event.fetched_at
            save_captures(db, [event])
        elif isinstance(event, Run):
            save_runs(db, [event])
        elif isinstance(event, Tombstone):
            save_withdrawals(db, [event])
            ledger.take(event, event.at)
        else:
            for warning in getattr(event, "warnings", ()):
                say(warning)
            ledger.take(event, at, brought=brought)


Places = Callable[[Record, Sequence[tuple[str, Event]]], Iterable[Row]]


def _nowhere(_record: Record, _events: Sequence[tuple[str, Event]]) -> Iterable[Row]:
    return ()


def settle(
    ledger: Ledger, db: sqlite3.Connection, directory: Directory, places: Places = _nowhere, *, anew: bool = False
) -> set[str]:
    """Brings the archive up to what the ledger holds; the ids of the statements that differ from before.

    A statement is folded again when something was seen of it, and all are when the directory or its judgements have
    changed since the last time. `places` tells where the captures say what a record says; `anew`: it may tell otherwise
    of what has not changed.
    """
    touched = ledger.settle()
    digest = directory_digest(directory)
    if ledger.fact("directory") != digest or not db.execute("select 1 from organisations").fetchone():
        touched |= set(ledger.statements())
        save_directory(db, directory)
        ledger.note("directory", digest)
    index = Index(db)
    changed = {one for one in sorted(touched) if _settle_one(ledger, db, directory, index, one, places, anew=anew)}
    index.flush()
    return changed | _settle_works(ledger, db, touched)


def summarise(
    db: sqlite3.Connection, sites: Sequence[Mapping[str, str | None]], directory: Directory,
    changed: Collection[str], *, earlier: bool = False,
) -> None:  # fmt: skip
    """Brings up to date what is made from all statements, now that some have changed: local groups, runs, sites.

    `earlier`: what was taken may have been seen before what was held.
    """
    if changed:
        save_children(db, directory)
    count_runs(db, changed, anew=earlier)
    save_sites(db, sites, changed=bool(changed))


def _settle_one(
    ledger: Ledger, db: sqlite3.Connection, directory: Directory, index: Index, statement: str, places: Places, *,
    anew: bool,
) -> bool:  # fmt: skip
    events = list(ledger.events(statement))
    site = next((event.site for _, event in events if isinstance(event, Statement | Hint)), "")
    read = ledger.files(site, _documents(event for _, event in events))
    record = fold(statement, events, read, directory)
    ledger.hold(statement, record.held if record else ())
    prove(ledger.db, statement, site, record)
    return save(db, statement, record, index, lambda: places(record, events) if record else (), anew=anew)


def _settle_works(ledger: Ledger, db: sqlite3.Connection, touched: set[str]) -> set[str]:
    """Brings the works up to what these statements say; the ids of those that are in another work than before."""
    index = Sketches(ledger.db, lambda statement: _text(ledger, db, statement))
    if ledger.fact("sketches") != rules():
        index.clear()
        ledger.note("sketches", rules())
        touched = touched | set(ledger.statements())
    changed, left = set[str](), sorted(touched)
    while left:
        some, left = left[:BATCH], left[BATCH:]
        told = {statement: _text(ledger, db, statement) for statement in some}
        query = "select id from statements where id = ? and work_id is null and state != 'withdrawn'"
        unplaced = [row[0] for statement in some for row in db.execute(query, [statement])]
        tied = index.tied([*index.update(told), *unplaced])
        query = "select id, first_seen from statements where id = ?"
        seen = dict(row for statement in sorted(tied) for row in db.execute(query, [statement]))
        changed |= save_works(db, works(seen, index.pairs(seen)), map(work_id, tied))
    return changed


def _text(ledger: Ledger, db: sqlite3.Connection, statement: str) -> Text | None:
    """What decides whether a statement is a copy of another: its first prose, so that no edit moves it elsewhere."""
    query = "select site_id, title, published, first_seen from statements where id = ? and state != 'withdrawn'"
    row = db.execute(query, [statement]).fetchone()
    if not row:
        return None
    site, title, published, seen = row
    prose = next(filter(None, map(paragraphs, ledger.versions(statement))), ())
    query = "select organisation_id, name from signatures where statement_id = ? and state = 'listed'"
    names = frozenset(known or key(name) for known, name in db.execute(query, [statement]))
    return Text(statement, site, words(title), published, prose, names, seen)


def _documents(events: Iterable[Event]) -> list[str]:
    documents: list[Document] = [d for event in events if isinstance(event, Statement | Hint) for d in event.documents]
    return list(dict.fromkeys(document.url for document in documents))


def directory_digest(directory: Directory) -> str:
    """A digest of everything that decides who a written name means."""
    return _digest(organisations_digest(directory), *map(str, directory.judgements.entries))


def organisations_digest(directory: Directory) -> str:
    """The same without what reviewers judged."""
    return _digest(*map(str, directory.written), *sorted(directory.unsure), *_data())


@cache
def _data() -> list[str]:
    """The words and places that names are read by: all data but the directory itself."""
    listed = sorted((files("archive") / "data").iterdir(), key=lambda item: item.name)
    return [item.read_text("utf-8") for item in listed if item.name not in CORRECTIONS]


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
