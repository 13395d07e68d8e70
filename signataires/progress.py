"""How far a run has come, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from scraper.watch import Show


@contextmanager
def shown() -> Iterator[Show]:
    """Draws, at the bottom of stderr while it lasts, one line for each thing that is worked on and not done yet."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:.0f} / {task.total:.0f}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        lines: dict[str, TaskID] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in lines:
                lines[what] = progress.add_task(what, total=of)
            progress.update(lines[what], completed=done, total=of)
            if done >= of:
                progress.remove_task(lines.pop(what))

        yield show
