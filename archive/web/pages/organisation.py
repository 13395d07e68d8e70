"""One organisation: what it signed over time, with whom, under which names; what it is part of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from datasette.utils.asgi import Response

from archive.exports.columns import Values
from archive.exports.products import SIGNATURES
from archive.search.signers import Signers, signers
from archive.web.answers import csv_answer, json_answer
from archive.web.drawing.timeline import timeline
from archive.web.errors import Nothing
from archive.web.feeds import ENTRIES
from archive.web.pages.results import feed_of
from archive.web.queries import coverage, organisations
from archive.web.queries.rows import Row
from archive.web.visit import Visit

PAGE = 50
BESIDE = 25
MONTHS = 120  # that are drawn one by one: of more, the drawing takes longer than the page may


async def page(visit: Visit) -> Response:
    """`/organisations/ID`, also as JSON, CSV (its signatures) and Atom."""
    identifier, form = visit.part("id"), visit.part("form")
    found = await visit.read(organisations.organisation, identifier)
    if found is None:
        raise Nothing(identifier)
    if form == "csv":

        def rows(db: sqlite3.Connection) -> Iterator[Values]:
            return SIGNATURES.rows(db, visit.base, "g.organisation_id = :organisation", {"organisation": identifier})

        return csv_answer(visit, identifier, SIGNATURES.columns, rows)
    if form == "atom":
        signed = await visit.read(organisations.signed, identifier, ENTRIES)
        title = visit.words.gettext("Signataires : ce que signe %(name)s", name=found["name"])
        return await feed_of(visit, title, [one["id"] for one in signed if one["listed"] == "listed"])
    beside = (await visit.remember(signers)).beside(identifier)
    start = visit.number("suite")
    signed = await visit.read(organisations.signed, identifier, PAGE, start)
    if form == "json":
        return json_answer(visit, {**found, "signed": signed, "beside": beside})
    return await _html(visit, found, beside, signed, start)


async def _html(visit: Visit, found: Row, beside: list[Row], signed: list[Row], start: int) -> Response:
    known: Signers = await visit.remember(signers)
    works = known.works.get(found["id"])
    first, last = known.span(works) if works else (None, None)

    def link(since: str, until: str) -> str:
        return visit.link("/recherche", organisation=found["id"], du=since, au=until)

    counted = known.by_month(works) if works else {}
    drawn = await visit.drawn(("timeline", found["id"]), lambda: timeline(counted, visit.words, link, MONTHS))
    total = await visit.read(organisations.signed_count, found["id"])
    return await visit.html(
        "organisation.html",
        organisation=found,
        works=len(works) if works else 0,
        first=first,
        last=last,
        signed=signed,
        total=total,
        beside=beside[:BESIDE],
        beside_total=len(beside),
        spellings=await visit.read(organisations.spellings, found["id"]),
        timeline=drawn,
        publishers={one["id"]: one["organisation"] for one in await visit.remember(coverage.sites)},
        before=max(0, start - PAGE) if start else None,
        after=start + PAGE if start + PAGE < total else None,
    )  # fmt: skip
