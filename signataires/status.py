"""Coverage: what is held of each site, since when, and what looks broken."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.health.model import Verdict
from archive.health.passes import latest
from archive.health.words import tell
from scraper.address import Trust
from scraper.site import Site

QUERY = """
select sites.id, sites.state, sites.last_success, sites.statements, sites.trust,
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
                             "doubts": [], "held_back": False, "trust": {}}  # fmt: skip
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
            doubts = {"doubts": tell(verdict), "held_back": verdict.held, "trust": _trust(told["trust"])}
            found[slug] = told | {"vanished": told["vanished"] or 0} | doubts
    return found


def doubts(data: Path) -> list[str]:
    """What is doubted of the last run of each site, in sentences that name it."""
    found = sorted(latest(data / "crawl.db").items())
    return [f"{slug}: {text}" for slug, (_, verdict) in found for text in tell(verdict)]


def _trust(told: str | None) -> dict[str, dict[str, Any]]:
    """What each kind of the site's word has been worth."""
    counts = {word: Trust(*pair) for word, pair in json.loads(told or "{}").items()}
    return {word: asdict(trust) | {"doubted": trust.doubted} for word, trust in counts.items()}


def lines(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The same for a person to read."""
    width = max((len(slug) for slug in found), default=0)
    told = list[str]()
    for slug, row in found.items():
        told.append(
            f"{slug:{width}}  {row['state']:8} {row['statements']:6}  {row['oldest'] or '—':10} …"
            f" {row['newest'] or '—':10}  {row['last_success'] or 'never'}  {_said(row)}".rstrip()
        )
        told += [f"  {doubt}" for doubt in row["doubts"]]
    return told


def _said(row: Mapping[str, Any]) -> str:
    """What is wrong, and which of the site's words are doubted."""
    told = [f"{word} ({t['kept']} kept, {t['broken']} broken)" for word, t in row["trust"].items() if t["doubted"]]
    doubts = f"its word is doubted on {', '.join(told)}" if told else ""
    return "; ".join(filter(None, [row["message"], doubts]))
