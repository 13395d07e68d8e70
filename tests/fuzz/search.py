"""The search for flaws: Hypothesis draws mutations, each flaw is told once, with the smallest input that shows it."""

from __future__ import annotations

import hashlib
import sys
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import mutated
from tests.fuzz.targets import Target, words
from tests.fuzz.watchdog import watched

ROOT = str(Path(__file__).resolve().parents[2])
QUIET = settings(
    deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)  # fmt: skip


class Search:
    """A search in one target. `flaws` has the place of each, `fed` and `taken` count inputs."""

    def __init__(self, target: Target, into: Path) -> None:
        self.target, self.into = target, into
        self.flaws: set[str] = set()
        self.fed = self.taken = 0
        self._until = 0.0

    def go(self, seconds: float, *, inputs: int = 300) -> None:
        """Searches for so long, in rounds of so many inputs."""
        self._until = time.monotonic() + seconds
        while time.monotonic() < self._until:
            self.round(settings(QUIET, max_examples=inputs))

    def round(self, how: settings) -> None:
        """Reads so many inputs; goes on after a flaw."""
        strategy: st.SearchStrategy[bytes] = mutated(self.target.seeds(), words(self.target.words))
        last: list[bytes] = []

        @how
        @given(strategy)
        def one(body: bytes) -> None:
            last[:] = [body]
            self._feed(body)

        try:
            one()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what was looked for
            self._note(error, last[0])

    def _feed(self, body: bytes) -> None:
        self.fed += 1
        try:
            with watched():
                self.taken += self.target.feed(body)
        except Exception as error:
            if place_of(error) not in self.flaws:
                raise

    def _note(self, error: Exception, body: bytes) -> None:
        several = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
        for one in several:
            self.flaws.add(place_of(one))
        self.into.mkdir(parents=True, exist_ok=True)
        path = self.into / f"{self.target.name}-{hashlib.sha256(body).hexdigest()[:8]}"
        path.write_bytes(body)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8")
        told = f"{place_of(several[0])}: {several[0]!r:.200}; kept in {path}"
        print(f"{self.target.name}: {told}", file=sys.stderr, flush=True)


def place_of(error: BaseException) -> str:
    """Where a flaw is: its type and the last line of ours that it came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(ROOT)]
    ours = [frame for frame in frames if "/tests/" not in frame.filename and "/.venv/" not in frame.filename]
    where = (ours or frames)[-1] if ours or frames else None
    return f"{type(error).__name__} {Path(where.filename).name}:{where.lineno}" if where else type(error).__name__
