"""The pipeline on one screen: events in, archive out."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

from archive.history import fold
from archive.ledger import Ledger
from archive.model import Capture, Document, Event, Hint, Run, Statement
from archive.resolve import Directory
from archive.store import (
    count_runs,
    save,
    save_captures,
    save_children,
    save_directory,
    save_runs,
    save_sites,
    save_works,
)


def take(ledger: Ledger, db: sqlite3.Connection, events: Iterable[Event], say: Callable[[str], None]) -> None:
    """Takes events in the order in which they were seen; each follows the capture that shows it."""
    at = ""
    for event in events:
        if isinstance(event, Capture):
            at = event.fetched_at
            save_captures(db, [event])
        elif isinstance(event, Run):
            save_runs(db, [event])
        else:
            for warning in getattr(event, "warnings", ()):
                say(warning)
            ledger.take(event, at)


def settle(ledger: Ledger, db: sqlite3.Connection, directory: Directory) -> set[str]:
    """Brings the archive up to what the ledger holds; the ids of the statements that differ from before.

    A statement is folded again when something was seen of it, and all are when the directory or its judgements have
    changed since the last time.
    """
    touched = ledger.settle()
    rules = directory_digest(directory)
    if ledger.fact("directory") != rules or not db.execute("select 1 from organisations").fetchone():
        touched |= set(ledger.statements())
        save_directory(db, directory)
        ledger.note("directory", rules)
    return {statement for statement in sorted(touched) if _settle_one(ledger, db, directory, statement)}


def summarise(db: sqlite3.Connection, sites: list[dict[str, str]], directory: Directory, changed: bool) -> None:
    """Brings up to date what is made from all statements: works, local groups, runs, sites."""
    if changed:
        save_works(db)
        save_children(db, directory)
    count_runs(db, [site["id"] for site in sites])
    save_sites(db, sites)


def _settle_one(ledger: Ledger, db: sqlite3.Connection, directory: Directory, statement: str) -> bool:
    events = list(ledger.events(statement))
    site = next((event.site for _, event in events if isinstance(event, Statement | Hint)), "")
    read = ledger.files(site, _documents(event for _, event in events))
    record = fold(statement, events, read, directory)
    ledger.hold(statement, record.held if record else ())
    return save(db, statement, record)


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
    return [item.read_text("utf-8") for item in listed if item.name not in ("organisations.toml", "judgements.toml")]


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
