"""From the events of one statement to its rows: what it says now, what it said before, and what changed when.

A pure fold: the same events and the same directory give the same rows, whether they came night by night or at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from archive.hints import Hints
from archive.judgements import Judgement
from archive.keys import key
from archive.listed import listed
from archive.model import (
    Absence,
    Event,
    Hint,
    Match,
    Move,
    Reading,
    Refusal,
    Rereading,
    Sighting,
    Signatory,
    Statement,
    Tombstone,
)
from archive.privacy import hidden_from, names_of, public_name
from archive.resolve import Directory
from archive.rows import record, tombstone
from archive.story import Record, Row, Story, View, fingerprint

NIGHTS = 2  # a page is gone when it was missing on as many different days in a row


def fold(
    statement_id: str, events: Iterable[tuple[str, Event]], files: Mapping[str, Reading], directory: Directory
) -> Record | None:
    """The rows of a statement, a tombstone where it was withdrawn; None when none was captured or none is in scope."""
    story, hints = Story(statement_id), Hints()
    rereadings = dict[str, Rereading]()
    for at, event in events:
        if isinstance(event, Tombstone):
            return tombstone(statement_id, event)
        if isinstance(event, Statement) and _same(story, event):
            _present(story, at)
        elif isinstance(event, Statement):
            _version(story, _view(at, statement_id, event, files, directory))
        elif isinstance(event, Rereading):
            rereadings.setdefault(event.rules, event)
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
    for reread in rereadings.values():
        _reread(story, reread)
    _judged(story)
    return record(story, hints, files, directory.known)


# --- versions ----------------------------------------------------------------------------------------------------


def _view(at: str, name: str, statement: Statement, files: Mapping[str, Reading], directory: Directory) -> View:
    within = (statement.site, name)
    own = listed(statement.blocks, directory, within)
    attached = listed([replace(b, start=-1) for read in files.values() for b in read.blocks], directory, within)
    # The list of an attached file is the statement's where the page has none; its persons are withheld in any case.
    names = own if statement.blocks else attached
    more = names_of([*attached.persons, *(match.signatory for match in attached.matches)])
    doubts = [*own.doubts, *attached.doubts]
    withheld = hidden_from(statement.text, names.all, more, doubts)
    return View(at, statement, withheld.elsewhere(statement.title), withheld.text, names, withheld)


def _same(story: Story, statement: Statement) -> bool:
    """Whether a page says what it said, in other bytes: what proved it then proves it still."""
    return (
        bool(story.views) and replace(statement, capture=story.views[-1].statement.capture) == story.views[-1].statement
    )


def _version(story: Story, view: View) -> None:
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


def _present(story: Story, at: str) -> None:
    story.missing.clear()
    story.last_seen = at
    for row in story.listed.values():
        if row["state"] == "listed":
            row["last_seen"] = at
    if story.vanished:
        story.vanished = False
        story.change(at, "back")


def _missing(story: Story, at: str, reason: str) -> None:
    if not story.missing or at[:10] > story.missing[-1]:  # a clock that was put back makes no second night
        story.missing.append(at[:10])
    if len(story.missing) >= NIGHTS and not story.vanished:
        story.vanished = True
        story.change(at, "vanished", reason)


def _list(story: Story, view: View, first: bool) -> None:
    """Brings the list of signatures to what this version shows: added, listed again, no longer listed."""
    now: dict[str, Row] = {}
    for position, match in enumerate(view.listed.matches, start=1):
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


def _reread(story: Story, event: Rereading) -> None:
    """What our own reading, or the directory, changed in what the archive says: never the source's doing."""
    now = {row["as_written"]: row["organisation_id"] for row in story.listed.values()}
    for what, names in (("signature_added", event.added), ("signature_removed", event.removed)):
        for name in names:
            story.change(event.at, what, name, now.get(name), event.cause)
    for name in event.linked:
        story.change(event.at, "signature_linked", name, now.get(name), event.cause)
    for name in event.told:
        story.change(event.at, name, "", None, event.cause)


def _judged(story: Story) -> None:
    """What reviewers decided about names that were in the archive before."""
    first = dict[Judgement, tuple[str, Signatory]]()
    for view in story.views:
        for judgement, signatory in view.listed.judged:
            first.setdefault(judgement, (view.at, signatory))
    for judgement, (at, signatory) in first.items():
        if judgement.at > at:
            shown = "" if judgement.verdict in ("person", "nobody") else public_name(signatory)
            story.change(judgement.at, "judged", shown, judgement.organisation, "reviewer")


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
        "evidence": match.evidence,
        "confidence": match.confidence,
        "state": "listed",
        "first_seen": at,
        "last_seen": at,
    }
