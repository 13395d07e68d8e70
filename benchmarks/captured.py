"""Generated pages of several sites, as files for nginx or as captures: what crawl and extraction are measured on.

The pages are those of `benchmarks.statements`, each with a number, an address and a date of its own. A folder holds
`data/`, `sites/` and `organisations.toml` as the command takes them, and `html/` with each page by itself.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.statements import organisations, pages
from scraper.record import Exchange, Recorder

SITES = 8
MOMENT = "2026-11-20T03:00:{:02}Z"
_FRAMES = "https://wordpress-61.example/"
_NUMBER = re.compile(r"(postid-|post-|\?p=|posts/)5\b")
_DATE = re.compile(r'datetime="2016-03-21[^"]*">[^<]*')
_COPIED = ("data", "sites", "organisations.toml")


def homes(ports: Sequence[int] = ()) -> list[str]:
    """The sites' homes: on loopback where there are ports, else in the zone for examples."""
    found = [f"http://127.0.0.1:{port}/" for port in ports]
    return found or [f"https://site-{number}.example/" for number in range(SITES)]


def documents(count: int, at: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """So many pages in turn for each of the sites: number, address, HTML."""
    for number, page in enumerate(pages(count), start=1):
        home = at[number % len(at)]
        url = f"{home}2025/01/page-{number}/"
        day = date(2010, 1, 1) + timedelta(days=number % 5000)
        made = _NUMBER.sub(rf"\g<1>{number}", page.text.replace(_FRAMES, home))
        made = _DATE.sub(f'datetime="{day}T09:05:00+01:00">{day}', made, count=1)
        yield number, url, re.sub(r"<link rel=.canonical[^>]*>", f'<link rel="canonical" href="{url}" />', made)


def describe(folder: Path, at: Sequence[str]) -> None:
    """Writes the site files and the directory of organisations."""
    (folder / "sites").mkdir(parents=True)
    (folder / "data" / "warc").mkdir(parents=True)
    for number, home in enumerate(at):
        told = f'organisation = "invented-{number}"\nhome = "{home}"\nfamily = "wordpress"\ndelay = 0.0\n'
        more = "[scope]\nwhole = true\n[limits]\npages = 100000\n"
        (folder / "sites" / f"site-{number}.toml").write_text(told + more, "utf-8")
    listed = [
        f'[[organisation]]\nid = "{one.id}"\nname = {json.dumps(one.name)}\nacronyms = {json.dumps(one.acronyms)}\n'
        for one in organisations()
    ]
    (folder / "organisations.toml").write_text("\n".join(listed), "utf-8")


def capture(folder: Path, count: int) -> None:
    """A folder with so many pages as captures, one file for each site, and as HTML."""
    at = homes()
    describe(folder, at)
    (folder / "html").mkdir()
    recorders = [
        Recorder(folder / "data" / "warc", f"site-{number}", MOMENT.format(0), {"software": "benchmarks"})
        for number in range(len(at))
    ]
    for number, url, made in documents(count, at):
        (folder / "html" / f"{number:06}.html").write_text(made, "utf-8")
        recorders[number % len(at)].keep(exchange(url, made, MOMENT.format(number % 60)))
    for recorder in recorders:
        recorder.close()


def exchange(url: str, made: str, moment: str) -> Exchange:
    body = gzip.compress(made.encode(), 6, mtime=0)
    headers = (("Content-Type", "text/html; charset=UTF-8"), ("Content-Encoding", "gzip"))
    asked = (("Host", url.split("/")[2]), ("User-Agent", "Signataires"))
    return Exchange("GET", url, asked, 200, (*headers, ("Content-Length", str(len(body)))), body, moment)


def serve_from(folder: Path, count: int, at: Sequence[str]) -> None:
    """The pages below `folder/site-N/`, compressed once as `gzip_static` wants them, with a sitemap for each site."""
    listed: dict[str, list[str]] = {home: [] for home in at}
    for number, url, made in documents(count, at):
        home, root = at[number % len(at)], folder / f"site-{number % len(at)}"
        place = root / url.removeprefix(home) / "index.html"
        place.parent.mkdir(parents=True)
        place.write_text(made, "utf-8")
        place.with_name("index.html.gz").write_bytes(gzip.compress(made.encode(), 6, mtime=0))
        listed[home].append(f"<url><loc>{url}</loc></url>")
    for number, home in enumerate(at):
        head = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        (folder / f"site-{number}").mkdir(exist_ok=True)
        (folder / f"site-{number}" / "sitemap.xml").write_text(f"{head}{''.join(listed[home])}</urlset>", "utf-8")


def copy(folder: Path, to: Path) -> Path:
    """A folder of its own with the same captures, for a run that writes."""
    to.mkdir()
    for name in _COPIED:
        source = folder / name
        shutil.copytree(source, to / name) if source.is_dir() else shutil.copy(source, to / name)
    return to
