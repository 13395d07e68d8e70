"""Datasette's own pages on itself (versions, paths, plugins, settings): nobody's business."""

from __future__ import annotations

from datasette.utils.asgi import Response

from archive.web.errors import Nothing
from archive.web.visit import Visit


async def page(visit: Visit) -> Response:
    """There is nothing here."""
    raise Nothing(visit.path)
