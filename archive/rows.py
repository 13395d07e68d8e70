"""From the story of one statement to its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from archive.hints import Hints
from archive.kinds import kind_of
from archive.known import Known
from archive.model import Document, Reading
from archive.persons import likeness
from archive.privacy import Withheld, safe_html
from archive.story import Record, Row, Story


def record(story: Story, hints: Hints, files: Mapping[str, Reading], known: Known) -> Record:
    """The rows of a statement that was seen at least once; `known` tells authors that are persons."""
    view, first = story.views[-1], story.views[0]
    now = view.statement
    # Who signed any version is withheld from all of them: a later text may still name who is no longer listed.
    withheld = view.withheld.also(other.withheld for other in story.views)
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
        "held_count": len(view.listed.doubtful),
        "unnamed_count": view.listed.unnamed,
        "state": "vanished" if story.vanished else "online",
        "first_seen": first.at,
        "last_seen": story.last_seen,
        "capture_id": now.capture,
    }
    documents = _documents(story.id, (*now.documents, *hints.documents()), files, withheld)
    revisions = [told | {"title": public(told["title"]), "text": public(told["text"])} for told in story.revisions]
    changes = [told | {"detail": public(told["detail"])} for told in story.changes]
    captures = {*(other.statement.capture for other in story.views), *(read.capture for read in files.values())}
    names = {*withheld.names, *withheld.doubts, *_authors(story, hints, known)}
    return Record(
        row, list(story.listed.values()), documents, revisions, changes, _held(story),
        captures=tuple(sorted(captures - {""})), withheld=tuple(sorted(names)),
    )  # fmt: skip


def _authors(story: Story, hints: Hints, known: Known) -> set[str]:
    """The authors of any version that are withheld: their names stand in the captures too."""
    told = [*(view.statement.author for view in story.views), hints.any("author") or ""]
    return {name for author in told for name in author.split(", ") if likeness(name, known)}


def _held(story: Story) -> list[Row]:
    """The names that wait for a reviewer, of all versions: each once, with what it was taken for."""
    found = {item.as_written: item for view in story.views for item in view.listed.queue}
    return [{"statement": story.id, "name": name, "kind": item.kind, "role": item.role} for name, item in found.items()]


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
