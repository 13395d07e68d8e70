"""Saved pages: `tests/pages/<folder>/` holds pages (`.html.gz`) and what was read from each (`.json`).
`new-site` writes them so. A folder is named like a site file; one of an invented site has a `site.toml` of its own.

`python -m tests.saved` writes the expected results anew where they differ; read them, then set `read_by_a_person`.
"""

from __future__ import annotations

import gzip
import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.model import Statement
from scraper.extract import extract
from scraper.page import Page
from scraper.site import Site, load_site, make_site

PAGES = Path(__file__).parent / "pages"
SITES = Path(__file__).parents[1] / "scraper" / "sites"


def expectations() -> list[Path]:
    """The expected results, one for each saved page."""
    return sorted(PAGES.glob("*/*.json"))


def site_of(path: Path) -> Site:
    """The site that a saved page is of."""
    own = path.parent / "site.toml"
    if own.is_file():
        return make_site(path.parent.name, tomllib.loads(own.read_text("utf-8")), str(own.relative_to(PAGES)))
    return load_site(SITES / f"{path.parent.name}.toml")


def told(path: Path) -> dict[str, Any]:
    """What is expected of a page: its address, moment and content type, and the statement."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def read(path: Path) -> Statement:
    """What the page says today."""
    about = told(path)
    body = gzip.decompress(path.with_suffix(".html.gz").read_bytes())
    page = Page(about["url"], body, 200, {"content-type": about["content_type"]}, about["fetched_at"])
    return extract(site_of(path), page)


def plain(statement: Statement) -> dict[str, Any]:
    """A statement as JSON has it."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(statement)))
    return found


def main() -> None:
    """Writes what differs."""
    for path in expectations():
        about, found = told(path), plain(read(path))
        if about.get("statement") != found:
            about |= {"read_by_a_person": False, "statement": found}
            path.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", "utf-8")
            print(path)


if __name__ == "__main__":
    main()
