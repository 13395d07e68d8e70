"""One statement and all that belongs to it; lists of statements in brief."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.packed import unpack
from archive.web.queries.rows import Row, row, rows

BRIEF = (
    "s.id, s.title, s.published, s.kind, s.site_id, s.language, s.state, s.signature_count, s.people_count, s.url,"
    " s.first_seen"
)
_STATEMENT = """
select s.*, o.id as publisher_id, coalesce(o.name, s.site_id) as publisher, t.home,
  c.url as capture_url, c.fetched_at, c.status, c.media_type, c.sha256, c.warc, c."offset"
from statements s left join sites t on t.id = s.site_id left join organisations o on o.id = t.organisation_id
left join captures c on c.id = s.capture_id
where s.id = ?
"""
_SIGNATURES = """
select g.*, o.name as organisation, o.acronym as organisation_acronym
from signatures g left join organisations o on o.id = g.organisation_id
where g.statement_id = ? order by g.state <> 'listed', g.position, g.id
"""
_DOCUMENTS = """
select d.id, d.url, d.title, d.media_type, d.sha256, d.text, d.capture_id, c.fetched_at, c.warc, c."offset"
from documents d left join captures c on c.id = d.capture_id where d.statement_id = ? order by d.id
"""
_COPIES = f"""
select {BRIEF}, coalesce(o.name, s.site_id) as publisher, w.first_statement_id = s.id as is_first
from statements s join works w on w.id = s.work_id left join sites t on t.id = s.site_id
left join organisations o on o.id = t.organisation_id
where s.work_id = ? and s.id <> ? order by s.published, s.first_seen, s.id
"""
_REVISIONS = """
select r.*, c.url, c.fetched_at, c.sha256, c.warc, c."offset"
from revisions r left join captures c on c.id = r.capture_id where r.statement_id = ? order by r.seen_at, r.id
"""
_CHANGES = """
select x.*, o.name as organisation from changes x left join organisations o on o.id = x.organisation_id
where x.statement_id = ? order by x.at, x.id
"""
_LATEST = f"select {BRIEF} from statements s where s.published is not null order by s.published desc, s.id desc limit ?"


def statement(db: sqlite3.Connection, identifier: str) -> Row | None:
    """A statement with its publisher and the capture that proves it; None when there is none of that id."""
    found = row(db, _STATEMENT, [identifier])
    if found is not None:
        found["html"] = unpack(found["html"], found["text"]) if found["html"] else ""
    return found


def whole(db: sqlite3.Connection, identifier: str) -> Row | None:
    """The same with its signatures, documents, copies, revisions and changes, each under its name."""
    found = statement(db, identifier)
    if found is None:
        return None
    found["signatures"] = rows(db, _SIGNATURES, [identifier])
    found["documents"] = rows(db, _DOCUMENTS, [identifier])
    found["copies"] = copies(db, found) if found["work_id"] else []
    found["revisions"] = rows(db, _REVISIONS, [identifier])
    found["changes"] = rows(db, _CHANGES, [identifier])
    return found


def copies(db: sqlite3.Connection, found: Row) -> list[Row]:
    """Where else its text appeared, each with the names that only one of the two lists has."""
    own = _names(db, found["id"])
    listed = rows(db, _COPIES, [found["work_id"], found["id"]])
    for copy in listed:
        theirs = _names(db, copy["id"])
        copy["only_there"] = [theirs[key] for key in theirs if key not in own]
        copy["only_here"] = [own[key] for key in own if key not in theirs]
    return listed


def _names(db: sqlite3.Connection, identifier: str) -> dict[str, Row]:
    """Who is listed under a statement: by organisation where it is known, else by the name."""
    query = (
        "select g.organisation_id, g.name, coalesce(o.name, g.name, g.as_written) as shown from signatures g"
        " left join organisations o on o.id = g.organisation_id"
        " where g.statement_id = ? and g.state = 'listed' order by g.position, g.id"
    )
    return {
        one["organisation_id"] or (one["name"] or one["shown"]).casefold(): one for one in rows(db, query, [identifier])
    }


def latest(db: sqlite3.Connection, limit: int) -> list[Row]:
    """The statements published last, in brief."""
    return rows(db, _LATEST, [limit])


def briefly(db: sqlite3.Connection, ids: Sequence[str]) -> list[Row]:
    """These statements in brief, in this order."""
    marks = ",".join("?" * len(ids))
    found = {one["id"]: one for one in rows(db, f"select {BRIEF} from statements s where s.id in ({marks})", ids)}
    return [found[one] for one in ids if one in found]
