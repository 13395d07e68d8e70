"""From the story of one statement to its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

from archive.excerpts import excerpt
from archive.hints import Hints
from archive.kinds import kind_of
from archive.known import Known
from archive.model import Document, Reading, Tombstone
from archive.persons import likeness
from archive.privacy import safe_html
from archive.story import Record, Row, Story

OF_STATEMENT = (
    "id", "site_id", "url", "title", "surtitle", "subtitle", "standfirst", "published", "modified", "kind", "language",
    "author", "section", "keywords", "text", "html", "rights", "signature_count", "people_count",
    "held_count", "unnamed_count", "state", "first_seen", "last_seen", "capture_id",
)  # fmt: skip


def record(story: Story, hints: Hints, files: Mapping[str, Reading], known: Known) -> Record:
    """The rows of a statement that was seen at least once; `known` tells authors that are persons."""
    view, first = story.views[-1], story.views[0]
    now = view.statement
    # Who signed any version is withheld from all of them: a later text may still name who is no longer listed.
    withheld = view.withheld.also(other.withheld for other in story.views)
    public = withheld.elsewhere
    shown = excerpt if now.rights == "excerpt" else _whole
    text = shown(withheld.text)
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
        "standfirst": shown(public(now.standfirst)),
        "published": hints.sure("published") or now.published or hints.any("published"),
        "modified": hints.sure("modified") or now.modified or hints.any("modified"),
        "kind": kind_of(now.surtitle, view.title, section, *keywords),
        "language": now.language,
        "author": None if any(likeness(name, known) for name in author.split(", ")) else author or None,
        "section": public(section),
        "keywords": public(", ".join(keywords)),
        "text": text,
        "html": now.html if text == now.text else safe_html(text),
        "rights": now.rights,
        "signature_count": len(listed),
        "people_count": view.withheld.people,
        "held_count": len(view.listed.doubtful),
        "unnamed_count": view.listed.unnamed,
        "state": "vanished" if story.vanished else "online",
        "first_seen": first.at,
        "last_seen": story.last_seen,
        "capture_id": now.capture,
    }
    documents = _documents(story.id, (*now.documents, *hints.documents()), files, lambda text: shown(public(text)))
    revisions = [
        told | {"title": public(told["title"]), "text": shown(public(told["text"]))} for told in story.revisions
    ]
    changes = [told | {"detail": public(told["detail"])} for told in story.changes]
    names = {*withheld.names, *withheld.doubts, *_authors(story, hints, known)}
    return Record(
        row, list(story.listed.values()), documents, revisions, changes, _held(story),
        captures=_captures(story, files), withheld=tuple(sorted(names)),
    )  # fmt: skip


def _authors(story: Story, hints: Hints, known: Known) -> set[str]:
    """The authors of any version that are withheld: their names stand in the captures too."""
    told = [*(view.statement.author for view in story.views), hints.any("author") or ""]
    return {name for author in told for name in author.split(", ") if likeness(name, known)}


def tombstone(statement_id: str, event: Tombstone) -> Record:
    """What is said of a statement that was withdrawn: that it was there, and is not to be shown."""
    story = Story(statement_id)
    story.change(event.at, "withdrawn", event.why, cause="reviewer")
    kept: Row = {"id": statement_id, "site_id": event.site, "state": "withdrawn"}
    kept |= dict.fromkeys(("signature_count", "people_count", "held_count", "unnamed_count"), 0)
    return Record(dict.fromkeys(OF_STATEMENT) | kept, [], [], [], story.changes, [], (), ())


def _captures(story: Story, files: Mapping[str, Reading]) -> tuple[str, ...]:
    """All that a statement and its files were ever read from."""
    captures = {*(view.statement.capture for view in story.views), *(read.capture for read in files.values())}
    return tuple(sorted(captures - {""}))


def _held(story: Story) -> list[Row]:
    """The names that wait for a reviewer, of all versions: each once, with what it was taken for."""
    found = {item.as_written: item for view in story.views for item in view.listed.queue}
    return [{"statement": story.id, "name": name, "kind": item.kind, "role": item.role} for name, item in found.items()]


def _whole(text: str) -> str:
    return text


def _documents(
    statement_id: str, documents: Iterable[Document], files: Mapping[str, Reading], public: Callable[[str], str]
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
            "title": public(document.title),
            "media_type": read.media_type if read else document.media_type,
            "sha256": read.sha256 if read else None,
            "text": public(read.text) if read else None,
            "capture_id": read.capture if read else None,
        }
    return list(rows.values())
