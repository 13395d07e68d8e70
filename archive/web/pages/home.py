"""The home page: the search box, what is held, the latest statements, a timeline, what of the coverage is in doubt."""

from __future__ import annotations

from datasette.utils.asgi import Response

from archive.web.drawing.timeline import timeline
from archive.web.queries import coverage, statements
from archive.web.visit import Visit

LATEST = 12


async def page(visit: Visit) -> Response:
    """`/`."""
    sites = await visit.remember(coverage.sites)
    counted = await visit.remember(coverage.by_month)
    drawn = await visit.drawn(
        "timeline",
        lambda: timeline(counted, visit.words, lambda since, until: visit.link("/recherche", du=since, au=until)),
    )
    return await visit.html(
        "home.html",
        held=await visit.remember(coverage.held),
        latest=await visit.read(statements.latest, LATEST),
        timeline=drawn,
        publishers={one["id"]: one["organisation"] for one in sites},
        doubtful=[one for one in sites if one["state"] not in ("ok", "stopped")],
        last_success=max((one["last_success"] or "" for one in sites), default=""),
    )
