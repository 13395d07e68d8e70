"""The registry of organisations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from datasette.utils.asgi import Response

from archive.exports.columns import Values
from archive.exports.products import ORGANISATIONS
from archive.web.answers import csv_answer, json_answer
from archive.web.pages.site import changes_feed
from archive.web.queries import organisations
from archive.web.visit import Visit

SORTS = {"nom": ("name", False), "textes": ("works", True), "dernier": ("last", True)}


async def page(visit: Visit) -> Response:
    """`/organisations`, also as JSON and CSV; its feed tells of changes of lists."""
    form = visit.part("form")
    if form == "atom":
        return await changes_feed(visit)
    if form == "csv":

        def rows(db: sqlite3.Connection) -> Iterator[Values]:
            return ORGANISATIONS.rows(db, visit.base)

        return csv_answer(visit, "organisations", ORGANISATIONS.columns, rows)
    listed = await visit.remember(organisations.registry)
    if form == "json":
        return json_answer(visit, {"total": len(listed), "organisations": listed})
    kind, sort = visit.arg("genre"), visit.arg("tri") if visit.arg("tri") in SORTS else "nom"
    key, newest = SORTS[sort]
    shown = [one for one in listed if not kind or one["kind"] == kind]
    if sort != "nom":
        shown = sorted(shown, key=lambda one: one[key] or type(one[key] or "")(), reverse=newest)
    return await visit.html(
        "organisations.html", organisations=shown, total=len(listed), kind=kind, sort=sort,
        kinds=sorted({one["kind"] for one in listed if one["kind"]}),
    )  # fmt: skip
