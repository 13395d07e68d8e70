"""What was withdrawn from the archive, and what stands in its place."""

from __future__ import annotations

from datasette.utils.asgi import Response

from archive.web.answers import json_answer
from archive.web.queries import withdrawals
from archive.web.queries.rows import Row
from archive.web.visit import Visit

GONE = 410


async def page(visit: Visit) -> Response:
    """`/retraits`, also as JSON: when something was withdrawn and why, and never what."""
    found = await visit.read(withdrawals.withdrawals)
    if visit.part("form") == "json":
        return json_answer(visit, {"withdrawals": found})
    return await visit.html("withdrawals.html", withdrawals=found, noindex=True)


async def tombstone(visit: Visit, told: Row) -> Response:
    """In place of something that was withdrawn, at its permanent address."""
    if visit.part("form") == "json":
        said = {"ok": False, "status": GONE, "state": "withdrawn", "at": told["at"], "why": told["why"]}
        return Response.json(said, status=GONE, headers={"x-robots-tag": "noindex"})
    return await visit.html("tombstone.html", status=GONE, told=told, noindex=True)
