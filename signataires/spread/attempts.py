"""Attempts at a task, numbered, one at a time whatever the hosts: a lease on any storage that can create a file once.

`<task>/000003/` is the third attempt: `begun` was created by whoever is at it, `alive` changes as long as it lasts,
`end.json` says what came of it. Nobody else begins before an attempt has ended, or has given no sign of life for as
long as its lease. Clocks of different hosts are never compared: who waits looks whether `alive` changes, who works ends
itself when it could not say in time that it is alive. No rename, no lock of a file system is needed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEASE = float(os.environ.get("SIGNATAIRES_LEASE", 60))  # seconds
BEGUN, ALIVE, END = "begun", "alive", "end.json"


class Attempt:
    """One worker's attempt at a task, in a folder of its own."""

    def __init__(self, folder: Path, lease: float) -> None:
        self.folder, self._lease = folder, lease
        self._said, self._over = _clock(), threading.Event()
        self._count = 0
        threading.Thread(target=self._live, daemon=True).start()

    @property
    def lapsed(self) -> bool:
        """Whether others may take this attempt for dead soon: its holder must be gone by then."""
        return not self._over.is_set() and _clock() - self._said > self._lease / 2

    def _live(self) -> None:
        while not self._over.wait(self._lease / 8):
            before = _clock()
            self._count += 1
            try:
                (self.folder / ALIVE).write_text(f"{self._count}", "utf-8")
                self._said = before
            except Exception:  # noqa: BLE001  (storage of any kind; when it stays away, the lease lapses)
                pass

    def end(self, **told: Any) -> None:
        """Says what came of it; whole attempts say `whole`."""
        _write(self.folder / END, json.dumps(told, ensure_ascii=False))
        self._over.set()


def begin(task: Path, lease: float, night: str) -> Attempt | None:
    """Begins the next attempt at a task, when no other is going on. None when one of this night was whole already."""
    while True:
        number = max(numbers(task), default=0)
        last = task / name_of(number)
        ended = _wait_for_end(last, lease) if number else None
        if ended and ended.get("whole") and ended.get("night") == night:
            return None
        mine = task / name_of(number + 1)
        if isinstance(mine, Path):  # object storage has no folders
            mine.mkdir(parents=True, exist_ok=True)
        try:
            with (mine / BEGUN).open("xb") as file:
                file.write(json.dumps({"host": socket.gethostname(), "process": os.getpid()}).encode())
        except FileExistsError:
            continue  # another was faster
        return Attempt(mine, lease)


def _wait_for_end(last: Path, lease: float) -> dict[str, Any] | None:
    """Waits until an attempt has ended, or shows no life for as long as its lease; what it ended with."""
    seen, since = _read(last / ALIVE), _clock()
    while True:
        if (told := _read(last / END)) is not None:
            ended: dict[str, Any] = json.loads(told)
            return ended
        if (now := _read(last / ALIVE)) != seen:
            seen, since = now, _clock()
        if _clock() - since > lease:
            return None
        time.sleep(lease / 20)


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return None


def _write(path: Path, text: str) -> None:
    """Writes what others may be reading: it appears whole."""
    if isinstance(path, Path):
        draft = path.with_name(f".{path.name}")
        draft.write_text(text, "utf-8")
        draft.replace(path)
    else:
        path.write_text(text, "utf-8")


def numbers(task: Path) -> list[int]:
    """The numbers of the attempts there were, in order."""
    try:
        return sorted(int(path.name) for path in task.iterdir() if path.name.isdecimal())
    except (FileNotFoundError, NotADirectoryError):  # as each kind of storage has it
        return []


def name_of(number: int) -> str:
    """The folder of an attempt."""
    return f"{number:06}"


def whole(task: Path, after: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The attempts that came to their end after a number, and what they ended with."""
    for number in numbers(task):
        if number > after and (told := _read(task / name_of(number) / END)) is not None:
            ended = json.loads(told)
            if ended.get("whole"):
                yield number, ended


def _clock() -> float:
    """Seconds that went by, those that a machine slept through included."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def die_with(pipe: int, attempts: list[Attempt]) -> None:
    """From now on this process ends with the one that holds the other end of a pipe, or with its attempt's lease.

    On the spot: it may be in the middle of asking a site that somebody else is about to ask. `attempts` may be
    filled later.
    """

    def watch() -> None:
        while True:
            heard, _, _ = select.select([pipe], [], [], 0.2)
            if (heard and not os.read(pipe, 1 << 10)) or any(one.lapsed for one in attempts):
                os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
