"""The process of one errand: `python -m signataires.spread.visit`, started by `errand.run` and by nobody else.

It makes an attempt: a data folder of its own for a while, crawled into by the same code as on one machine, then brought
to where the attempts lie, with what is needed to take it over.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from scraper.crawl import NOTES, crawl
from scraper.log import log_to, logged
from scraper.remembered import take_out
from scraper.watch import Watch
from signataires.evidence.manifests import digest_of_file
from signataires.places import get, place, put
from signataires.spread.attempts import Attempt, begin, die_with
from signataires.spread.errand import Errand, received
from signataires.verbs import say

MEMORY = "memory.db"


def main() -> int:
    """Does the errand that comes through standard input."""
    errand, attempts = received(0), list[Attempt]()
    die_with(0, attempts)
    task = place(errand.place) / errand.name
    attempt = begin(task, errand.lease, errand.night)
    if attempt is None:
        return 0  # done by another, whose word did not come through
    attempts.append(attempt)
    try:
        return _visit(errand, task, attempt)
    except Exception as error:
        attempt.end(whole=False, night=errand.night, why=f"{type(error).__name__}: {error}")
        raise


def _visit(errand: Errand, task: Path, attempt: Attempt) -> int:
    os.environ["SIGNATAIRES_CONTACT"] = errand.contact
    with tempfile.TemporaryDirectory(prefix="signataires-") as folder:
        data = Path(folder)
        get(task / MEMORY, data / "crawl.db")
        log_to(data)
        watch = Watch(data, errand.bounds)
        tallies = crawl(
            errand.sites,
            data,
            logged(say),
            full=errand.full,
            watch=watch,
            withdrawn=errand.withdrawn,
            former=dict(errand.former),
        )
        if watch.stopped:
            attempt.end(whole=False, night=errand.night, why=watch.stopped)
            say(watch.stopped)
            return 1
        attempt.end(whole=True, night=errand.night, tallies=tallies, files=_bring(errand, data, attempt.folder))
    return 0


def _bring(errand: Errand, data: Path, to: Path) -> dict[str, Any]:
    """Brings the captures and the memory to the attempt's folder; the size and SHA-256 of each file of captures."""
    files = {}
    for path in sorted((data / "warc").glob("*.warc.gz")):
        if not path.name.startswith(NOTES):  # whoever takes this over writes one for all
            put(path, to / path.name)
            files[path.name] = [path.stat().st_size, digest_of_file(path)]
    take_out(data / "crawl.db", data / MEMORY, [site.slug for site in errand.sites])
    put(data / MEMORY, to / MEMORY)
    return files


if __name__ == "__main__":
    sys.exit(main())
