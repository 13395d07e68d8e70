"""The user's guide: pages of Markdown in `docs/guide`, one for each kind of reader, shown as pages of the site."""

from __future__ import annotations

import re
import struct
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

PAGES = ("chercheurs", "journalistes", "exploitants", "sites")  # in the order of the index; part of addresses
_PICTURE = re.compile(r"[a-z]{2}-[a-z]+\.png")
_PAGE = re.compile(r"([a-z]+)\.md(#.*)?")
Link = Callable[[str], str]  # from an address within the site to the one that keeps the reader's language


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the guide in one language. `summary`: its first paragraph, as text."""

    name: str
    title: str
    summary: str
    tokens: tuple[Token, ...]
    parts: tuple[tuple[str, str], ...]  # place and title of each section


def folder() -> Path:
    """Where the guide is: in the checkout, or where the package installed it. Raises `FileNotFoundError`."""
    for path in (Path(__file__).parents[2] / "docs/guide", Path(sys.prefix) / "share/signataires/guide"):
        if path.is_dir():
            return path
    raise FileNotFoundError("the user's guide is not installed; reinstall the package")


def files() -> list[Path]:
    """All files of the guide, in order."""
    return sorted(path for path in folder().rglob("*") if path.suffix in (".md", ".png"))


def picture(name: str) -> Path | None:
    """The file of a picture; None when there is none of that name."""
    path = folder() / "images" / name
    return path if _PICTURE.fullmatch(name) and path.is_file() else None


@cache
def page(name: str, language: str) -> Page:
    """One of `PAGES`."""
    tokens = _parser().parse((folder() / language / f"{name}.md").read_text("utf-8"))
    if language == "fr":
        _typeset(tokens)
    opened = [(token, _text(inside)) for token, inside in pairwise(tokens) if token.type.endswith("_open")]
    headings = [(token, title) for token, title in opened if token.type == "heading_open"]
    for token, title in headings:
        token.attrSet("id", _place(title))
    summary = next(text for token, text in opened if token.type == "paragraph_open")
    parts = tuple((_place(title), title) for token, title in headings if token.tag == "h2")
    return Page(name, headings[0][1], summary, tuple(tokens), parts)


def shown(page: Page, link: Link) -> Markup:
    """A page as HTML, its links within the site as `link` makes them."""
    parser = _parser()
    tokens = [
        token.copy(children=[*_linked(token.children, link)]) if token.children else token for token in page.tokens
    ]
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # ours, and HTML in it is shown as text


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _linked(tokens: list[Token], link: Link) -> Iterator[Token]:
    for token in tokens:
        attributes: dict[str, Any] = dict(token.attrs)
        if token.type == "link_open":
            attributes["href"] = _address(str(attributes["href"]), link)
        elif token.type == "image":
            name = str(attributes["src"]).rpartition("/")[2]
            wide, high = _size(folder() / "images" / name)
            attributes |= {"src": link(f"/guide/images/{name}"), "width": wide, "height": high, "loading": "lazy"}
        yield token.copy(attrs=attributes)


def _address(written: str, link: Link) -> str:
    if other := _PAGE.fullmatch(written):
        return link(f"/guide/{other[1]}{other[2] or ''}")
    return link(written) if written.startswith("/") else written


def _size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its head; 0 for one that is not there yet."""
    if not picture.is_file():
        return 0, 0
    with picture.open("rb") as file:
        wide, high = struct.unpack(">II", file.read(24)[16:24])
    return wide, high


def _typeset(tokens: list[Token]) -> None:
    """Puts the spaces that French typography wants, which the files leave plain; code stays as it is."""
    for token in tokens:
        if token.type == "text":
            token.content = re.sub(r" (?=[:;!?»])|(?<=«) ", "\u00a0", token.content)
        _typeset(token.children or [])


def _text(token: Token) -> str:
    return "".join(child.content if child.type != "softbreak" else " " for child in token.children or [])


def _place(title: str) -> str:
    """« Lire le réseau » → `lire-le-reseau`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))
