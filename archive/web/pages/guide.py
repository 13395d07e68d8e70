"""The user's guide: what there is for whom, each of its pages, its pictures."""

from __future__ import annotations

from datasette.utils.asgi import Response

from archive.web import guide
from archive.web.errors import Nothing
from archive.web.visit import Visit


async def page(visit: Visit) -> Response:
    """`/guide` and `/guide/PAGE`."""
    pages = [guide.page(name, visit.language) for name in guide.PAGES]
    name = visit.part("page")
    here = next((one for one in pages if one.name == name), None)
    if name and here is None:
        raise Nothing(visit.path)
    body = guide.shown(here, visit.link) if here else ""
    return await visit.html("guide.html", pages=pages, this=here, body=body)


async def picture(visit: Visit) -> Response:
    """`/guide/images/NAME`."""
    path = guide.picture(visit.part("name"))
    if path is None:
        raise Nothing(visit.path)
    return Response(path.read_bytes(), headers=visit.headers, content_type="image/png")
