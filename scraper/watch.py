"""What is looked after while a run goes on: room on the disk, memory, and whoever watches it work."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MB = 1_000_000
Show = Callable[[str, int, int], None]  # what is worked on, how much of it is done, of how much


def unseen(what: str, done: int, of: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a run may take of its machine, in bytes. 0 for no bound."""

    least_free: int = 500 * MB  # of the data folder's disk, which is to stay free
    most_captures: int = 0  # all that lies in `data/warc`
    most_memory: int = 700 * MB


@dataclass(slots=True)
class Watch:
    """Looks after one run over a data folder. `stopped` says why it ended before its end; empty when it did not."""

    data: Path
    bounds: Bounds = Bounds()
    show: Show = unseen
    stopped: str = ""
    _held: int = field(init=False)

    def __post_init__(self) -> None:
        self._held = sum(path.stat().st_size for path in (self.data / "warc").glob("*"))

    def room(self, written: int = 0, wanted: int = 0) -> str:
        """Why nothing more may be written, with `written` bytes of captures since the start; empty when it may be.

        `wanted` bytes are about to be needed.
        """
        free = shutil.disk_usage(self.data).free
        if self.bounds.least_free and free - wanted < self.bounds.least_free:
            needed = f"{wanted // MB} MB are needed, and " if wanted else ""
            must = f"{needed}{self.bounds.least_free // MB} MB must stay free (--least-free)"
            return f"{self.data}: its disk has {free // MB} MB left; {must}: make room"
        held = self._held + written
        if self.bounds.most_captures and held > self.bounds.most_captures:
            return (
                f"{self.data / 'warc'}: the captures take {held // MB} MB, {self.bounds.most_captures // MB} MB are"
                " allowed (--most-captures): allow more, or move the archive to a larger disk"
            )
        return ""

    def crowded(self) -> bool:
        """Whether this process takes more memory than it may."""
        return bool(self.bounds.most_memory) and memory() > self.bounds.most_memory


def memory() -> int:
    """Bytes of memory that this process takes now; where the system does not say, the most that it ever took."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return peak_memory()
    return pages * os.sysconf("SC_PAGE_SIZE")


def peak_memory() -> int:
    """The most bytes of memory that this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
