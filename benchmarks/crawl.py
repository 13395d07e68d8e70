"""Measures how many pages a second are crawled and kept, beside a bare Scrapy spider that does nothing with them.

    python -m benchmarks.crawl [--pages 800] [--runs 3] [--peers]

nginx serves generated statement pages of eight sites, compressed beforehand, without any delay. « ours » is the crawl
as the command does it: robots.txt, the site's own lists, every page recorded, read, judged and remembered; « ours,
built » takes what it recorded into the archive as well. The bare spider reads the same sitemaps and asks for the same
pages. Each is a process of its own, in turn, counted in seconds of the processor and by the clock. `--peers` adds
newspaper4k and news-please, installed apart, on fewer pages.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.captured import SITES, describe, homes, serve_from
from benchmarks.table import RUNS, Row, in_turn, report
from tests.servers.apache import free_port
from tests.servers.process import running

ME = "benchmarks.crawl"
FEW = 40  # pages that peers fetch
BARE = {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "LOGSTATS_INTERVAL": 0, "ROBOTSTXT_OBEY": False}


@contextlib.contextmanager
def served(folder: Path, pages: int) -> Iterator[list[str]]:
    """The homes of the sites whose pages nginx serves; `folder/html` holds them."""
    ports = [free_port() for _ in range(SITES)]
    at = homes(ports)
    serve_from(folder / "html", pages, at)
    sites = "".join(
        f"server {{ listen 127.0.0.1:{port} reuseport; root {folder}/html/site-{number}; gzip_static on; }}\n"
        for number, port in enumerate(ports)
    )
    whole = f"{'user root;' if os.geteuid() == 0 else ''} worker_processes 1; pid {folder}/pid;\nevents {{}}\n"
    whole += f"error_log {folder}/error.log;\nhttp {{ include /etc/nginx/mime.types; charset utf-8; access_log off;\n"
    (folder / "nginx.conf").write_text(f"{whole} keepalive_requests 100000;\n{sites}}}\n", "utf-8")
    with running(["nginx", "-c", folder / "nginx.conf", "-g", "daemon off;"], folder / "nginx.txt"):
        time.sleep(1)
        yield at


def bare(at: list[str]) -> int:
    """How many pages a spider fetched that does nothing with them."""
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    class Nothing(Spider):  # type: ignore[misc]
        name = "nothing"
        seen = 0

        async def start(self) -> Any:
            for home in at:
                yield Request(f"{home}sitemap.xml", callback=self.listed)

        def listed(self, response: Response) -> Iterator[Request]:
            for part in response.text.split("<loc>")[1:]:
                yield Request(part.partition("<")[0], callback=self.page)

        def page(self, response: Response) -> None:
            assert len(response.body) > 30_000
            Nothing.seen += 1

    process = CrawlerProcess(BARE)
    process.crawl(Nothing)
    process.start()
    return Nothing.seen


def ours(at: list[str], *, built: bool = False) -> int:
    """How many pages the crawl kept; with `built`, took into the archive."""
    from archive.resolve import Directory
    from scraper.crawl import crawl
    from scraper.site import load_sites
    from signataires.pipeline import build

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "archive"
        describe(folder, at)
        sites = load_sites(folder / "sites")
        told = crawl(sites.values(), folder / "data", lambda _: None)
        kept = sum(int(one["pages"]) for one in told.values())
        if built:
            kept = len(build(folder / "data", sites, Directory.load(folder / "organisations.toml"), print))
    return kept


def measure(way: str, at: list[str]) -> dict[str, float]:
    """Pages, and the seconds that one way took in this process."""
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    import signataires.pipeline  # noqa: F401

    began, spent = time.perf_counter(), time.process_time()
    pages = bare(at) if way == "bare" else ours(at, built=way == "built")
    return {"pages": pages, "seconds": time.perf_counter() - began, "processor": time.process_time() - spent}


def rows(told: dict[str, dict[str, float]]) -> list[Row]:
    """The table of what each way took."""
    rate = {name: found["pages"] / found["processor"] for name, found in told.items()}
    memory = {name: found["memory"] for name, found in told.items()}
    unit, clock = "pages/s (CPU)", {name: found["pages"] / found["seconds"] for name, found in told.items()}
    made = [Row("crawl: bare Scrapy", rate["bare"], unit, memory=memory["bare"])]
    for name, what in (("ours", "captures and memory kept"), ("built", "the same, and built into the archive")):
        ratio = rate[name] / rate["bare"]
        made.append(Row(f"crawl: {what}", rate[name], unit, ratio, "bare Scrapy", least=0.7, memory=memory[name]))
    for name in ("bare", "ours"):
        ratio = clock[name] / clock["bare"]
        made.append(Row(f"crawl: {name}, by the clock", clock[name], "pages/s (clock)", ratio, "bare Scrapy"))
    for name in peers.PEERS:
        if name in rate:
            ratio = rate["built"] / rate[name]
            made.append(Row(f"crawl: {name}", rate[name], unit, ratio, f"built / {name}", least=6, memory=memory[name]))
    return made


def main() -> None:
    """Reads the command line, prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--peers", action="store_true", help="beside newspaper4k and news-please, in build/peers")
    parser.add_argument("--one", nargs="+", metavar=("WAY", "HOME"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one[0], asked.one[1:])))
        return
    if not shutil.which("nginx"):
        print("crawl: not measured, the package nginx is missing")
        return
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), asked.pages) as at:
        ways = {name: [ME, "--one", name, *at] for name in ("bare", "ours", "built")}
        pythons = dict[str, Path]()
        if asked.peers:
            python, missing = peers.environment()
            urls = [f"{home}2025/01/page-{number}/" for number in range(1, FEW) for home in [at[number % len(at)]]]
            (Path(folder) / "urls").write_text("\n".join(urls), "utf-8")
            for name in peers.PEERS:
                if name in missing:
                    print(f"{name}: not measured: {missing[name]}")
                    continue
                ways[name] = ["benchmarks.peers", "fetch", name, f"{folder}/urls", str(FEW)]
                pythons[name] = python
        report(*rows(in_turn(ways, asked.runs, pythons)))


if __name__ == "__main__":
    sys.exit(main())
