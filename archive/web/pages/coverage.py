"""Coverage: of each site what is held, since when, with which gaps, and what looks broken, in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from datasette.utils.asgi import Response

from archive.exports.columns import Values
from archive.exports.products import SITES
from archive.web.answers import csv_answer, json_answer
from archive.web.queries import coverage
from archive.web.visit import Visit


async def page(visit: Visit) -> Response:
    """`/couverture`, also as JSON and CSV."""
    form = visit.part("form")
    if form == "csv":

        def rows(db: sqlite3.Connection) -> Iterator[Values]:
            return SITES.rows(db, visit.base)

        return csv_answer(visit, "couverture", SITES.columns, rows)
    sites = await visit.remember(coverage.sites)
    years = await visit.remember(coverage.years)
    if form == "json":
        return json_answer(visit, {"sites": [{**one, "years": years.get(one["id"], {})} for one in sites]})
    known = sorted({int(year) for told in years.values() for year in told})
    return await visit.html(
        "coverage.html", sites=sites, years=years, span=range(known[0], known[-1] + 1) if known else range(0)
    )
