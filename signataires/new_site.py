"""Looks at a site once, and writes what one would otherwise type: its site file, a saved page, its expected result."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit

from archive.model import Statement
from scraper.discover import discover
from scraper.extract import extract
from scraper.glance import NotAStatement
from scraper.listings.entry import DiscoveryError
from scraper.page import Page
from scraper.plan import plan
from scraper.politeness import contact_for, user_agent
from scraper.site import Site, SiteError, bare_host, make_site
from signataires.fetch import Fetcher

# What gives a site's software away, in its home page or headers (the families' own files say how each is then read).
SIGNS = {
    "spip": r'content="SPIP|spip\.php|squelettes-dist',
    "wordpress": r"api\.w\.org|/wp-content/|/wp-includes/",
    "drupal": r'content="Drupal|/sites/default/files|drupal-settings-json',
    "joomla": r'content="Joomla|/media/jui/|option=com_content',
    "blogger": r"blogger\.com|blogspot\.|content='blogger'",
    "overblog": r"over-blog(?:-kiwi)?\.com|assets\.over-blog",
}
TRIES = 5  # pages looked at in search of one that reads as a statement


def new_site(url: str, organisation: str | None, sites: Path, pages: Path) -> list[Path]:
    """Writes `<slug>.toml`, and `<slug>/first.html.gz` with its `.json`; the paths written.

    Raises `SiteError` when the site cannot be read, or has a site file already.
    """
    home = url if url.endswith("/") else url + "/"
    parts = urlsplit(home)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SiteError(f"{url!r}: expected the http(s) address of a site's home page")
    slug = re.sub(r"[^a-z0-9]+", "-", bare_host(parts.netloc).rpartition(".")[0] or parts.netloc).strip("-")
    path = sites / f"{slug}.toml"
    if path.exists():
        raise SiteError(f"{path}: there is a site file of that name; edit it, or give it another name first")
    told = {"organisation": organisation or slug, "home": home, "family": "generic"}
    fetcher = _fetcher(make_site(slug, told, path.name))
    told["family"] = _family(_home(fetcher))
    site = make_site(slug, told, path.name)
    fetcher.site = site
    page, statement = _first_statement(fetcher)
    return [_write_site(path, told, statement), *_write_page(pages / slug, page, statement)]


def _fetcher(site: Site) -> Fetcher:
    return Fetcher(site, user_agent(contact_for([site])))


def _home(fetcher: Fetcher) -> Page:
    page = fetcher.page(fetcher.site.home)
    if page.status != 200:
        raise SiteError(f"{fetcher.site.slug}: {page.url} answers {page.status}; expected the home page")
    return page


def _family(home: Page) -> str:
    told = home.text + "\n" + "\n".join(f"{name}: {value}" for name, value in home.headers.items())
    return next((family for family, sign in SIGNS.items() if re.search(sign, told, re.I)), "generic")


def _first_statement(fetcher: Fetcher) -> tuple[Page | None, Statement | None]:
    """The first page that the site lists and that reads as a statement."""
    tried = 0
    for url in _listed(fetcher):
        page, tried = fetcher.page(url), tried + 1
        try:
            return page, extract(fetcher.site, page)
        except NotAStatement:
            if tried == TRIES:
                break
    return None, None


def _listed(fetcher: Fetcher) -> Iterator[str]:
    for stage in plan(fetcher.site):
        for address in stage.addresses:
            page = fetcher.page(address)
            if page.status != 200:
                continue
            try:
                listing = discover(fetcher.site, page)
            except DiscoveryError:
                continue  # the next stage asks another way; finding nothing at all is said in the site file
            yield from (entry.url for entry in listing.entries if entry.url)


def _write_site(path: Path, told: dict[str, str], statement: Statement | None) -> Path:
    document = tomlkit.document()
    for name, value in told.items():
        document.add(name, tomlkit.string(value))
    document.add("delay", tomlkit.float_("1.0"))
    lacking = [name for name in ("title", "published", "text") if statement is None or not getattr(statement, name)]
    if lacking:
        document.add(
            tomlkit.comment(f"Not found by the family's rules: {', '.join(lacking)}; add [layout] or [discover].")
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(document), "utf-8")
    return path


def _write_page(folder: Path, page: Page | None, statement: Statement | None) -> Iterator[Path]:
    if page is None or statement is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    saved, expected = folder / "first.html.gz", folder / "first.json"
    saved.write_bytes(gzip.compress(page.body, mtime=0))
    about = {"url": page.url, "fetched_at": page.fetched_at, "content_type": page.headers.get("content-type", "")}
    told = about | {"read_by_a_person": False, "statement": asdict(statement)}
    expected.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
    yield saved
    yield expected
