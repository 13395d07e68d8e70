"""One site and its feed, and what changed in the lists of all of them."""

from __future__ import annotations

from datasette.utils.asgi import Response

from archive.search.engine import Filters, Query, search
from archive.web.errors import Nothing
from archive.web.feeds import ENTRIES, Entry, atom
from archive.web.pages.results import feed_of
from archive.web.pages.withdrawals import tombstone
from archive.web.queries import changes as changed
from archive.web.queries import coverage
from archive.web.visit import Visit

SHOWN = 200


async def page(visit: Visit) -> Response:
    """`/sites/ID`, and its statements as a feed."""
    identifier = visit.part("id")
    found = await visit.read(coverage.site, identifier)
    if found is None:
        raise Nothing(identifier)
    if found["state"] == "withdrawn":
        return await tombstone(visit, {"at": None, "why": found["message"]})
    query = Query.parse("", Filters.of({"site": identifier}))
    results = await visit.read(search, query, "date", ENTRIES, None)
    if visit.part("form") == "atom":
        title = visit.words.gettext("Signataires : %(site)s", site=found["organisation"])
        return await feed_of(visit, title, [one.id for one in results.results])
    return await visit.html(
        "site.html", site=found, results=results.results, total=results.total,
        changes=await visit.read(changed.changes, 20, site=identifier),
    )  # fmt: skip


async def changes(visit: Visit) -> Response:
    """`/changements`: what changed, and changes of lists as a feed."""
    if visit.part("form") == "atom":
        return await changes_feed(visit)
    lists = visit.arg("listes") != ""
    return await visit.html("changes.html", changes=await visit.read(changed.changes, SHOWN, lists=lists), lists=lists)


async def changes_feed(visit: Visit) -> Response:
    """Names added to lists and names that are no longer there, newest first."""
    words = visit.words
    entries = [
        Entry(
            visit.permanent(f"/communiques/{one['statement_id']}"),
            f"{words.label('what', one['what'])} : {one['detail']}",
            one["at"], one["at"], one["title"], one["site_id"], category=one["what"], source=one["url"],
            mark=f"#{one['id']}",
        )
        for one in await visit.read(changed.changes, ENTRIES, lists=True)
    ]  # fmt: skip
    return atom(visit, words.gettext("Signataires : changements des listes"), entries)
