"""A dry run: what would be stored from one page, what is missing, which names are unknown."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from archive.history import fold
from archive.model import Event
from archive.resolve import Directory
from scraper.extract import NotAStatement, extract
from scraper.page import Page
from scraper.politeness import contact_for, user_agent
from scraper.scope import in_scope
from scraper.site import Site, SiteError

EXPECTED = ("title", "published", "text")


def page_from(site: Site, where: str) -> Page:
    """The page at an address, or a saved one. Raises `SiteError` when it cannot be had."""
    path = Path(where)
    if path.is_file():
        return Page(site.home, path.read_bytes(), headers={"content-type": "text/html"})
    if not site.owns(where):
        raise SiteError(f"{site.slug}: {where} is neither a file nor an address below {site.home}")
    request = Request(where, headers={"User-Agent": user_agent(contact_for([site]))})
    try:
        with urlopen(request, timeout=site.limits.timeout) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Page(answer.url, answer.read(site.limits.size), answer.status, headers)
    except URLError as error:
        raise SiteError(f"{site.slug}: {where} cannot be read: {error.reason}") from error


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
    told += [f"{s['position']:3} {s['as_written']} → {s['organisation_id'] or '?'} ({s['match']})" for s in found["signatures"]]
    told += [f"{row['people_count']} persons, withheld"] if row["people_count"] else []
    told += [f"missing: {', '.join(found['missing'])}"] if found["missing"] else []
    return told
