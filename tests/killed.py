"""Runs the command and ends it, as `kill` does, at a moment that the caller chose.

    python -m tests.killed PHASE NTH DELAY SIGKILL refresh --data …

The signal comes DELAY seconds after a phase was entered for the NTH time; a phase that is not entered so often ends
nothing. `moment` is entered once, at the start. `torn` leaves half of a record on the disk.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from io import FileIO
from typing import Any

PHASES = {
    "salvage": ("scraper.crawl", "salvage"),
    "discovery": ("scraper.spider", "SiteSpider.parse_listing"),
    "fetching": ("scraper.spider", "SiteSpider.parse_page"),
    "remembering": ("scraper.memory", "Memory.note"),
    "recording": ("scraper.record", "Recorder._flush"),
    "closing": ("scraper.record", "Recorder.close"),
    "reading": ("signataires.runs", "events_of"),
    "reading again": ("signataires.reread", "_Reader.read"),
    "noting": ("signataires.reread", "_note"),
    "folding": ("archive.build", "_settle_one"),
    "works": ("archive.build", "_settle_works"),
    "summarising": ("signataires.pipeline", "summarise"),
    "committing": ("signataires.pipeline", "_Build._commit"),
    "rebuilding": ("signataires.pipeline", "rebuild"),
    "replacing": ("signataires.pipeline", "_replace_ledger"),
    "shrinking": ("signataires.pipeline", "_shrink"),
}


class Killer:
    """Sends this process a signal, a while after it was told so for the nth time."""

    def __init__(self, nth: int, delay: float, number: signal.Signals) -> None:
        self.left, self.delay, self.number = nth, delay, number

    def enter(self) -> None:
        self.left -= 1
        if self.left == 0:
            threading.Thread(target=self._kill, daemon=True).start() if self.delay else self._send()

    def _kill(self) -> None:
        time.sleep(self.delay)
        self._send()

    def _send(self) -> None:
        os.kill(os.getpid(), self.number)


def arm(phase: str, killer: Killer) -> None:
    """Lets the killer know whenever a phase is entered."""
    if phase == "moment":
        killer.enter()
    elif phase == "torn":
        tear(killer.left)
    else:
        module, name = PHASES[phase]
        owner: Any = import_module(module)
        *path, last = name.split(".")
        for part in path:
            owner = getattr(owner, part)
        setattr(owner, last, _watched(getattr(owner, last), killer))


def _watched(function: Callable[..., Any], killer: Killer) -> Callable[..., Any]:
    def watched(*arguments: Any, **named: Any) -> Any:
        killer.enter()
        return function(*arguments, **named)

    return watched


def tear(nth: int) -> None:
    """Writes half of the nth record of all, and kills."""
    import scraper.record

    written = 0

    class Torn(FileIO):
        def write(self, data: Any, /) -> int:
            nonlocal written
            written += 1
            if written == nth:
                super().write(bytes(data)[: len(bytes(data)) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return super().write(data)

    scraper.record.FileIO = Torn  # type: ignore[misc]


if __name__ == "__main__":
    from signataires.cli import main

    phase, nth, delay, name, *words = sys.argv[1:]
    arm(phase, Killer(int(nth), float(delay), signal.Signals[name]))
    sys.exit(main(words))
