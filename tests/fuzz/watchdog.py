"""Ends a reading that does not end by itself: by processor time, so that a busy machine changes nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 10.0  # of processor time, for an input of `mutations.LARGEST` bytes at most: most take a hundredth


class Hung(AssertionError):
    """A reading took longer than any input of its size may."""


@contextmanager
def watched(seconds: float = SECONDS) -> Iterator[None]:
    """Raises `Hung` where the block spends more than that."""
    former = signal.signal(signal.SIGPROF, _hung)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def _hung(number: int, frame: FrameType | None) -> None:
    raise Hung(f"more than {SECONDS:g} s of processor time")
