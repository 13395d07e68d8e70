"""What is held of each site, since when, with which gaps; what the archive holds in all."""

from __future__ import annotations

import sqlite3
from collections import Counter

from archive.web.queries.rows import Row, count, row, rows

SITES = """
select t.*, coalesce(o.name, t.id) as organisation,
  (select min(published) from statements where site_id = t.id) as first,
  (select max(published) from statements where site_id = t.id) as last,
  (select min(started) from runs where site_id = t.id) as since
from sites t left join organisations o on o.id = t.organisation_id
"""
_MONTHS = """
select substr(published, 1, 7) as month, kind, count(distinct work_id) as works from statements
where published is not null group by 1, 2
"""
_HELD = {
    "statements": "select count(*) from statements where state != 'withdrawn'",
    "works": "select count(*) from works",
    "organisations": "select count(*) from organisations",
    "signatures": "select count(*) from signature_places where state is null",
    "documents": "select count(*) from documents",
    "captures": "select count(*) from captures",
    "sites": "select count(*) from sites where state != 'withdrawn'",
}


def held(db: sqlite3.Connection) -> dict[str, int]:
    """How much the archive holds, by table."""
    return {name: count(db, query) for name, query in _HELD.items()}


def sites(db: sqlite3.Connection) -> list[Row]:
    """Every site with the span of what is held of it, those that look broken first."""
    return rows(db, f"{SITES} where t.state != 'withdrawn' order by t.state in ('ok', 'stopped'), t.id")


def site(db: sqlite3.Connection, identifier: str) -> Row | None:
    """One site of these; None when there is none of that id."""
    return row(db, f"{SITES} where t.id = ?", [identifier])


def by_month(db: sqlite3.Connection) -> dict[tuple[str, str], int]:
    """How many works were published, by month and kind."""
    return Counter({(one["month"], one["kind"]): one["works"] for one in rows(db, _MONTHS)})


def years(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """How many statements are held of each site, by year."""
    query = (
        "select site_id, substr(published, 1, 4) as year, count(*) as statements from statements"
        " where published is not null group by 1, 2 order by 1, 2"
    )
    told: dict[str, dict[str, int]] = {}
    for one in rows(db, query):
        told.setdefault(one["site_id"], {})[one["year"]] = one["statements"]
    return told
