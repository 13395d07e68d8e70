"""From the events of one statement to its rows: what it says now, what it said before, and what changed when.

A pure fold: the same events and the same directory give the same rows, whether they came night by night or at once.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.keys import key
from archive.kinds import kind_of
from archive.known import Known
from archive.model import Absence, Document, Event, Hint, Match, Move, Reading, Refusal, Sighting, Statement
from archive.names import split_names
from archive.persons import likeness
from archive.privacy import Withheld, hidden_from, names_of, public_name, safe_html
from archive.resolve import Directory

Row = dict[str, Any]
NIGHTS = 2  # a page is gone when it was missing on as many different days in a row
PROSE = 80  # characters: shorter paragraphs are headings, dates, boilerplate, which differ from copy to copy
# Whose word on a date counts most: WordPress's API, then the page, then what only repeats it.
SURE = ("rest",)


@dataclass(frozen=True, slots=True)
class Record:
    """The rows of one statement, by table."""

    statement: Row
    signatures: list[Row]
    documents: list[Row]
    revisions: list[Row]
    changes: list[Row]


@dataclass(frozen=True, slots=True)
class View:
    """One version of a statement as the public may read it, at the moment it was seen."""

    at: str
    statement: Statement
    title: str
    text: str
    matches: tuple[Match, ...]
    withheld: Withheld

    @property
    def content(self) -> str:
        """What a change must change to count: letters and digits of title and text."""
        return fingerprint(f"{self.title}\n{self.text}")


@dataclass(slots=True)
class _Story:
    """What the fold knows so far."""

    id: str
    views: list[View] = field(default_factory=list)
    listed: dict[str, Row] = field(default_factory=dict)
    revisions: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    last_seen: str = ""
    vanished: bool = False

    def change(self, at: str, what: str, detail: str = "", organisation: str | None = None) -> None:
        same = sum((row["at"], row["what"], row["detail"]) == (at, what, detail) for row in self.changes)
        mark = hashlib.sha256(f"{self.id}\n{at}\n{what}\n{detail}\n{same}".encode()).hexdigest()[:16]
        row = {"id": mark, "at": at, "statement_id": self.id, "organisation_id": organisation}
        self.changes.append(row | {"what": what, "cause": "source", "detail": detail})


def fold(
    statement_id: str, events: Iterable[tuple[str, Event]], files: Mapping[str, Reading], directory: Directory
) -> Record | None:
    """The rows of a statement; None when none was captured or none is in scope."""
    story, hints = _Story(statement_id), Hints()
    for at, event in events:
        if isinstance(event, Statement):
            _version(story, _view(at, event, files, directory))
        elif isinstance(event, Hint):
            hints.add(event)
        elif isinstance(event, Sighting) and story.views:
            _present(story, at)
        elif isinstance(event, Absence | Refusal) and story.views:
            _missing(story, at, event.reason)
        elif isinstance(event, Move) and story.views:
            story.change(at, "moved", f"{event.url} → {event.to}")
    if not story.views or not (hints.chosen or any(view.statement.in_scope for view in story.views)):
        return None
    return _record(story, hints, files, directory.known)


class Hints:
    """What the site's listings said of one page, the newest word first within each kind of listing."""

    def __init__(self) -> None:
        self._by_source: dict[str, Hint] = {}
        self.chosen = False

    def add(self, hint: Hint) -> None:
        """Takes one more; what it leaves open is kept from the one before."""
        self.chosen |= hint.chosen
        known = self._by_source.get(hint.source)
        told = {n: getattr(hint, n) or (getattr(known, n) if known else getattr(hint, n)) for n in Hint.__slots__}
        self._by_source[hint.source] = replace(hint, **told)

    def sure(self, name: str) -> Any:
        """What a source that knows better than the page says of a field; None when none does."""
        return next((v for s in SURE if s in self._by_source and (v := getattr(self._by_source[s], name))), None)

    def any(self, name: str) -> Any:
        """What any listing says of a field; None when none does."""
        return next((v for hint in self._by_source.values() if (v := getattr(hint, name))), None)

    def documents(self) -> tuple[Document, ...]:
        """The files that listings attach to the page, each once."""
        found = {document.url: document for hint in self._by_source.values() for document in hint.documents}
        return tuple(found.values())


# --- versions ----------------------------------------------------------------------------------------------------


def _view(at: str, statement: Statement, files: Mapping[str, Reading], directory: Directory) -> View:
    blocks = [replace(block, start=-1) for read in files.values() for block in read.blocks]
    attached = [split_names(block, directory) for block in blocks]
    own = [split_names(block, directory) for block in statement.blocks]
    # The list of an attached file is the statement's where the page has none; its persons are withheld in any case.
    signatories = [item for names in own or attached for item in names]
    withheld = hidden_from(statement.text, signatories, names_of(item for names in attached for item in names))
    matches = tuple(directory.match(item) for item in signatories if item.kind != "person")
    return View(at, statement, withheld.elsewhere(statement.title), withheld.text, matches, withheld)


def _version(story: _Story, view: View) -> None:
    before = story.views[-1] if story.views else None
    story.views.append(view)
    _list(story, view, first=before is None)
    _present(story, view.at)
    if before is not None and before.content == view.content:
        return
    if before is not None:
        changed = "title" if fingerprint(before.title) != fingerprint(view.title) else "text"
        detail = f"{before.title} → {view.title}" if changed == "title" else ""
        story.change(view.at, changed, detail)
    story.revisions.append(
        {
            "id": f"{story.id}-r{len(story.revisions) + 1}",
            "statement_id": story.id,
            "seen_at": view.at,
            "cause": "source",
            "title": view.title,
            "text": view.text,
            "capture_id": view.statement.capture,
        }
    )


def _present(story: _Story, at: str) -> None:
    story.missing.clear()
    story.last_seen = at
    for row in story.listed.values():
        if row["state"] == "listed":
            row["last_seen"] = at
    if story.vanished:
        story.vanished = False
        story.change(at, "back")


def _missing(story: _Story, at: str, reason: str) -> None:
    if at[:10] not in story.missing:
        story.missing.append(at[:10])
    if len(story.missing) >= NIGHTS and not story.vanished:
        story.vanished = True
        story.change(at, "vanished", reason)


def _list(story: _Story, view: View, first: bool) -> None:
    """Brings the list of signatures to what this version shows: added, listed again, no longer listed."""
    now: dict[str, Row] = {}
    for position, match in enumerate(view.matches, start=1):
        name = _unique(key(match.signatory.name) or match.signatory.as_written, now)
        now[name] = _signature(story.id, name, position, match, view.at)
    for name, row in now.items():
        known = story.listed.get(name)
        if not first and (known is None or known["state"] != "listed"):
            story.change(view.at, "signature_added", row["as_written"], row["organisation_id"])
        if known is not None:
            row["first_seen"] = known["first_seen"]
        story.listed[name] = row
    for name, row in story.listed.items():
        if name not in now and row["state"] == "listed":
            row["state"] = "no_longer_listed"
            story.change(view.at, "signature_no_longer_listed", row["as_written"], row["organisation_id"])


def _unique(name: str, taken: Mapping[str, Row]) -> str:
    tries = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
    return next(name for name in tries if name not in taken)


def _signature(statement_id: str, name: str, position: int, match: Match, at: str) -> Row:
    who = match.signatory
    return {
        "id": f"{statement_id}-{hashlib.sha256(name.encode()).hexdigest()[:10]}",
        "statement_id": statement_id,
        "position": position,
        "as_written": public_name(who),
        "name": who.name,
        "acronym": who.acronym,
        "organisation_id": match.organisation,
        "kind": who.kind,
        "section": who.section,
        "support": int(who.support),
        "match": match.match,
        "state": "listed",
        "first_seen": at,
        "last_seen": at,
    }


# --- rows --------------------------------------------------------------------------------------------------------


def _record(story: _Story, hints: Hints, files: Mapping[str, Reading], known: Known) -> Record:
    view, first = story.views[-1], story.views[0]
    now = view.statement
    # Who signed any version is withheld from all of them: a later text may still name who is no longer listed.
    withheld = view.withheld.also(name for other in story.views for name in other.withheld.names)
    public = withheld.elsewhere
    section = now.section or hints.any("section") or ""
    keywords = now.keywords or hints.any("keywords") or ()
    author = now.author or hints.any("author") or ""
    listed = [row for row in story.listed.values() if row["state"] == "listed"]
    row = {
        "id": story.id,
        "site_id": now.site,
        "url": now.url,
        "title": public(view.title),
        "surtitle": public(now.surtitle),
        "subtitle": public(now.subtitle),
        "standfirst": public(now.standfirst),
        "published": hints.sure("published") or now.published or hints.any("published"),
        "modified": hints.sure("modified") or now.modified or hints.any("modified"),
        "kind": kind_of(now.surtitle, view.title, section, *keywords),
        "language": now.language,
        "author": None if any(likeness(name, known) for name in author.split(", ")) else author or None,
        "section": public(section),
        "keywords": public(", ".join(keywords)),
        "text": withheld.text,
        "html": now.html if withheld.text == now.text else safe_html(withheld.text),
        "signature_count": len(listed),
        "people_count": view.withheld.people,
        "work_id": _work(first),
        "state": "vanished" if story.vanished else "online",
        "first_seen": first.at,
        "last_seen": story.last_seen,
        "capture_id": now.capture,
    }
    documents = _documents(story.id, (*now.documents, *hints.documents()), files, withheld)
    revisions = [told | {"title": public(told["title"]), "text": public(told["text"])} for told in story.revisions]
    changes = [told | {"detail": public(told["detail"])} for told in story.changes]
    return Record(row, list(story.listed.values()), documents, revisions, changes)


def _documents(
    statement_id: str, documents: Iterable[Document], files: Mapping[str, Reading], withheld: Withheld
) -> list[Row]:
    rows: dict[str, Row] = {}
    for document in documents:
        read = files.get(document.url)
        if document.url in rows:
            continue
        rows[document.url] = {
            "id": f"{statement_id}-{hashlib.sha256(document.url.encode()).hexdigest()[:10]}",
            "statement_id": statement_id,
            "url": document.url,
            "title": withheld.elsewhere(document.title),
            "media_type": read.media_type if read else document.media_type,
            "sha256": read.sha256 if read else None,
            "text": withheld.elsewhere(read.text) if read else None,
            "capture_id": read.capture if read else None,
        }
    return list(rows.values())


def _work(first: View) -> str:
    """The work a statement is a copy of: the same prose, whatever stands above it and whoever is listed below it."""
    statement = first.statement
    lists = [(block.start, block.start + len(block.text)) for block in statement.blocks if block.start >= 0]
    prose, start = [], 0
    for part in statement.text.split("\n\n"):
        end = start + len(part)
        if len(part) >= PROSE and not any(a < end and start < b for a, b in lists):
            prose.append(part)
        start = end + 2
    return "w-" + fingerprint("\n".join(prose) or statement.url)[:16]


def fingerprint(text: str) -> str:
    """A digest of the letters and digits of a text: typography, case, accents and spaces do not count."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return hashlib.sha256(re.sub(r"[\W_]+", "", folded).encode()).hexdigest()
