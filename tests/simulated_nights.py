"""Many nights over several small sites in one process, by a simulated clock: what cron would do in two months.

    python -m tests.simulated_nights FOLDER

Each site of `tests.lying_sites` lies in its own way; `FOLDER` then holds the archive, and `FOLDER/nights.jsonl` what
each run reported. A process of its own, since a reactor runs once.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from scrapy.utils.reactor import install_reactor

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

from archive.resolve import Directory  # noqa: E402  (the reactor comes first)
from scraper.clock import SHIFT  # noqa: E402
from scraper.crawl import Night, _run  # noqa: E402
from scraper.site import load_sites  # noqa: E402
from scraper.watch import Watch  # noqa: E402
from signataires.pipeline import build  # noqa: E402
from tests.archives import Archive  # noqa: E402
from tests.lying_sites import NIGHTS, SITES  # noqa: E402

DAY = 86_400


async def nights(archive: Archive, stack: ExitStack) -> None:
    """All nights of all sites."""
    running = {name: stack.enter_context(case.start()) for name, case in SITES.items()}
    for name, case in SITES.items():
        archive.site(name, running[name].home, case.family, f"scope.whole = true\n{case.more}")
    archive.data.mkdir()
    sites, directory = load_sites(archive.sites), Directory.load(archive.folder / "organisations.toml")
    with (archive.folder / "nights.jsonl").open("w", encoding="utf-8") as told:
        for day in NIGHTS:
            os.environ[SHIFT] = str(day * DAY)
            for name, case in SITES.items():
                running[name].reset()
                case.tell(running[name], day)
            night = Night(Watch(archive.data), "essai/1 (mailto:essai@example.org)", lambda _: None, full=False)
            (archive.data / "warc").mkdir(exist_ok=True)
            await night.sites(sites.values())
            build(archive.data, sites, directory, lambda _: None)
            for name, tally in night.tallies.items():
                asked = [path for path, _ in running[name].requests]
                told.write(json.dumps({"day": day, **tally, "asked": asked}) + "\n")
            told.flush()
            await asyncio.sleep(0)


def main() -> None:
    """Runs them."""
    with ExitStack() as stack:
        _run(nights(Archive(Path(sys.argv[1])), stack), frozenset(["127.0.0.1"]))


if __name__ == "__main__":
    main()
