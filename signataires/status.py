"""Coverage: what is held of each site, since when, and what looks broken."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.health.model import Verdict
from archive.health.passes import latest
from archive.health.words import tell
from scraper.site import Site

QUERY = """
select sites.id, sites.state, sites.last_success, sites.statements,
  coalesce((select message from runs where site_id = sites.id order by started desc limit 1), sites.message) as message,
  (select min(published) from statements where site_id = sites.id) as oldest,
  (select max(published) from statements where site_id = sites.id) as newest,
  (select sum(state = 'vanished') from statements where site_id = sites.id) as vanished
from sites order by sites.id
"""


def status(data: Path, sites: Mapping[str, Site]) -> dict[str, dict[str, Any]]:
    """Per site: state, last success, statements held, the span of their dates, what is doubted and what to do about it.

    `held_back`: the results of the last run wait until they are believed.
    """
    never: dict[str, Any] = {"state": "never", "last_success": None, "statements": 0, "message": "never crawled",
                             "oldest": None, "newest": None, "vanished": 0,
                             "doubts": [], "held_back": False}  # fmt: skip
    verdicts = latest(data / "crawl.db")
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
            slug = told.pop("id")
            _, verdict = verdicts.get(slug, ("", Verdict()))
            doubts = {"doubts": tell(verdict), "held_back": verdict.held}
            found[slug] = told | {"vanished": told["vanished"] or 0} | doubts
    return found


def doubts(data: Path) -> list[str]:
    """What is doubted of the last run of each site, in sentences that name it."""
    found = sorted(latest(data / "crawl.db").items())
    return [f"{slug}: {text}" for slug, (_, verdict) in found for text in tell(verdict)]


def lines(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The same for a person to read."""
    width = max((len(slug) for slug in found), default=0)
    told = list[str]()
    for slug, row in found.items():
        told.append(
            f"{slug:{width}}  {row['state']:8} {row['statements']:6}  {row['oldest'] or '—':10} …"
            f" {row['newest'] or '—':10}  {row['last_success'] or 'never'}  {row['message'] or ''}".rstrip()
        )
        told += [f"  {doubt}" for doubt in row["doubts"]]
    return told
