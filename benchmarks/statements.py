"""Generated pages of statements for measuring speed, always the same ones: invented texts in WordPress's own frame.

The n-th page depends on n alone: 40 to 62 KB of HTML around a body of 2 to 6 KB, every other one with 10 to 60
signatories, typed in one of six ways.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache
from html import escape

from archive.model import Organisation
from scraper.page import Page
from tests.saved import PAGES
from tests.servers.corpus import HEADINGS
from tests.servers.writer import STOCK, Writer, typeset

FRAME = PAGES / "wordpress-61" / "list.html.gz"
_CONTENT = re.compile(r'(?<=<div class="entry-content">).*(?=</div><!-- \.entry-content -->)', re.S)
_TITLE = re.compile(r'(?<=<h1 class="entry-title">)[^<]*')
_MENU = "</aside><!-- .widget-area -->"
_HEADS = ("Collectif", "Comité", "Association", "Union locale", "Réseau", "Amis", "Coordination", "Groupe", "Ligue")
_BETWEEN = {"commas": ", ", "dashes": " – ", "semicolons": " ; "}
_SHAPES = ("items", "breaks", "dash lines", *_BETWEEN)


def pages(count: int) -> Iterator[Page]:
    """The first `count` pages, each as it would be captured."""
    for number in range(count):
        writer = Writer(f"page {number}")
        paragraphs = [f"<p>{escape(text)}</p>" for text in _prose(writer, number)]
        made = _frame(writer.sentence("titres"), "\n".join([*paragraphs, *_signatures(writer, number)]))
        more = max(0, writer.rng.randint(40_000, 62_000) - len(made.encode()))
        made = made.replace(_MENU, _teasers(writer, more) + _MENU)
        yield Page(f"https://wordpress-61.example/2025/01/page-{number}/", made.encode())


def organisations() -> list[Organisation]:
    """The invented organisations that sign most often, for a directory that knows half of what it meets."""
    return [
        Organisation(f"invented-{place}", name, (acronym,) if acronym else ())
        for place, (name, acronym) in enumerate(STOCK["organisations"])
    ]


def _prose(writer: Writer, number: int) -> Iterator[str]:
    left = writer.rng.randint(2_000, 6_000) - 500
    while left > 0:
        text = typeset(writer.paragraph(writer.rng.randint(3, 7)), number % 3)
        left -= len(text)
        yield text


def _signatures(writer: Writer, number: int) -> list[str]:
    if number % 2:
        return []
    shape = _SHAPES[number // 2 % len(_SHAPES)]
    heading = f"<p><strong>{HEADINGS[number // 12 % len(HEADINGS)]}</strong></p>"
    names = [escape(name) for name in _names(writer, writer.rng.randint(10, 60))]
    if shape == "items":
        return [heading, "<ul>", *(f"<li>{name}</li>" for name in names), "</ul>"]
    if shape in _BETWEEN:
        return [heading, f"<p>{_BETWEEN[shape].join(names)}</p>"]
    sign = "- " if shape == "dash lines" else ""
    return [heading, "<p>" + "<br />\n".join(sign + name for name in names) + "</p>"]


def _names(writer: Writer, count: int) -> list[str]:
    """Half of them from the stock, where names recur from page to page; the others met on few pages."""
    often = writer.organisations(count // 2, dashes=False)
    themes = [*STOCK["mots"], "la Paix", "les Droits", "l’Accueil", "l’Entraide"]
    rare = [
        f"{writer.rng.choice(_HEADS)} pour {writer.rng.choice(themes)} de {writer.draw('ville')}"
        for _ in range(count - len(often))
    ]
    return writer.rng.sample([*often, *rare], count)


@cache
def _saved() -> str:
    return gzip.decompress(FRAME.read_bytes()).decode()


def _frame(title: str, content: str) -> str:
    made = _CONTENT.sub(lambda _: f"\n{content}\n", _saved(), count=1)
    return _TITLE.sub(lambda _: escape(title), made, count=1)


def _teasers(writer: Writer, size: int) -> str:
    """Other posts beside the text, at least that many characters of them."""
    made: list[str] = []
    while sum(map(len, made)) < size:
        link = f'<a class="wp-block-post-title" href="/2024/12/{len(made)}/">{escape(writer.sentence("titres"))}</a>'
        made.append(f'<article class="post type-post"><h3>{link}</h3><p>{escape(writer.paragraph(2))}</p></article>')
    return "\n".join(made)
