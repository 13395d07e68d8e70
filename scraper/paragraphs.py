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
LINES = frozenset(["li", "tr", "caption"])
SILENT = frozenset(
    "audio button canvas embed head iframe input map math noscript object script select style svg template textarea"
    " title video".split()
)
# Typeset for the eye only: soft hyphens, zero-width marks, the order mark left by editors.
INVISIBLE = "\u00ad\u200b\u200c\u2060\ufeff"
# White space that is more, or other, than one space.
SPACES = re.compile(r"[\t\r\n\f\v][ \t\r\n\f\v]*| [ \t\r\n\f\v]+")
# The end of a line where one is not there already: before and after items, rows and captions.
SOFT = "\x1f"
# After the alternative text of a picture, so that a row of logos is one paragraph, however its frames lie.
PICTURE = "\x1e"
BETWEEN_PICTURES = re.compile(rf"{PICTURE}\s+(?=[^\n{PICTURE}]+{PICTURE})")
SOFT_ENDS = re.compile(r"(?:\x1f|\n ?\x1f| \x1f)(?:\n? ?\x1f)*")
NONE_SHOWN = re.compile(r"display\s*:\s*none", re.I)
BULLET = "• "


def text_of(element: HtmlElement, *, images: bool = False) -> str:
    """The text of an element: paragraphs parted by an empty line, `<br>` and items by a line end.

    Items of lists begin with « • », cells of a row are parted by « | ». With `images`, the alternative text of
    pictures is a line of its own (lists of logos): one paragraph for those side by side.
    """
    joined = "".join(_pieces(element, images))
    for char in INVISIBLE:
        joined = joined.replace(char, "")
    if PICTURE in joined:
        joined = BETWEEN_PICTURES.sub("\n", joined).replace(PICTURE, "")
    joined = re.sub(" {2,}", " ", joined) if "  " in joined else joined
    lines = (SOFT_ENDS.sub("\n", joined) if SOFT in joined else joined).split("\n")
    tidy = "\n".join(line.strip().strip("| \xa0").strip() for line in lines)
    tidy = re.sub(r"(?m)^(?:•\s+)+", BULLET, tidy) if "•" in tidy else tidy
    return (re.sub(r"\n{3,}", "\n\n", tidy) if "\n\n\n" in tidy else tidy).strip()


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
            if not silent and _is_dash(node):
                yield "- "
            silent += _unread(node)
            if not silent:
                yield _before(node, tag, images)
                yield _flat(node.text) if tag != "pre" else (node.text or "")
            continue
        if not silent:
            yield _after(tag)
        silent -= _unread(node)
        if not silent and node is not element:
            yield _flat(node.tail).lstrip(" \xa0") if _is_dash(node) else _flat(node.tail)


def _before(node: HtmlElement, tag: str, images: bool) -> str:
    if tag == "li":
        return SOFT + BULLET if _holds_something(node, images) else SOFT
    if tag == "img":
        alt = (node.get("alt") or "").strip()
        return f"\n{alt}{PICTURE}\n" if images and alt else ""
    if tag == "br":
        return "\n"
    return "\n\n" if tag in BLOCKS else SOFT if tag in LINES else ""


def _after(tag: str) -> str:
    if tag in ("td", "th"):
        return " | "
    return "\n\n" if tag in BLOCKS else SOFT if tag in LINES else ""


def _flat(text: str | None) -> str:
    return SPACES.sub(" ", text) if text else ""


def _holds_something(item: HtmlElement, images: bool) -> bool:
    return bool(item.text_content().strip()) or (images and item.find(".//img") is not None)


def _is_dash(node: HtmlElement) -> bool:
    """SPIP typesets « - » at the start of a line as a picture (3.2) or as a `span` with another dash (4)."""
    return "puce" in node.get("class", "") and not node.text_content().strip("•–-— \xa0")


def _unread(node: HtmlElement) -> bool:
    """Whether nothing that an element holds is read: a script, what is hidden, a dash that was read already."""
    hidden = node.get("hidden") is not None or NONE_SHOWN.search(node.get("style", ""))
    return node.tag in SILENT or bool(hidden) or _is_dash(node)
