"""One run at a time on a data folder: a lock that the system itself releases when its holder dies.

What stands in the lock file only tells people who holds it: a file that a dead process left, with a number that another
process has by now, is no lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from scraper.clock import now
from scraper.site import SiteError

NAME = "lock"
LONG = 24  # hours after which a holder has probably hung


class Locked(RuntimeError):
    """Somebody else holds the lock; the message says who."""


@contextmanager
def lock(data: Path) -> Iterator[None]:
    """Holds the lock of a data folder, which is made where it is missing.

    Raises `Locked` when another process holds it, `SiteError` when the folder cannot be written or cannot be locked.
    """
    with _taken(data) as file:
        yield
        _tell(file, "")


def _taken(data: Path) -> FileIO:
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = FileIO(data / NAME, "a+")
    except OSError as error:
        raise SiteError(f"{data}: cannot be written ({error.strerror}); nothing was done") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _tell(file, json.dumps({"process": os.getpid(), "host": socket.gethostname(), "since": now()}))
    except BlockingIOError:
        with file:
            raise Locked(f"{data}: {_holder(file)} holds the lock; nothing was done") from None
    except OSError as error:
        file.close()
        raise SiteError(
            f"{data}: cannot be locked ({error.strerror}); on a network file system without locks SQLite would lose"
            " data too: keep the archive on a disk of this machine"
        ) from error
    return file


def _tell(file: FileIO, text: str) -> None:
    file.truncate(0)
    file.write(text.encode())


def _holder(file: FileIO) -> str:
    file.seek(0)
    try:
        told = json.loads(file.read())
        hours = (datetime.now(UTC) - datetime.fromisoformat(told["since"])).total_seconds() / 3600
    except (ValueError, KeyError, TypeError):
        return "another run"
    hung = f"; for {hours:.0f} hours: if it hangs, `kill {told['process']}` ends it" if hours > LONG else ""
    return f"another run (process {told['process']} on {told['host']}, since {told['since']}{hung})"
