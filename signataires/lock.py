"""One refresh at a time: a lock that the system itself releases when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Locked(RuntimeError):
    """Somebody else holds the lock; the message says who."""


@contextmanager
def lock(data: Path) -> Iterator[None]:
    """Holds the lock of a data folder. Raises `Locked` when another process does."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Locked(f"{data}: another refresh (process {holder}) holds the lock; nothing was done") from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
