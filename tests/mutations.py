"""Thirty ways in which a site breaks, each as what becomes of an honest answer.

`MUTATIONS` has them by name; `is_article` tells the pages of articles, which most of them befall, from listings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from lxml import html

from scraper.canonical import is_article
from scraper.site import Site
from tests.simulated import Answer, Wrong

HTML = {"content-type": "text/html; charset=utf-8"}
MENU = '<nav><a href="/">Accueil</a> <a href="/contact.html">Contact</a></nav>'
ENGLISH = (
    "The board met on Monday and discussed the renewal of the lease for the community hall. Members agreed that the "
    "proposal should be sent to the council before the end of the month, and that the roof must be repaired first. "
    "The treasurer explained that the reserves of the association would cover about half of the expected cost."
)
FRAME = (
    "Ce site utilise le thème Halte. Les rubriques sont dans le menu de gauche, et le plan du site "
    "donne la liste complète des pages. Pour nous écrire, utilisez le formulaire en bas de page."
)


def page(title: str, body: str, source: str = "") -> Answer:
    """A whole page of 200."""
    told = f"<!DOCTYPE html><html lang='fr'><head><title>{title}</title>{source}</head><body>{body}</body></html>"
    return Answer(200, HTML, told.encode())


WALLS = {
    "missing": page("Page introuvable", f"{MENU}<h1>Page introuvable</h1><p>Cette page n’existe pas.</p>"),
    "robot": page("Just a moment...", "<h1>Un instant</h1><p>Vérification que vous n’êtes pas un robot.</p>"),
    "consent": page("Avant de continuer", "<p>Avant de continuer, choisissez quels cookies vous acceptez.</p>"),
    "login": page("Connexion ‹ Halte", "<form>Identifiant <input type=password></form>"),
    "maintenance": page("Site en maintenance", "<h1>Site en maintenance</h1><p>Nous revenons très vite.</p>"),
    "parked": page("halte.example", "<p>This domain is for sale. Buy this domain.</p><a href='/offres-de-lots'>x</a>"),
    "database": page("Erreur", "<h1>Erreur lors de la connexion à la base de données</h1>"),
    "hosting": page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, it works.</p>"),
}


class Break:
    """What can go wrong with one site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def is_article(self, url: str) -> bool:
        """Whether an address is that of an article."""
        return is_article(self.site, url)

    # --- everything, or every page --------------------------------------------------------------------------------

    def everywhere(self, instead: Answer, url: str, honest: Answer) -> Answer:
        """Every address shows the same."""
        return honest if url.endswith("robots.txt") else instead

    def pages(self, instead: Answer, url: str, honest: Answer) -> Answer:
        """Every article shows the same."""
        return instead if self.is_article(url) and honest.is_page else honest

    def home(self, status: int, url: str, honest: Answer) -> Answer:
        """Every article sends its readers to the home page."""
        if not self.is_article(url) or url == self.site.home:
            return honest
        return Answer(status, {"location": self.site.home, **HTML}, b"")

    # --- what pages say -------------------------------------------------------------------------------------------

    def text(self, change: Callable[[str], str], url: str, honest: Answer) -> Answer:
        """The source of every article is changed."""
        if not self.is_article(url) or not honest.is_page:
            return honest
        charset = "windows-1252" if "charset" not in honest.headers["content-type"] else "utf-8"
        return replace(honest, body=change(honest.body.decode(charset)).encode(charset, "xmlcharrefreplace"))

    def body(self, change: Callable[[html.HtmlElement], None], url: str, honest: Answer) -> Answer:
        """The element of every article's text is changed."""

        def changed(source: str) -> str:
            tree = html.document_fromstring(source)
            for selector in self.site.layout.body:
                if found := tree.cssselect(selector):
                    change(found[0])
                    return html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")
            return source

        return self.text(changed, url, honest)

    # --- listings -------------------------------------------------------------------------------------------------

    def listings(self, most: int, url: str, honest: Answer) -> Answer:
        """Whatever lists pages names the first few only, and no further page."""
        kind = honest.headers.get("content-type", "")
        if honest.status != 200 or self.is_article(url):
            return honest
        if "json" in kind and b"[" in honest.body[:2]:
            rows = json.loads(honest.body)[: most if "v2/categories" not in url else None]
            headers = dict(honest.headers) | {"x-wp-total": str(len(rows)), "x-wp-totalpages": "1"}
            return Answer(200, headers, json.dumps(rows).encode())
        if "xml" in kind or honest.body.lstrip().startswith(b"<?xml"):
            return replace(honest, body=_first(honest.body, most, rb"<(url|item|entry)>.*?</\1>"))
        if "html" in kind:
            return replace(honest, body=_first(honest.body, most, rb"(?is)<a [^>]*href=.*?</a>"))
        return honest

    def no_source(self, status: int, url: str, honest: Answer) -> Answer:
        """Every listing fails."""
        if self.is_article(url) or url.endswith("robots.txt"):
            return honest
        return Answer(status, HTML, b"<h1>Erreur</h1>")

    def all(self) -> dict[str, Wrong]:
        """Every mutation by its name."""
        found: dict[str, Wrong] = {f"{kind} everywhere": partial(self.everywhere, it) for kind, it in WALLS.items()}
        found |= {f"{kind} pages": partial(self.pages, it) for kind, it in WALLS.items()}
        found |= {
            "404 pages": partial(self.pages, Answer(404, HTML, b"<h1>Not found</h1>")),
            "410 pages": partial(self.pages, Answer(410, HTML, b"<h1>Gone</h1>")),
            "500 pages": partial(self.pages, Answer(500, HTML, b"<h1>Internal Server Error</h1>")),
            "301 to the home page": partial(self.home, 301),
            "302 to the home page": partial(self.home, 302),
            "redesign": partial(self.text, _redesigned),
            "one and the same text": partial(self.body, _framed),
            "frame around every text": partial(self.body, _appended),
            "another sentence everywhere": partial(self.body, _reworded),
            "another language": partial(self.body, _translated),
            "texts cut off": partial(self.body, _cut),
            "lists of signatories gone": partial(self.body, _unsigned),
            "letters garbled": partial(self.text, _garbled),
            "one and the same title": partial(self.text, _titled),
            "dates of today": partial(self.text, partial(_dated, "2026-02-02", "2 février 2026")),
            "dates gone": partial(self.text, partial(_dated, "", "")),
            "listings cut short": partial(self.listings, 2),
            "listings empty": partial(self.listings, 0),
            "listings 500": partial(self.no_source, 500),
            "listings 404": partial(self.no_source, 404),
        }
        return found


def _first(body: bytes, most: int, pattern: bytes) -> bytes:
    left = iter(range(most))
    return re.sub(pattern, lambda found: found[0] if next(left, None) is not None else b"", body, flags=re.S | re.I)


def _redesigned(source: str) -> str:
    """Another theme: other names for everything."""
    source = re.sub(r"""(?i)\b(class|id|itemprop|property)=("[^"]*"|'[^']*'|\w+)""", 'class="nv-bloc"', source)
    source = re.sub(r"(?i)<(/?)(h1|h2|article|main|time|font)\b[^>]*>", r"<\1div>", source)
    return re.sub(r"(?i)<link [^>]*>", "", source)


def _titled(source: str) -> str:
    tag = "h1" if "<h1" in source.lower() else "h2"
    return re.sub(rf"(?is)(<{tag}[^>]*>).*?(</{tag}>)", r"\1Actualités du collectif\2", source)


def _dated(machine: str, day: str, source: str) -> str:
    source = re.sub(r"\d{4}-\d\d-\d\d(?=T|\")", machine, source)
    months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    return re.sub(rf"(?:\d{{1,2}}|1er) (?:{months}) \d{{4}}", day, source)


def _garbled(source: str) -> str:
    twice = source.encode("utf-8").decode("cp1252", "replace")
    return twice.encode("ascii", "xmlcharrefreplace").decode("ascii")  # whatever charset the page is sent in


def _framed(body: html.HtmlElement) -> None:
    _replace(body, [FRAME])


def _translated(body: html.HtmlElement) -> None:
    _replace(body, [ENGLISH, f"{body.text_content()[:40]} …"])


def _appended(body: html.HtmlElement) -> None:
    _append(body, FRAME)


def _reworded(body: html.HtmlElement) -> None:
    _append(body, "Lu 12 fois, partagé 3 fois, commenté une fois.")


def _cut(body: html.HtmlElement) -> None:
    _replace(body, [f"{' '.join(body.text_content().split())[:120]} […]"])


def _unsigned(body: html.HtmlElement) -> None:
    """Only the first half of the text is left, which names nobody."""
    parts = [part for part in body if isinstance(part.tag, str)]
    signs = re.compile(r"(?i)signataire|signé|signent|soutien|cosign|à l.initiative|appellent|appelé|organisations")
    if not parts:
        text = body.text_content()
        _replace(body, [text[: m.start()] if (m := signs.search(text)) else text])
    for place, part in enumerate(parts):
        if place and signs.search(part.text_content()):
            for later in parts[place:]:
                body.remove(later)
            return


def _replace(body: html.HtmlElement, paragraphs: list[str]) -> None:
    for child in list(body):
        body.remove(child)
    body.text = None
    for text in paragraphs:
        _append(body, text)


def _append(body: html.HtmlElement, text: str) -> None:
    part = html.Element("p")
    part.text = text
    body.append(part)
