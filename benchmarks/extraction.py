"""Measures how many pages a second go from captures into the archive, beside programs that read less of a page.

    python -m benchmarks.extraction [--pages 300] [--runs 3] [--peers]

Ours is `build` as the command does it: each capture is read and held to its digest, the page parsed, its list found,
cut and resolved, the statement folded, compared with the others, stored with its search index and with the place of
each value. trafilatura gives the body alone, the bare lxml rules a title, a date and a list; both have the pages in
memory already. Each way is a process of its own, in turn, and is counted in seconds of the processor; two processes
(`--workers 2`) by the clock, beside one: files below 200 KB, of 160 pages in all, are not given away. `--peers` adds
news-please, installed apart.

Prints also the ten functions in which `build` spends most of its own time, by cProfile: BeautifulSoup is none of them.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import peers
from benchmarks.captured import capture, copy
from benchmarks.table import RUNS, Row, in_turn, report

FEW = 40  # pages that slow peers read, and that are profiled
ME, SMALL = "benchmarks.extraction", "small"  # the folder of few pages


def ours(folder: Path, workers: str = "1") -> Callable[[], object]:
    """What builds an archive from the captures of a folder."""
    from archive.resolve import Directory
    from scraper.site import load_sites
    from signataires.pipeline import build
    from signataires.spread.engine import engine

    def builder(source: Path, workers: str) -> Callable[[], object]:
        place = copy(source, Path(tempfile.mkdtemp(dir=source)) / "archive")
        sites, directory = load_sites(place / "sites"), Directory.load(place / "organisations.toml")
        return lambda: build(place / "data", sites, directory, print, engine=engine(workers, print))

    # Patterns are compiled and models loaded once in a process.
    builder(folder.with_name(SMALL), "1")()
    return builder(folder, workers)


def trafilatura(folder: Path, *, fast: bool = False) -> Callable[[], object]:
    """What takes the body out of each page."""
    from trafilatura import extract

    pages = _pages(folder)
    extract(pages[0], fast=fast)
    return lambda: [extract(page, fast=fast) for page in pages]


def rules(folder: Path) -> Callable[[], object]:
    """What reads three fields of each page with lxml alone."""
    from lxml import html

    def three(page: bytes) -> tuple[list[str], list[str], list[str]]:
        tree = html.document_fromstring(page)
        body = tree.xpath("//div[@class='entry-content']")[0]
        names = body.xpath(".//li") or body.xpath(".//p[last()]")
        title, day = tree.xpath("//h1[@class='entry-title']"), tree.xpath("//time/@datetime")
        return [one.text_content() for one in title], day[:1], [one.text_content() for one in names]

    pages = _pages(folder)
    return lambda: [three(page) for page in pages]


WAYS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "ours": ours,
    "two": lambda folder: ours(folder, "2"),
    "trafilatura": trafilatura,
    "trafilatura fast": lambda folder: trafilatura(folder, fast=True),
    "rules": rules,
}


def _pages(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / "html").glob("*.html"))]


def measure(folder: Path, way: str) -> dict[str, float]:
    """Pages, and the seconds that one way took for them in this process, its preparations aside."""
    work = WAYS[way](folder)
    began, spent = time.perf_counter(), time.process_time()
    work()
    seconds = {"seconds": time.perf_counter() - began, "processor": time.process_time() - spent}
    return {"pages": len(_pages(folder)), **seconds}


def profiled(folder: Path) -> list[tuple[str, float]]:
    """The functions that `build` calls, those first in which it spends most time of its own; in seconds."""
    work, profile = ours(folder), cProfile.Profile()
    profile.runcall(work)
    stats = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    spent = [(f"{Path(file).parent.name}/{Path(file).name}:{name}", told[2]) for (file, _, name), told in stats]
    return sorted(spent, key=lambda one: -one[1])


def main() -> None:
    """Reads the command line, prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--peers", action="store_true", help="beside news-please, installed into build/peers")
    parser.add_argument("--one", nargs=2, metavar=("FOLDER", "WAY"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(Path(asked.one[0]), asked.one[1])))
    else:
        with tempfile.TemporaryDirectory() as folder:
            report(*_compare(Path(folder), asked.pages, asked.runs, asked.peers))


def _compare(folder: Path, pages: int, runs: int, beside: bool) -> list[Row]:
    large, small = folder / "large", folder / SMALL
    for place, count in ((large, pages), (small, FEW)):
        place.mkdir()
        capture(place, count)
    for function, seconds in profiled(small)[:10]:
        print(f"  {seconds / FEW * 1000:6.2f} ms a page in {function}", flush=True)
    ways = {name: [ME, "--one", str(large), name] for name in WAYS}
    pythons = dict[str, Path]()
    if beside:
        python, missing = peers.environment()
        for name, why in missing.items():
            print(f"{name}: not measured: {why}")
        if "news-please" not in missing:
            ways["news-please"] = ["benchmarks.peers", "read", "news-please", str(small / "html"), str(FEW)]
            pythons["news-please"] = python
    return rows(in_turn(ways, runs, pythons))


def rows(told: dict[str, dict[str, float]]) -> list[Row]:
    """The table of what each way took."""
    rate = {name: found["pages"] / found["processor"] for name, found in told.items()}
    ours, bounds = rate["ours"], {"trafilatura": 2.5, "rules": 0.3, "news-please": 20.0}
    memory = {name: found["memory"] for name, found in told.items()}
    made = [Row("extraction: capture to stored statement", ours, "pages/s (CPU)", memory=memory["ours"])]
    for name in ("trafilatura", "trafilatura fast", "rules", "news-please"):
        if name in rate:
            what = f"extraction: {name}"
            made.append(Row(what, rate[name], "pages/s (CPU)", ours / rate[name], f"ours / {name}",
                            least=bounds.get(name), memory=memory[name]))  # fmt: skip
    one, two = (told[name]["pages"] / told[name]["seconds"] for name in ("ours", "two"))
    made.append(Row("extraction: two processes", two, "pages/s (clock)", two / one, "one process", least=1.8))
    return made


if __name__ == "__main__":
    sys.exit(main())
