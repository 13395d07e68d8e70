"""CSS selectors of site files, compiled once."""

from __future__ import annotations

from functools import lru_cache

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError
from lxml.html import HtmlElement


@lru_cache(maxsize=2048)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(element: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements below `element` that a selector finds, in document order; none for an empty selector."""
    if not selector:
        return []
    found: list[HtmlElement] = _compiled(selector)(element)  # type: ignore[assignment]  # a selector finds elements only
    return found


def first(element: HtmlElement, selectors: tuple[str, ...]) -> HtmlElement | None:
    """The first element of the first selector that finds one with content."""
    for selector in selectors:
        for found in select(element, selector):
            if found.tag in ("meta", "time", "abbr", "img", "input") or len(found) or (found.text or "").strip():
                return found
    return None


def selector_flaw(selector: str) -> str:
    """What is wrong with a selector; empty when nothing is."""
    try:
        if selector:
            _compiled(selector)
    except (SelectorError, XPathError, ValueError, RecursionError) as error:
        return str(error) or "nested too deeply"
    return ""
