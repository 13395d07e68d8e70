"""The engine of a cluster: Dask's scheduler, which knows its workers, sees them die and gives their tasks again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from distributed import Client, as_completed
from distributed.comm.core import CommClosedError

from scraper.site import SiteError

T = TypeVar("T")
R = TypeVar("R")
PATIENCE = float(os.environ.get("SIGNATAIRES_PATIENCE", 600))  # seconds for a scheduler to come back
AHEAD = 2000  # tasks that the scheduler holds at once: it keeps each in memory, and slows down with very many
LOST = (CancelledError, CommClosedError, TimeoutError)


class Cluster:
    """A Dask scheduler at an address."""

    def __init__(self, address: str, say: Callable[[str], None]) -> None:
        self._address, self._say = address, say

    def map(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Exception]]:
        """See `Engine`. A scheduler that is restarted knows nothing any more: what was not done is given anew."""
        waiting, todo, number = iter(tasks), dict[int, T](), 0
        while True:
            for task in islice(waiting, AHEAD - len(todo)):
                todo[number] = task
                number += 1
            if not todo:
                return
            with self._client() as client:
                given: dict[Any, int] = {client.submit(work, task, pure=False): one for one, task in todo.items()}
                done = as_completed(given, loop=client.loop)
                try:
                    for future in done:
                        error = future.exception() if future.status == "error" else None
                        result = error if isinstance(error, Exception) else future.result()
                        yield todo.pop(given.pop(future)), result
                        for task in islice(waiting, 1):
                            todo[number] = task
                            future = client.submit(work, task, pure=False)
                            given[future] = number
                            done.add(future)
                            number += 1
                except LOST as error:
                    self._say(f"{self._address}: the scheduler is gone ({error}); {len(todo)} tasks are given again")

    @contextmanager
    def _client(self) -> Iterator[Client]:
        try:
            client = Client(self._address, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise SiteError(f"--workers {self._address}: no Dask scheduler answers there: {error}") from error
        try:
            yield client
        finally:
            client.close(timeout=5)
