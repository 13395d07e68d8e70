"""Engines: what gives tasks to workers. None is the default: the work is done where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Protocol, TypeVar

from scraper.site import SiteError

T = TypeVar("T")
R = TypeVar("R")
Say = Callable[[str], None]
TRIES = 3  # workers that may die at one task before it is given up


class Engine(Protocol):
    """Does work elsewhere. A task whose worker died is done again."""

    def map(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Exception]]:
        """Each task with what came of it, as soon as it is done, in no order; an exception when it was given up."""


def engine(where: str, say: Say) -> Engine | None:
    """The engine that is named: none, a number of processes on this machine, or the address of a Dask scheduler."""
    if not where or where == "1":
        return None
    if where.isdecimal():
        return Processes(int(where))
    try:
        from signataires.spread.cluster import Cluster
    except ImportError as error:
        raise SiteError(f"--workers {where}: {error}; pip install 'signataires[cluster]'") from error
    return Cluster(where, say)


class Processes:
    """So many processes on this machine."""

    def __init__(self, count: int) -> None:
        self._count = count

    def map(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Exception]]:
        """See `Engine`. A process that dies takes its pool with it: what was not done is begun anew, three times."""
        todo = dict(enumerate(tasks))
        for left in reversed(range(TRIES)):
            if not todo:
                return
            try:
                for number, result in self._some(work, todo):
                    task = todo.pop(number)
                    yield task, result
            except BrokenProcessPool as error:
                if not left:
                    yield from ((task, error) for task in todo.values())

    def _some(self, work: Callable[[T], R], todo: dict[int, T]) -> Iterator[tuple[int, R | Exception]]:
        pool, done = ProcessPoolExecutor(self._count, mp_context=get_context("spawn")), False
        try:
            futures = {pool.submit(work, task): number for number, task in todo.items()}
            for future in as_completed(futures):
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    raise error
                yield futures[future], error if isinstance(error, Exception) else future.result()
            done = True
        finally:
            running = [] if done else [*getattr(pool, "_processes", {}).values()]
            pool.shutdown(wait=done, cancel_futures=True)
            for process in running:  # told to stop: what they are at may take hours
                process.terminate()
