"""Site: a site file laid over its family file, checked key by key.

A family file (`families/*.toml`) says how a CMS behaves, a site file (`sites/<slug>.toml`) has the same keys and its
word wins. What neither says keeps the default written here. An unknown key is an error, never ignored.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import urljoin, urlsplit

from archive.health.model import Accepted, Expect
from scraper.sound import flaws


class SiteError(ValueError):
    """A site file that cannot be used; the message names the file, the key and what was expected."""


@dataclass(frozen=True, slots=True)
class Discover:
    """Where a site says what it holds. Addresses are relative to `home`; `{word}` and `{year}` are filled in."""

    rest: tuple[str, ...] = ()  # WordPress: roots of the API, the first that answers is used
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sitemap_year: str = ""  # SPIP: a sitemap for one year, needed past 2,000 articles
    sitemap_most: int = 0  # entries at which a sitemap is taken to be cut off
    listings: tuple[str, ...] = ()
    search: str = ""  # the site's own search, for sites taken by subject
    items: str = ""  # CSS: one entry of a listing; empty: every link of the page
    links: str = "a[href]"  # CSS inside an entry: the link to the article
    next: str = ""  # CSS: links to the further pages of a listing
    next_only: str = ""  # regex a further page's address must match
    article: str = ""  # regex the path and query of an article's address must match
    skip: str = ""  # regex of addresses that are never articles
    drop: tuple[str, ...] = ()  # query parameters that change nothing
    fresh: str = ""  # query that no copy of a page is kept for, on sites that show old ones; {day} is filled in
    by_number: str = ""  # address that asks for article {number} honestly


@dataclass(frozen=True, slots=True)
class Layout:
    """How a statement's page is read: CSS selectors, the first that finds something wins."""

    until: date | None = None  # an old layout: used for captures before this day
    statement: str = ""  # a page without this is not a statement
    elsewhere: str = ""  # a page with this is not a statement
    number: tuple[str, ...] = ()  # regexes over address, body class, canonical and short link; group 1 is the number
    title: tuple[str, ...] = ()
    surtitle: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    standfirst: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    after: tuple[str, ...] = ()  # parts that follow the body and belong to it (post-scriptum, notes)
    signatories: tuple[str, ...] = ()  # parts outside the body that may hold a list
    documents: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()  # parts of the body that are not the text (share buttons, related articles)


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the site is in the archive. `whole`: everything; else what speaks of the archive's subject."""

    whole: bool = False
    words: tuple[str, ...] = ()  # added to the archive's own words
    sections: tuple[str, ...] = ()  # listings taken whole
    categories: tuple[str, ...] = ()  # WordPress: slugs of categories taken whole, filtered by the server
    keywords: tuple[str, ...] = ()  # listings of keywords taken whole
    search: tuple[str, ...] = ()  # words asked of the site's own search; empty: the archive's
    exclude: tuple[str, ...] = ()  # regexes of addresses never taken


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may cost a site."""

    pages: int = 2000  # pages and documents fetched in one run
    again: int = 200  # held pages read again in one run though the site told of no change
    listings: int = 400  # discovery requests in one run
    entries: int = 100_000  # addresses that discovery lists in one run
    failures: int = 20  # requests in a row that bring nothing, after which the site is left alone until the next run
    seconds: int = 6 * 3600  # of one run
    size: int = 20_000_000  # bytes of one response, once decompressed
    redirects: int = 5
    depth: int = 200  # further pages of one listing
    timeout: float = 60.0  # seconds for one response
    captures: int = 2_000_000_000  # bytes recorded in one run


@dataclass(frozen=True, slots=True)
class Site:
    """A place where an organisation publishes. `slug` is the file's name; `home` ends in a slash."""

    slug: str
    organisation: str
    home: str
    family: str
    delay: float = 1.0  # seconds between two requests to this host
    name: str = ""
    language: str = "fr"
    timezone: str = "Europe/Paris"
    hosts: tuple[str, ...] = ()  # further hosts that are the same site
    stopped: str = ""  # why the site is not crawled (its captures are still built)
    withdrawn: str = ""  # why it is not archived: everything that was held of it is taken out, for good
    rights: str = "full"  # "full" or "excerpt": what of the text is public
    notes: str = ""
    discover: Discover = field(default_factory=Discover)
    layout: Layout = field(default_factory=Layout)
    old_layouts: tuple[Layout, ...] = ()
    scope: Scope = field(default_factory=Scope)
    limits: Limits = field(default_factory=Limits)
    certificate: bool = True  # false: read though its certificate ran out, or is another host's
    expect: Expect = field(default_factory=Expect)  # what its past cannot tell of it (`archive.health.model`)
    accepted: tuple[Accepted, ...] = ()  # doubts that a person looked into: check, since, until, by, why

    def address(self, relative: str) -> str:
        """The absolute address of something that the site file names relative to its home."""
        return urljoin(self.home, relative)

    def owns(self, url: str) -> bool:
        """Whether an address belongs to this site: its host (with or without www.) below its home's path."""
        try:
            parts, home = urlsplit(url), urlsplit(self.home)
        except ValueError:  # « http://[adresse]/ »
            return False
        if parts.scheme not in ("http", "https"):
            return False
        known = {bare_host(home.netloc), *(bare_host(host) for host in self.hosts)}
        return bare_host(parts.netloc) in known and (parts.path or "/").startswith(home.path or "/")

    def layout_at(self, day: date) -> Layout:
        """The layout that the site had on a day: the first old one still in force, else today's."""
        current = [layout for layout in self.old_layouts if layout.until and day < layout.until]
        return min(current, key=lambda layout: layout.until or date.max, default=self.layout)


def bare_host(netloc: str) -> str:
    """A host as it is compared: lower case, without www. and the default ports."""
    host = netloc.lower().removeprefix("www.")
    return host.removesuffix(":80").removesuffix(":443")


def load_site(path: Path) -> Site:
    """The site of one file, laid over its family. Raises `SiteError`."""
    try:
        data = _toml(path.name, path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise SiteError(f"{path.name}: a site file is UTF-8, this one is not: {error}") from error
    return make_site(path.stem, data, where=path.name)


def load_sites(folder: Path) -> dict[str, Site]:
    """Every site of a folder by slug, in the order of their names. Raises `SiteError` for the first bad one."""
    if not folder.is_dir():
        raise SiteError(f"{folder}: no such folder of site files; give one with --sites")
    sites = {path.stem: load_site(path) for path in sorted(folder.glob("*.toml"))}
    if not sites:
        raise SiteError(f"{folder}: no site file (*.toml) in it; `signataires new-site URL` writes one")
    return sites


def make_site(slug: str, data: Mapping[str, Any], where: str) -> Site:
    """A site from parsed TOML. Raises `SiteError` naming `where`, the key and what was expected."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise SiteError(f"{where}: a site file is named in lower-case letters, digits and hyphens")
    for key in ("organisation", "home", "family"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise SiteError(f"{where}: `{key}` is missing; the first three keys are organisation, home and family")
    merged = _merge(family(data["family"], where), dict(data))
    current = merged.get("layout", {})
    merged["old_layouts"] = [_merge(current, old) for old in merged.get("old_layouts", [])]
    site: Site = _build(Site, merged | {"slug": slug}, where, "")
    for flaw in flaws(site):
        raise SiteError(f"{where}: {flaw}")
    return site


@cache
def _family_text(name: str) -> str | None:
    path = files("scraper") / "families" / f"{name}.toml"
    return path.read_text("utf-8") if path.is_file() else None


def families() -> list[str]:
    """The names of the families there are."""
    return sorted(item.name[:-5] for item in (files("scraper") / "families").iterdir() if item.name.endswith(".toml"))


def family(name: str, where: str) -> dict[str, Any]:
    """What a family file says. Raises `SiteError` when there is none of that name."""
    text = _family_text(name) if re.fullmatch(r"[a-z0-9-]+", name) else None
    if text is None:
        raise SiteError(f"{where}: no family {name!r}; there are {', '.join(families())}")
    return _toml(f"families/{name}.toml", text)


def _toml(where: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits, too
        raise SiteError(f"{where}: not TOML: {error}") from error


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merge(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _build(kind: type, data: Mapping[str, Any], where: str, prefix: str) -> Any:
    hints, names = get_type_hints(kind), [item.name for item in fields(kind)]
    for key in data:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f"; did you mean `{prefix}{near[0]}`?" if near else f"; there are {', '.join(names)}"
            raise SiteError(f"{where}: unknown key `{prefix}{key}`{hint}")
    return kind(**{key: _value(hints[key], value, where, prefix + key) for key, value in data.items()})


def _value(hint: Any, value: Any, where: str, name: str) -> Any:
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return _build(hint, value, where, name + ".")
    if get_origin(hint) is tuple and isinstance(value, list):
        inner = get_args(hint)[0]
        return tuple(_value(inner, item, where, f"{name}[{index}]") for index, item in enumerate(value))
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    allowed = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (get_origin(hint) or hint,)
    if type(value) not in allowed:
        expected = " or ".join("list" if item is tuple else getattr(item, "__name__", str(item)) for item in allowed)
        raise SiteError(f"{where}: `{name}` should be {expected}, it is {type(value).__name__} {value!r}")
    return value


def loopback_home(site: Site, home: str, delay: float = 0.0) -> Site:
    """The same site at another address: what tests and the demo use to serve it on loopback."""
    return replace(site, home=home, delay=delay)
