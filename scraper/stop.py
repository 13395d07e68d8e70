"""The word to stop: SIGTERM, SIGINT (Ctrl-C) or SIGHUP (the terminal went away)."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """Somebody told the run to stop, which is no failure; the message is the name of the signal."""


@contextmanager
def stoppable() -> Iterator[None]:
    """While it lasts, the word to stop raises `Stopped`; said twice, it ends the process on the spot.

    It may come anywhere, so what is done meanwhile must bear being left anywhere, as it must bear being killed:
    databases roll back, files get their names when they are whole.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    heard = [number for number, handler in before.items() if handler is not signal.SIG_IGN]  # nohup stays nohup

    def stop(number: int, _: FrameType | None) -> None:
        for other in heard:
            signal.signal(other, signal.SIG_DFL)
        raise Stopped(signal.Signals(number).name)

    for number in heard:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def listening(told: Callable[[str], None]) -> Iterator[None]:
    """While it lasts, the running event loop hears the word to stop, by the signal's name, and nothing is raised."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    heard = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in heard:
        loop.add_signal_handler(number, told, signal.Signals(number).name)
    try:
        yield
    finally:
        for number in heard:
            loop.remove_signal_handler(number)
            signal.signal(number, before[number])
