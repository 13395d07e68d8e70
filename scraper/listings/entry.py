"""What a site says of its pages: one `Entry` a page, one `Listing` an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import unescape

from bs4 import BeautifulSoup

from archive.model import Document


class DiscoveryError(ValueError):
    """An answer that should list a site's pages and does not; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a site says it has. `url` is empty when only the CMS number is known."""

    url: str
    number: str | None = None
    title: str = ""
    published: str | None = None
    modified: str | None = None
    author: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer says: entries, and the addresses that say more. `total` is the site's own count, if it gave one.

    `chosen`: everything it lists is in scope, whatever its words.
    """

    kind: str
    entries: tuple[Entry, ...] = ()
    further: tuple[str, ...] = ()
    total: int | None = None
    chosen: bool = False


def merge(found: dict[str, Entry], entries: Iterable[Entry]) -> None:
    """Adds entries to those found, by address, or by `#number` where that is all there is; one page has one entry."""
    for entry in entries:
        name = entry.url or f"#{entry.number}"
        found[name] = combine(found[name], entry) if name in found else entry


def combine(old: Entry, new: Entry) -> Entry:
    """Two entries of one page as one: what the newer does not say is kept from the older."""
    told = {name: getattr(new, name) or getattr(old, name) for name in Entry.__slots__}
    return replace(old, **told)


def plain(markup: str) -> str:
    """A title without tags and entities."""
    text = BeautifulSoup(markup, "lxml").get_text() if "<" in markup else unescape(markup)
    return " ".join(text.split())
