"""Times the pages of a large archive through HTTP, one client at first, then sixteen while a refresh writes.

    python -m benchmarks.serving [--statements 100000] [--folder DIR] [--rounds 30] [--clients 16] [--seconds 60]

Makes an archive of generated statements as `benchmarks.search_speed` does (a folder keeps it for the next time) and
serves it as `signataires serve` does. Each page is asked with another statement, organisation or query every time.
Prints milliseconds (p50, p95, worst) by kind of page beside their bounds. Then as many clients as told ask all of them,
one after another without a pause, while a writer saves fifty statements a second as a refresh does; prints how many
pages they got, how long they waited, and every answer that was not a 200. `--clients 0` leaves that out. Exit code 1
when a bound is missed or a client met an error.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx

from archive.schema import open_archive
from archive.search.index import Index
from benchmarks.search_speed import archive, percentile
from benchmarks.searching.large import ORGANISATIONS, SITES, THOUSAND, store, thousand, vocabulary
from benchmarks.table import Row, report
from signataires.serve import arguments
from tests.demo_archive import wait_for
from tests.servers.apache import free_port
from tests.servers.process import running

BOUNDS = {"search": 150.0, "search as JSON": 150.0, "statement": 50.0, "organisation": 300.0}  # ms, for 95 of 100
WRITTEN = 50  # statements in each second of the refresh


def pages(statements: int) -> dict[str, Callable[[int], str]]:
    """The address of the n-th page of each kind, never the same twice."""
    words = vocabulary()
    return {
        "home": lambda n: f"/?n={n}",
        "search": lambda n: f"/recherche?q={quote(words[10 + n * 7])}",
        "search as JSON": lambda n: f"/recherche.json?q={quote(words[12 + n * 7])}",
        "two words": lambda n: f"/recherche?q={quote(f'{words[15 + n * 3]} {words[900 + n * 11]}')}",
        "narrowed": lambda n: f"/recherche?q={quote(words[14 + n * 7])}&site=site-{n % SITES}&annee={1996 + n % 30}",
        "statement": lambda n: f"/communiques/s-{n * 7919 % statements}",
        "organisation": lambda n: f"/organisations/org-{n * 13 % ORGANISATIONS}?n={n}",
        "site": lambda n: f"/sites/site-{n % SITES}?n={n}",
        "organisations": lambda n: f"/organisations?n={n}",
        "coverage": lambda n: f"/couverture?n={n}",
        "changes": lambda n: f"/changements?n={n}",
    }


def alone(home: str, statements: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each page, by kind, with one client."""
    spent: dict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=home, timeout=120) as client:
        for number in range(rounds):
            for kind, address in pages(statements).items():
                spent[kind].append(_ask(client, address(number)))
    return spent


def _ask(client: httpx.Client, address: str) -> float:
    start = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return (time.perf_counter() - start) * 1000


def together(home: str, statements: int, clients: int, seconds: float) -> tuple[list[float], list[str]]:
    """Milliseconds of all that so many clients got, and what went wrong."""
    spent, troubles, numbers = list[float](), list[str](), count()
    until = time.monotonic() + seconds

    def read() -> None:
        with httpx.Client(base_url=home, timeout=60) as client:
            for number in numbers:
                for address in pages(statements).values():
                    if time.monotonic() > until:
                        return
                    try:
                        spent.append(_ask(client, address(number % 800)))
                    except (httpx.HTTPError, RuntimeError) as trouble:
                        troubles.append(str(trouble) or repr(trouble))

    threads = [threading.Thread(target=read) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent, troubles


def refresh(path: Path, first: int) -> None:
    """Saves statements for as long as it is let, fifty a second, as a build does."""
    with closing(open_archive(path)) as db:
        index = Index(db)
        for number in count(first):
            made = thousand(number)
            for start in range(0, THOUSAND, WRITTEN):
                began = time.monotonic()
                store(db, made[start : start + WRITTEN], index)
                index.flush()
                db.commit()
                time.sleep(max(0.0, 1 - (time.monotonic() - began)))


def lines(spent: dict[str, list[float]]) -> Iterator[str]:
    """The measures as lines of text."""
    yield f"{'ms':<16}{'p50':>9}{'p95':>9}{'worst':>9}{'bound':>9}"
    for kind, times in spent.items():
        bound = BOUNDS.get(kind)
        said = "" if bound is None else f"{bound:9.0f}" + ("" if percentile(times) <= bound else "  missed")
        yield f"{kind:<16}{median(times):9.1f}{percentile(times):9.1f}{max(times):9.1f}{said}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        served = Path(temporary) / "archive.db"
        kept = archive(told.folder or Path(temporary), told.statements)
        if told.clients:
            shutil.copyfile(kept, served)  # the refresh writes to it
        else:
            served = kept
        failed = measure(served, told, Path(temporary) / "datasette.log")
    raise SystemExit(1 if failed else 0)


def measure(served: Path, told: argparse.Namespace, log: Path) -> bool:
    """Prints what was measured of an archive; whether a bound was missed or a client met an error."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    with running(arguments(served.parent, "127.0.0.1", port), log) as process:
        wait_for(home, process, log)
        with httpx.Client(base_url=home, timeout=120) as client:
            waited = _ask(client, "/organisations")  # what is made when the site starts is made now
        print(f"who asks for the organisations at once waits {waited:.0f} ms")
        spent = alone(home, told.statements, told.rounds)
        print(f"{told.statements} statements, one client, {told.rounds} pages of each kind")
        print("\n".join(lines(spent)), flush=True)
        found = {kind: Row(f"{kind}, p95", percentile(spent[kind]), "ms", most=most) for kind, most in BOUNDS.items()}
        report(*found.values())
        missed = not all(row.met for row in found.values())
        if not told.clients:
            return missed
        writer = get_context("spawn").Process(target=refresh, args=(served, told.statements // THOUSAND), daemon=True)
        writer.start()
        times, troubles = together(home, told.statements, told.clients, told.seconds)
        alive = writer.is_alive()
        writer.terminate()
        writer.join()
    print(
        f"{told.clients} clients, {told.seconds:.0f} s, a refresh of {WRITTEN} a second: {len(times)} pages,", end=" "
    )
    print(f"p50 {median(times):.0f}, p95 {percentile(times):.0f}, worst {max(times):.0f} ms; {len(troubles)} errors")
    report(Row(f"{told.clients} clients while a refresh writes: errors", len(troubles), "", most=0))
    print("\n".join(troubles[:10] if alive else [*troubles[:10], "the refresh ended by itself"]))
    return missed or bool(troubles) or not alive


if __name__ == "__main__":
    main()
