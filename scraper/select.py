"""CSS selectors of site files, compiled once.

Families name what any theme may use, so most selectors find nothing on a page, and looking through the whole document
for each would take longer than all the rest of reading it. An alternative of a selector is asked only where what it
cannot do without stands in the document: its classes and ids, its elements, the values of its attributes. Where it
begins with a class that one element alone has, it is asked of that element.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from cssselect import SelectorError
from cssselect import parser as css
from lxml.cssselect import LxmlHTMLTranslator
from lxml.etree import XPath, XPathError
from lxml.html import HtmlElement

KNOWN = 4  # documents: a page is asked some sixty times, then never again
_CLASSED, _IDS = XPath("//*[@class]"), XPath("//@id", smart_strings=False)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,9})|([0-9]{1,9}))")
_IMPLIED = ("html", "head", "body", "p")  # elements that a parser adds by itself
_TRANSLATOR = LxmlHTMLTranslator()


Needed = tuple[frozenset[str], tuple[bytes, ...]]  # classes (`.name`) and ids (`#name`); pieces of the source


@dataclass(frozen=True, slots=True)
class _Alternative:
    """One alternative of a selector as XPath, with what must stand in a document in which it finds something.

    `begins` is a class of the element that it begins at, if it names any, `from_there` the XPath from that element.
    """

    path: str
    needed: Needed
    begins: str
    from_there: str


@dataclass(frozen=True, slots=True)
class _Names:
    """What stands in a document, in lower case: its classes and ids, and its source; the elements of each class."""

    marks: frozenset[str]
    source: bytes
    classed: Mapping[str, Sequence[HtmlElement]]

    def may_hold(self, needed: Needed) -> bool:
        marks, pieces = needed
        return marks <= self.marks and all(map(self.source.__contains__, pieces))


_known: dict[HtmlElement, _Names] = {}


def remember(document: HtmlElement, source: bytes) -> None:
    """Notes what stands in a document that will be asked much, and was read from this source."""
    codes = (int(code, 16) if code else int(number) for code, number in _REFERENCE.findall(source))
    if any(code < 128 and (chr(code).isalnum() or chr(code) in "-_") for code in codes):
        return  # a name may be written in another way
    classed = defaultdict[str, list[HtmlElement]](list)
    for element in cast("list[HtmlElement]", _CLASSED(document)):
        for name in set(element.get("class", "").split()):
            classed[name].append(element)
    marks = [
        *(f".{name}".lower() for name in classed),
        *(f"#{name}".lower() for name in cast("list[str]", _IDS(document))),
    ]
    while len(_known) >= KNOWN:
        del _known[next(iter(_known))]
    _known[document] = _Names(frozenset(marks), source.lower(), dict(classed))


@lru_cache(maxsize=2048)
def _alternatives(selector: str) -> tuple[_Alternative, ...]:
    return tuple(
        _Alternative(
            _TRANSLATOR.selector_to_xpath(one, translate_pseudo_elements=True),
            _apart(_needed(one.parsed_tree)),
            _begins(one.parsed_tree),
            _TRANSLATOR.selector_to_xpath(one, "self::", translate_pseudo_elements=True),
        )
        for one in css.parse(selector)
    )


def _begins(part: object) -> str:
    """A class that the first element of a selector has; empty where it names none."""
    match part:
        case css.Class():
            return str(part.class_name)
        case css.Hash() | css.Attrib() | css.CombinedSelector() | css.Pseudo() | css.Function() | css.Negation():
            return _begins(part.selector)
    return ""


def _apart(needed: list[str]) -> Needed:
    marks = frozenset(one for one in needed if one[0] in ".#")
    # A piece of the source is looked for all over it: where classes or ids are told, these say enough.
    return marks, () if marks else tuple(dict.fromkeys(one.encode() for one in needed))


@lru_cache(maxsize=2048)
def _compiled(path: str) -> XPath:
    return XPath(path)


def _needed(part: object) -> list[str]:
    match part:
        case css.Element():
            return [f"<{part.element.lower()}"] if part.element and part.element.lower() not in _IMPLIED else []
        case css.Class():
            return [f".{part.class_name.lower()}", *_needed(part.selector)]
        case css.Hash():
            return [f"#{part.id.lower()}", *_needed(part.selector)]
        case css.Attrib():
            value = (part.value and part.operator != "!=" and part.value.value) or ""
            # An address was made whole after the source was noted: what it holds by now may not stand there.
            plain = part.attrib.lower() != "href" and re.fullmatch(r"[A-Za-z0-9_-]+", value)
            return [(value if plain else part.attrib).lower(), *_needed(part.selector)]
        case css.CombinedSelector():
            return [*_needed(part.selector), *_needed(part.subselector)]
        case css.Pseudo() | css.Function() | css.Negation():
            return _needed(part.selector)
    return []  # what is written rarely, such as `:is()` and `:has()`


def select(element: HtmlElement, selector: str, within: HtmlElement | None = None) -> list[HtmlElement]:
    """The elements below `element` that a selector finds, in document order; none for an empty selector.

    `within` is the document of which the element is a copy.
    """
    names = _known.get(element if within is None else within)
    possible = (
        [one for one in _alternatives(selector) if names is None or names.may_hold(one.needed)] if selector else []
    )
    if not possible:
        return []
    if names is not None and within is None and len(possible) == 1 and possible[0].begins:
        begins = names.classed.get(possible[0].begins, ())
        if len(begins) == 1:
            return cast("list[HtmlElement]", _compiled(possible[0].from_there)(begins[0]))
    # A selector finds elements only.
    return cast("list[HtmlElement]", _compiled(" | ".join(one.path for one in possible))(element))


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
        for one in _alternatives(selector) if selector else ():
            _compiled(one.path)
    except (SelectorError, XPathError, ValueError, RecursionError) as error:
        return str(error) or "nested too deeply"
    return ""
