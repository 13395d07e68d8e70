"""Measures what the reading of signatory lists costs beside the HTML parse of the same page.

    python -m benchmarks.speed [--pages 1000] [--rounds 5]

Finding, cutting and resolving are timed in turn with the parse, page by page, on the pages of the demo and on
generated ones. Each round begins with empty memories of names, as a crawl does; `cold` empties them before each page.
Prints milliseconds a page (medians of the rounds) and what reading costs for each parser's 1.00.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from pathlib import Path
from statistics import mean, median
from typing import Any

from bs4 import BeautifulSoup
from lxml import html

from archive.model import Block, Signatory
from archive.names import split_names
from archive.resolve import Directory
from benchmarks.statements import organisations, pages
from benchmarks.table import Row, report
from scraper.extract import extract
from scraper.glance import NotAStatement
from scraper.page import Page
from scraper.read import Answer, read_pages
from scraper.signatories import find_blocks
from scraper.site import Site, load_sites
from signataires.demo.server import ORGANISATIONS
from tests.demo_archive import make
from tests.saved import site_of

ROOT = Path(__file__).resolve().parent.parent
READING = ("find", "cut", "resolve")
PARSING = ("our parse", "lxml alone", "BeautifulSoup")
# BeautifulSoup takes ten times as long as all the rest: it parses one page of this many.
SOUP = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One page, the text that its lists are looked for in, and what was found there."""

    page: Page
    text: str
    blocks: tuple[Block, ...]
    items: tuple[Signatory, ...]


Stage = Callable[[Case], Any]


def stages(directory: Directory) -> dict[str, Stage]:
    """What is timed, by name."""
    return {
        "our parse": lambda case: Page(case.page.url, case.page.body).tree,
        "lxml alone": lambda case: html.document_fromstring(case.page.body),
        "BeautifulSoup": lambda case: BeautifulSoup(case.page.body, "lxml"),
        "find": lambda case: find_blocks(case.text),
        "cut": lambda case: [split_names(block, directory) for block in case.blocks],
        "resolve": lambda case: [directory.match(item) for item in case.items],
    }


def measure(cases: list[Case], directory: Directory, rounds: int, *, cold: bool) -> dict[str, list[float]]:
    """Milliseconds of every page, by stage: the median of its rounds."""
    spent: dict[str, list[list[float]]] = {name: [[] for _ in cases] for name in stages(directory)}
    remembered = list(memories())
    for _ in range(rounds):
        empty(remembered)
        for number, case in enumerate(cases):
            if cold:
                empty(remembered)
            for name, stage in stages(directory).items():
                if name != "BeautifulSoup" or (number % SOUP == 0 and not cold):
                    spent[name][number].append(_milliseconds(stage, case))
    return {name: [median(times) for times in found if times] for name, found in spent.items()}


def table(name: str, cases: list[Case], times: dict[str, list[float]]) -> str:
    """The measure of one corpus as lines of text."""
    size = mean(len(case.page.body) for case in cases) / 1000
    listed = sum(bool(case.items) for case in cases)
    lines = [f"{name}: {len(cases)} pages of {size:.0f} KB, {listed} with {sum(len(c.items) for c in cases)} names"]
    lines += [f"  {'':14}{'median':>8}{'mean':>8}  ms a page"]
    lines += [f"  {stage:<14}{median(found):>8.3f}{mean(found):>8.3f}" for stage, found in times.items() if found]
    cost = sum(mean(times[stage]) for stage in READING)
    lines += [f"  reading / {parser}: {cost / mean(times[parser]):.2f}" for parser in PARSING if times[parser]]
    return "\n".join(lines)


def memories() -> Iterator[Any]:
    """Every bounded memory of our functions; unbounded ones hold patterns and words, not what pages say."""
    for found in gc.get_objects():
        ours = isinstance(found, _lru_cache_wrapper) and found.__module__.split(".")[0] in ("scraper", "archive")
        if ours and found.cache_parameters()["maxsize"] is not None:
            yield found


def empty(remembered: Iterable[Any]) -> None:
    """Forgets what these memories hold."""
    for memory in remembered:
        memory.cache_clear()


def _milliseconds(stage: Stage, case: Case) -> float:
    """What one stage takes of the processor, whatever else runs beside it; its rubbish is not collected meanwhile."""
    gc.disable()
    start = time.process_time()
    stage(case)
    spent = time.process_time() - start
    gc.enable()
    return spent * 1000


def _cases(captured: Iterable[tuple[Site, Page]], directory: Directory) -> Iterator[Case]:
    for site, page in captured:
        try:
            text = extract(site, page).text
        except NotAStatement:
            continue
        blocks = find_blocks(text)
        items = tuple(item for block in blocks for item in split_names(block, directory))
        yield Case(page, text, blocks, items)


def _generated(count: int) -> Iterator[tuple[Site, Page]]:
    site = site_of(ROOT / "tests" / "pages" / "wordpress-61" / "list.json")
    return ((site, page) for page in pages(count))


def _demo(folder: Path) -> Iterator[tuple[Site, Page]]:
    """What the demo's own two nights of crawling captured."""
    sites = load_sites(folder / "sites")
    for path in sorted((folder / "warc").rglob("*.warc.gz")):
        for answer in read_pages(path, sites, print):
            if isinstance(answer, Answer) and not answer.revisit:
                yield sites[answer.capture.site], answer.page


def main() -> None:
    """Reads the command line, prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000, help="how many pages to generate")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    known = Directory.load(ROOT / "archive" / "data" / "organisations.toml").organisations.values()
    directory = Directory([*known, *organisations()])
    _report("generated", list(_cases(_generated(options.pages), directory)), directory, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        directory = Directory.load(ORGANISATIONS)
        _report("demo", list(_cases(_demo(make(Path(folder))), directory)), directory, options.rounds)


def _report(name: str, cases: list[Case], directory: Directory, rounds: int) -> None:
    times = measure(cases, directory, rounds, cold=False)
    print(table(name, cases, times), flush=True)
    cost = sum(mean(times[stage]) for stage in READING)
    ratio = cost / mean(times["our parse"])
    report(Row(f"lists: find, cut, resolve; {name}", cost, "ms a page", ratio, "our parse", most=1))
    print(table(f"{name}, cold", cases, measure(cases, directory, rounds, cold=True)), flush=True)


if __name__ == "__main__":
    main()
