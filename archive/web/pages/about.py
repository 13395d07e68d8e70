"""Who answers, how to have something corrected or withdrawn, what the archive is not for."""

from __future__ import annotations

from datasette.utils.asgi import Response

from archive.web.visit import Visit


async def page(visit: Visit) -> Response:
    """`/a-propos`."""
    return await visit.html("about.html")
