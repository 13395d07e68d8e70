"""Texts from outside as they may be shown: cleaned once more, whatever the database holds."""

from __future__ import annotations

import json
from typing import Any

import nh3
from markupsafe import Markup

_TAGS = set(
    "p br h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote q em strong b i u s sup sub small cite abbr a table caption"
    " thead tbody tfoot tr th td figure figcaption pre code hr div span".split()
)
_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "abbr": {"title"}}
_SCHEMES = {"http", "https", "mailto"}
# Of a page as it was: its frame too, and no address to follow.
_ARCHIVED = _TAGS | set(
    "h1 header footer main nav section article aside address details summary img label mark time bdi bdo col colgroup"
    " figure kbd samp var wbr del ins".split()
)
_UNSEEN = {"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math", "select", "textarea"}
_SHORT = 300  # characters


def safe(html: str | None) -> Markup:
    """The HTML of a text with nothing in it that is run or fetched; its links lead to the web or to mail."""
    # Headings of the text stand below its title, which is the page's.
    lowered = (html or "").replace("<h1", "<h2").replace("</h1>", "</h2>")
    return Markup(
        nh3.clean(
            lowered, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener nofollow external"
        )
    )


def archived(html: str) -> str:
    """A whole page from outside with nothing in it that is run, fetched or followed: its text in its structure."""
    return nh3.clean(
        html,
        tags=_ARCHIVED,
        clean_content_tags=_UNSEEN,
        attributes={"*": {"lang", "dir"}, "img": {"alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        link_rel=None,
    )


def is_web(address: str | None) -> bool:
    """Whether an address may be a link: `javascript:` and the like are shown as text."""
    return (address or "").lower().startswith(("http://", "https://"))


def script_json(data: Any) -> Markup:
    """Data as JSON that can stand in a script element: no character in it ends the element or begins a comment."""
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def beginning(text: str | None, length: int = _SHORT) -> str:
    """The beginning of a text, on one line, cut between words."""
    line = " ".join((text or "").split())
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]} …"
