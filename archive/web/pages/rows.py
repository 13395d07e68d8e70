"""One row of what Datasette takes for a view, and so has no page for: its view, narrowed to that row."""

from __future__ import annotations

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response

from archive.web.visit import Visit


async def page(visit: Visit) -> Response:
    """`/archive/signatures/ID`, and the same of places and revisions, also as JSON."""
    form = f".{visit.part('form')}" if visit.part("form") else ""
    given = {**visit.args, "id": tilde_decode(visit.part("id"))}
    return Response.redirect(visit.link(f"/archive/{visit.part('table')}{form}", given))
