"""The text of an element as a reader sees it: paragraphs, lines, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section summary table tbody tfoot thead ul".split()
)
LINES = frozenset(["br", "li", "tr", "caption"])
SILENT = frozenset(
    "audio button canvas embed head iframe input map math noscript object script select style svg template textarea"
    " title video".split()
)
# Typeset for the eye only: soft hyphens, zero-width marks, the order mark left by editors.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u2060\ufeff"))
SPACES = re.compile(r"[ \t\r\n\f\v]+")
AROUND = re.compile(r"[ \t]*\n[ \t]*")
BULLET = "• "


def text_of(element: HtmlElement, *, images: bool = False) -> str:
    """The text of an element: paragraphs parted by an empty line, `<br>` and items by a line end.

    Items of lists begin with « • », cells of a row are parted by « | ». With `images`, the alternative text of
    pictures is a line of its own (lists of logos).
    """
    joined = "".join(_pieces(element, images)).translate(INVISIBLE)
    lines = AROUND.sub("\n", re.sub(r" {2,}", " ", joined))
    lines = re.sub(r"•\s+", BULLET, lines)
    lines = re.sub(r"(?m)^(?:\| ?)+|(?: ?\|)+ *$", "", lines)
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n \t")


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text that `text_of` made."""
    return tuple(part for part in text.split("\n\n") if part.strip())


def _pieces(element: HtmlElement, images: bool) -> Iterator[str]:
    silent = 0
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not silent:
                yield _flat(node.tail)
            continue
        tag = node.tag
        if event == "start":
            silent += tag in SILENT or _hidden(node)
            if not silent:
                yield _before(node, tag, images)
                yield _flat(node.text) if tag != "pre" else (node.text or "")
            continue
        if not silent:
            yield _after(tag)
        silent -= tag in SILENT or _hidden(node)
        if not silent and node is not element:
            yield _flat(node.tail)


def _before(node: HtmlElement, tag: str, images: bool) -> str:
    if tag == "li":
        return "\n" + BULLET
    if tag == "img":
        alt = (node.get("alt") or "").strip()
        # SPIP 3.2 typesets « - » at the start of a line as a picture of a dash.
        return "- " if "puce" in node.get("class", "") else f"\n{alt}\n" if images and alt else ""
    if tag == "span" and "spip-puce" in node.get("class", ""):
        return "- " if not (node.text_content() or "").strip("•–-— \xa0") else ""
    return "\n\n" if tag in BLOCKS else "\n" if tag in LINES else ""


def _after(tag: str) -> str:
    if tag in ("td", "th"):
        return " | "
    return "\n\n" if tag in BLOCKS else "\n" if tag in ("li", "tr", "caption") else ""


def _flat(text: str | None) -> str:
    return SPACES.sub(" ", text) if text else ""


def _hidden(node: HtmlElement) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or bool(style and re.search(r"display\s*:\s*none", style))
