"""A dry run: what would be stored from one page, what is missing, which names are unknown."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.history import fold
from archive.model import Event
from archive.resolve import Directory
from scraper.extract import extract
from scraper.glance import NotAStatement
from scraper.page import Page
from scraper.politeness import contact_for, user_agent
from scraper.scope import in_scope
from scraper.site import Site, SiteError
from signataires.fetch import Fetcher

EXPECTED = ("title", "published", "text")


def page_from(site: Site, where: str) -> Page:
    """The page at an address, or a saved one. Raises `SiteError` when it cannot be had."""
    path = Path(where)
    if path.is_file():
        return Page(site.home, path.read_bytes(), headers={"content-type": "text/html"})
    if not site.owns(where):
        raise SiteError(f"{site.slug}: {where} is neither a file nor an address below {site.home}")
    page = Fetcher(site, user_agent(contact_for([site]))).page(where)
    if page.status != 200:
        raise SiteError(f"{site.slug}: {where} answers {page.status}; expected a page")
    return page


def check(site: Site, page: Page, directory: Directory) -> dict[str, Any]:
    """What the archive would say of this page, with what is missing and which names nobody knows."""
    try:
        statement = extract(site, page)
    except NotAStatement as reason:
        return {"statement": False, "reason": str(reason), "missing": [], "unknown": []}
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    events: list[tuple[str, Event]] = [(moment, statement)]
    record = fold(f"{site.slug}-check", events, {}, directory)
    assert record is not None
    return {
        "statement": True,
        "in_scope": in_scope(site, statement.title, statement.text, statement.url),
        "row": record.statement,
        "signatures": record.signatures,
        "documents": [asdict(document) for document in statement.documents],
        "missing": [name for name in EXPECTED if not record.statement[name]],
        "unknown": [row["as_written"] for row in record.signatures if row["organisation_id"] is None],
    }


def lines(found: dict[str, Any]) -> list[str]:
    """The same for a person to read."""
    if not found["statement"]:
        return [f"not a statement: {found['reason']}"]
    row = found["row"]
    told = [f"{name}: {row[name]}" for name in ("url", "title", "published", "kind", "language", "author", "section")]
    told += ["in scope: " + ("yes" if found["in_scope"] else "no"), "", row["text"], ""]
    told += [
        f"{s['position']:3} {s['as_written']} → {s['organisation_id'] or '?'} ({s['match']})"
        for s in found["signatures"]
    ]
    told += [f"{row['people_count']} persons, withheld"] if row["people_count"] else []
    told += [f"missing: {', '.join(found['missing'])}"] if found["missing"] else []
    return told
