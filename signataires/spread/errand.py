"""An errand: the sites of one host, to be crawled by whoever is given it, in a process that dies with its worker."""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.withdrawals.recognise import NOTHING, Withdrawn
from scraper.site import Site, bare_host
from scraper.watch import Bounds

LENGTH = struct.Struct(">Q")
TAIL = 500  # characters of the last line that a process said before it failed


@dataclass(frozen=True, slots=True)
class Errand:
    """The sites of one host. `place` is where its attempts lie, `night` the moment at which the run began.

    `former` is the newest file of captures of each site, by its moment: the names of new ones come after it.
    """

    host: str
    sites: tuple[Site, ...]
    place: str
    night: str
    contact: str
    full: bool
    bounds: Bounds
    lease: float
    withdrawn: Withdrawn = NOTHING
    former: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name of its folder."""
        return folder_of(self.host)


def host_of(site: Site) -> str:
    """What must not be asked by two at once."""
    return bare_host(urlsplit(site.home).netloc)


def folder_of(host: str) -> str:
    """A host as the name of a folder."""
    return host.replace(":", "_").strip("[]")


def run(errand: Errand) -> str:
    """Crawls in a process of its own; what went wrong, empty when nothing did.

    The errand goes through a pipe that stays open as long as this process lives; the other ends when it closes.
    """
    written = pickle.dumps(errand)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        command = [sys.executable, "-m", "signataires.spread.visit"]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said)
        assert child.stdin is not None
        try:
            child.stdin.write(LENGTH.pack(len(written)) + written)
            child.stdin.flush()
            code = child.wait()
        except BrokenPipeError:
            code = child.wait()
        finally:
            child.kill()
            child.wait()
            child.stdin.close()
        said.seek(0)
        told = said.read().strip()
        if code:
            print(told, file=sys.stderr, flush=True)  # whole, for the worker's log
        return "" if code == 0 else f"its process ended with {code}: {told.rpartition(chr(10))[2][-TAIL:]}"


def received(pipe: int) -> Errand:
    """The errand that comes through a pipe; nothing after it is read."""
    (length,) = LENGTH.unpack(_read(pipe, LENGTH.size))
    errand: Errand = pickle.loads(_read(pipe, length))
    return errand


def _read(pipe: int, length: int) -> bytes:
    found = b""
    while len(found) < length:
        part = os.read(pipe, length - len(found))
        if not part:
            raise EOFError("the worker that gave this errand is gone")
        found += part
    return found
