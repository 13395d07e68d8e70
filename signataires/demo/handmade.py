"""A site made by hand: static files in windows-1252, no feed, no sitemap, the dates in the text."""

from __future__ import annotations

from collections.abc import Sequence

from signataires.demo.content import Article, Content
from signataires.demo.markup import HANDMADE
from signataires.demo.web import Request, Response, SiteState, document, redirect, static, template

_PER_PAGE = 6
_ROBOTS = b"# bienvenue\r\nUser-agent: *\r\nDisallow: /marbre/\r\n"


def answer(state: SiteState, request: Request) -> Response:
    """What the site answers: a file, or Apache's own 404."""
    content, path = state.content, request.path.removeprefix("/")
    if path == "robots.txt":
        return static(_ROBOTS, "text/plain")
    if path == "textes":
        return redirect(state.home + "textes.html")
    made = _file(content, path)
    if made is not None:
        return static(made.encode("windows-1252", "xmlcharrefreplace"), "text/html")
    return document(content, path) or _not_found()


def _file(content: Content, path: str) -> str | None:
    """The text of an HTML file, if there is one of that name."""
    if path in ("", "index.html"):
        newest = _rows(content.articles[:3])
        return _shell(
            content, content.name, f"<H1>La Gazette des quais</H1><P>{content.slogan}</P><TABLE>{newest}</TABLE>"
        )
    listings = {"textes.html": 0, "textes-2.html": _PER_PAGE}
    if path in listings:
        return _listing(content, listings[path])
    if page := next((item for item in content.pages if item.path == path), None):
        return _shell(content, page.title, f"<H2>{page.title}</H2>{HANDMADE.render(page.text)}", path)
    article = next((item for item in content.articles if item.address == path), None)
    return _article(content, article) if article else None


def _article(content: Content, article: Article) -> str:
    body = content.dialect(article).render(article.text)
    if article.document:
        name = article.document.name
        body += f"\n<BR><A HREF={name}>>> {article.document.title} (pdf)</A>"
    frame = "handmade/ancien.html" if article.page == "ancien" else "handmade/article.html"
    made = template(frame).substitute(title=article.title, day=article.day, body=body)
    return made if article.page == "ancien" else _shell(content, article.title, made, article.address)


def _listing(content: Content, start: int) -> str:
    rows = _rows(content.articles[start : start + _PER_PAGE])
    older = start + _PER_PAGE < len(content.articles)
    more = '<P><A CLASS="suite" HREF="textes-2.html">Textes plus anciens &gt;&gt;</A></P>' if older else ""
    return _shell(content, "Tous les textes", f"<H2>Tous les textes</H2>\n<TABLE>\n{rows}\n</TABLE>\n{more}")


def _rows(articles: Sequence[Article]) -> str:
    return "\n".join(
        f'<TR><TD>{item.day}</TD><TD><A HREF="{item.address}">{item.title}</A></TD></TR>' for item in articles
    )


def _shell(content: Content, title: str, body: str, path: str = "") -> str:
    return template("handmade/page.html").substitute(
        head_title=f"{title} - {content.name}", up="../" * path.count("/"), content=body
    )


def _not_found() -> Response:
    body = b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
    return Response(404, body, (("Content-Type", "text/html; charset=iso-8859-1"),))
