"""What takes long to find out is found out once for each state of the archive, and never while a reader waits twice."""

from __future__ import annotations

import asyncio
import os
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
HELD = 256  # values
QUICK = 0.2  # seconds: what took less is found out again at once, what took longer is shown as it was meanwhile


def state_of(path: str | None) -> str:
    """What changes whenever the database does: times and sizes of its file and of its log."""
    told = list[str]()
    for name in (path, f"{path}-wal") if path else ():
        try:
            seen = os.stat(name)  # noqa: PTH116  # twice for every request
        except FileNotFoundError:
            continue
        if seen.st_size:
            told.append(f"{seen.st_mtime_ns:x}-{seen.st_size:x}")
    return ".".join(told)


@dataclass(slots=True)
class _Kept:
    state: str
    value: Any
    took: float


class Memory:
    """Values by what they are about, each with the state of the archive that it was made from."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[Any]] = {}

    @property
    def kept(self) -> list[Any]:
        """The keys of what it holds, the longest unused first."""
        return list(self._kept)

    async def get(self, key: Hashable, state: str, make: Callable[[], Awaitable[T]]) -> T:
        """The value of a key; made when there is none. One that took long stays in use while the next is made."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            if kept.state == state:
                value: T = kept.value
                return value
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.ensure_future(self._make(key, state, make))
        if kept is not None and kept.took > QUICK:
            return kept.value  # type: ignore[no-any-return]
        made: T = await asyncio.shield(task)
        return made

    async def _make(self, key: Hashable, state: str, make: Callable[[], Awaitable[T]]) -> T:
        start = time.monotonic()
        try:
            value = await make()
        finally:
            del self._making[key]
        self._kept[key] = _Kept(state, value, time.monotonic() - start)
        while len(self._kept) > HELD:
            self._kept.popitem(last=False)
        return value
