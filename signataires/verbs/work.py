"""What every verb that changes a data folder does around its work: the lock, the log, bounds, a progress display."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields

from scraper.log import log_to, logged
from scraper.site import SiteError
from scraper.watch import Bounds, Watch
from signataires.lock import lock
from signataires.verbs import quiet, say

BOUNDS = {
    "--least-free": (
        "SIGNATAIRES_LEAST_FREE",
        "500M",
        "of the disk that must stay free; else nothing is begun, or the run ends",
    ),
    "--most-captures": ("SIGNATAIRES_MOST_CAPTURES", "0", "that all captures together may take"),
    "--most-memory": (
        "SIGNATAIRES_MOST_MEMORY",
        "700M",
        "of memory; above it the largest site is left to the next run",
    ),
}
UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


@contextmanager
def at_work(arguments: argparse.Namespace, wanted: int = 0) -> Iterator[tuple[Watch, Callable[[str], None]]]:
    """Holds the data folder and gives what looks after the run, and what its messages are said with.

    Raises `Locked` when another run holds it; `SiteError`, with nothing done, when it cannot be written or its disk has
    no room for `wanted` bytes.
    """
    hushed = getattr(arguments, "quiet", False)
    with lock(arguments.data):
        log_to(arguments.data)
        told = {item.name: getattr(arguments, item.name) for item in fields(Bounds) if hasattr(arguments, item.name)}
        watch = Watch(arguments.data, Bounds(**told))
        if why := watch.room(wanted=wanted):
            raise SiteError(f"{why}; nothing was done")
        if hushed or not sys.stderr.isatty():
            yield watch, logged(quiet if hushed else say)
            return
        from signataires.progress import shown

        with shown() as watch.show:
            yield watch, logged(say)


def add_bounds(parser: argparse.ArgumentParser) -> None:
    """What a run may take of its machine, and who does its work."""
    for name, (variable, usual, told) in BOUNDS.items():
        default = os.environ.get(variable, usual)
        parser.add_argument(name, type=size, default=default, metavar="SIZE", help=f"{told} (${variable}; {usual})")
    told = (
        "who does the work: nobody else (1, the default), so many processes, or a cluster's scheduler, tcp://host:8786"
    )
    default = os.environ.get("SIGNATAIRES_WORKERS", "")
    parser.add_argument("--workers", default=default, metavar="WHERE", help=f"{told} ($SIGNATAIRES_WORKERS)")


def size(text: str) -> int:
    """A number of bytes as people write it: 500M, 2G, 0 for no bound."""
    found = re.fullmatch(r"(\d+)([KMGT]?)B?", text.strip().upper())
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 500M, 20G, or 0 for no bound")
    return int(found[1]) * UNITS[found[2]]
