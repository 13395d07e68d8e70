"""What reads bytes from outside bears bytes that nobody meant. Ten minutes of each: `make test-long`."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fuzz.search import QUIET, Search
from tests.fuzz.targets import TARGETS
from tests.fuzz.watchdog import Hung, watched

FOUND = Path(__file__).parent / "fuzz" / "found"
INPUTS = {"pdf": 6, "lists": 12, "spip": 12, "site-file": 15}  # in a test run, which must be short; the others: 30
MINUTES = 10


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_of_each(name: str, tmp_path: Path) -> None:
    search = Search(TARGETS[name], tmp_path)
    search.round(settings(QUIET, max_examples=INPUTS.get(name, 30), derandomize=True))
    assert not search.flaws, [path.read_text("utf-8") for path in tmp_path.glob("*.txt")]
    assert search.taken, f"{name}: nothing was read: the mutations are too wild to show anything"


@pytest.mark.parametrize("path", sorted(FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_is_mended(path: Path) -> None:
    with watched():
        TARGETS[path.parent.name].feed(path.read_bytes())


def test_the_search_finds_flaws_and_tells_each_once(tmp_path: Path) -> None:
    def stumbles(body: bytes) -> object:
        return body.index(b"Signataires") if b"<" in body else int(b"x")

    target = TARGETS["spip"]
    search = Search(type(target)("broken", stumbles, target.seeds, "html"), tmp_path)
    with redirect_stderr(io.StringIO()) as said:
        for _ in range(3):
            search.round(settings(QUIET, max_examples=60, derandomize=True))
    assert search.flaws == {place for place in search.flaws if place.startswith("ValueError test_fuzz.py")}
    assert 1 <= len(said.getvalue().splitlines()) <= 2


def test_a_reading_without_end_is_ended() -> None:
    def reading() -> None:
        with watched(0.05):
            while True:
                pass

    with pytest.raises(Hung):
        reading()


@pytest.mark.long
@pytest.mark.timeout(MINUTES * 60 + 300)
@pytest.mark.parametrize("name", TARGETS)
def test_ten_minutes_of_each(name: str, tmp_path: Path) -> None:
    search = Search(TARGETS[name], tmp_path)
    search.go(MINUTES * 60)
    assert not search.flaws, [path.read_text("utf-8") for path in tmp_path.glob("*.txt")]
