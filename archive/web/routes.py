"""The addresses of the site, in French, each with the page that answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from datasette.utils.asgi import Response

from archive.web.pages import (
    about,
    capture,
    closed,
    coverage,
    data,
    guide,
    home,
    network,
    organisation,
    organisations,
    results,
    robots,
    rows,
    site,
    statement,
    withdrawals,
)
from archive.web.visit import Visit

Page = Callable[[Visit], Awaitable[Response]]

ROUTES: list[tuple[str, Page]] = [
    (r"/$", home.page),
    (r"/recherche(\.(?P<form>json|csv|xlsx|atom))?$", results.page),
    (r"/communiques/(?P<id>[^/]+?)\.(?P<form>bib|ris|txt)$", statement.citation),
    (r"/communiques/(?P<id>[^/]+?)(\.(?P<form>json))?$", statement.page),
    (r"/captures/(?P<id>[^/]+?)/vue$", capture.view),
    (r"/captures/(?P<id>[^/]+?)/source$", capture.source),
    (r"/captures/(?P<id>[^/]+?)\.warc\.gz$", capture.record),
    (r"/captures/(?P<id>[^/]+?)(\.(?P<form>json))?$", capture.page),
    (r"/organisations(\.(?P<form>json|csv|atom))?$", organisations.page),
    (r"/organisations/(?P<id>[^/]+?)(\.(?P<form>json|csv|atom))?$", organisation.page),
    (r"/sites/(?P<id>[^/]+?)(\.(?P<form>atom))?$", site.page),
    (r"/changements(\.(?P<form>atom))?$", site.changes),
    (r"/reseau(\.(?P<form>json|csv|graphml|gexf))?$", network.page),
    (r"/couverture(\.(?P<form>json|csv))?$", coverage.page),
    (r"/donnees$", data.page),
    (r"/a-propos$", about.page),
    (r"/guide(/(?P<page>[a-z]+))?$", guide.page),
    (r"/guide/images/(?P<name>[a-z-]+\.png)$", guide.picture),
    (r"/retraits(\.(?P<form>json))?$", withdrawals.page),
    (r"/archive/(?P<table>signatures|places|revisions)/(?P<id>[^/]+?)(\.(?P<form>json))?$", rows.page),
    (r"/robots\.txt$", robots.robots),
    (r"/sitemap\.xml$", robots.index),
    (r"/sitemap-(?P<name>[a-z]+)-(?P<number>[0-9]{1,6})\.xml$", robots.part),
    (r"/-/(?!static/|static-plugins/).*$", closed.page),
]
