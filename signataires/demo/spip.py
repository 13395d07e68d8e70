"""A site that answers as SPIP 4.4 does with its default theme, its addresses in the style « propres »: the routes.

The pages are in `spip_pages`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from signataires.demo.spip_pages import SpipPages, path_of
from signataires.demo.web import Request, Response, SiteState, document, http_date, text_response

# SPIP shows robots its cached pages, whatever their age; these are a few of the words by which it knows them.
_ROBOT = re.compile(r"bot|crawl|spider|slurp|scrapy|python|archive|fetch")
_ROBOTS = "User-agent: *\nDisallow: /local/\nDisallow: /ecrire/\nDisallow: /prive/\n\nSitemap: {}sitemap.xml\n"


def answer(state: SiteState, request: Request) -> Response:
    """What the site answers."""
    content = state.former if _ROBOT.search(request.agent) else state.content
    found = _answer(SpipPages(state, content), request)
    if dict(found.headers).get("Content-Type", "").startswith("application/pdf"):
        return found
    extra = [("Vary", "Cookie,Accept-Encoding"), ("X-Spip-Cache", "86400"), ("Composed-By", "SPIP 4.4.21")]
    if "if-modified-since" not in request.headers:
        extra.append(("Last-Modified", http_date(datetime.now(UTC))))
    return Response(found.status, found.body, (*found.headers, *extra))


def _answer(site: SpipPages, request: Request) -> Response:
    path, query = request.path.removeprefix("/"), request.query
    if path == "spip.php":
        return _script(site, query)
    if path == "":
        return site.summary()
    if path == "robots.txt":
        return text_response(_ROBOTS.format(site.home), "text/plain; charset=utf-8")
    if path == "sitemap.xml":
        return site.sitemap(query.get("annee"))
    if numbered := re.fullmatch(r"article(\d+)(?:\.html)?", path):
        return site.by_number(int(numbered[1]))
    if section := next((item for item in site.content.sections if site.section_path(item) == path), None):
        return site.section(section, query.get("debut_articles", "0"))
    if author := next((item for item in site.authors() if site.author_path(item) == path), None):
        return site.author(author)
    if page := next((item for item in site.content.pages if item.path == path), None):
        return site.page(page)
    if article := next((item for item in site.content.articles if path_of(site.content, item) == path), None):
        return site.article(article)
    if former := next((item for item in site.former.articles if path_of(site.former, item) == path), None):
        return site.by_number(former.number)
    return document(site.content, path) or site.not_found()


def _script(site: SpipPages, query: dict[str, str]) -> Response:
    """`spip.php?…`: a number redirects, `page=` chooses a template."""
    for key in query:
        if numbered := re.fullmatch(r"(article|rubrique)(\d+)", key):
            return site.by_number(int(numbered[2])) if numbered[1] == "article" else site.by_section(int(numbered[2]))
    pages: dict[str, Callable[[], Response]] = {
        "": site.summary,
        "backend": lambda: site.feed(query.get("id_rubrique")),
        "sitemap.xml": lambda: site.sitemap(query.get("annee")),
        "plan": site.plan,
        "recherche": lambda: site.search(query.get("recherche", "")),
        "article": lambda: site.asked(query.get("id_article", "")),
    }
    asked = query.get("page", "")
    if asked in pages:
        return pages[asked]()
    page = next((item for item in site.content.pages if item.path == f"spip.php?page={asked}"), None)
    return site.page(page) if page else site.not_found()
