"""Coverage: what is held of each site, since when, and what looks broken."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from scraper.site import Site

QUERY = """
select sites.id, sites.state, sites.last_success, sites.statements, sites.message,
  (select min(published) from statements where site_id = sites.id) as oldest,
  (select max(published) from statements where site_id = sites.id) as newest,
  (select sum(state = 'vanished') from statements where site_id = sites.id) as vanished
from sites order by sites.id
"""


def status(data: Path, sites: Mapping[str, Site]) -> dict[str, dict[str, Any]]:
    """Per site: state, last success, statements held, the span of their dates, and what to do about it."""
    never: dict[str, Any] = {"state": "never", "last_success": None, "statements": 0, "message": "never crawled",
                             "oldest": None, "newest": None, "vanished": 0}  # fmt: skip
    found = {
        slug: never | ({"state": "stopped", "message": s.stopped} if s.stopped else {}) for slug, s in sites.items()
    }
    path = data / "archive.db"
    if not path.is_file():
        return found
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        for row in db.execute(QUERY):
            told = dict(row)
            found[told.pop("id")] = told | {"vanished": told["vanished"] or 0}
    return found


def lines(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The same for a person to read."""
    width = max((len(slug) for slug in found), default=0)
    return [
        f"{slug:{width}}  {row['state']:8} {row['statements']:6}  {row['oldest'] or '—':10} … {row['newest'] or '—':10}"
        f"  {row['last_success'] or 'never'}  {row['message'] or ''}".rstrip()
        for slug, row in found.items()
    ]
