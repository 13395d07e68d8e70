"""What the crawler remembers: every change is on disk at once, and pages that stand still are read less often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.memory import OLDEST, YOUNGEST, Address, Memory

URL, RENAMED, MOMENT = "https://rivages.example/Appel", "https://rivages.example/Appel-2", "2026-03-01T09:30:00Z"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    memory = Memory(tmp_path / "crawl.db", "rivages")
    yield memory
    memory.close()


def again(tmp_path: Path, site: str = "rivages") -> Memory:
    """The memory of a run that begins while the first has not even ended."""
    return Memory(tmp_path / "crawl.db", site)


def test_what_is_noted_is_on_disk_at_once(memory: Memory, tmp_path: Path) -> None:
    noted = memory.note(URL, number="5", state="captured", fetched_at=MOMENT, etag='"x"', misses=2)
    with closing(again(tmp_path)) as other:
        assert other.addresses == {URL: noted}
        assert other.find(URL) == noted
        assert isinstance(other.addresses[URL].misses, int)


def test_a_note_changes_what_it_names_and_no_more(memory: Memory) -> None:
    memory.note(URL, number="5", state="captured", digest="a", first_seen=MOMENT)
    assert memory.note(URL, digest="b") == Address(URL, "5", "captured", digest="b", first_seen=MOMENT)
    with pytest.raises(TypeError, match="unexpected keyword"):
        memory.note(URL, colour="red")


def test_a_page_is_found_by_its_number_first(memory: Memory, tmp_path: Path) -> None:
    memory.note(URL, number="5", state="captured")
    assert memory.find(RENAMED, "5") == memory.addresses[URL]
    assert memory.find(RENAMED) is None
    assert memory.find(URL, "6") == memory.addresses[URL]
    memory.note(RENAMED, number="5")
    assert memory.find(URL, "5") == memory.addresses[RENAMED]
    with closing(again(tmp_path)) as other:
        assert other.find("https://rivages.example/ailleurs", "5") is not None


def test_each_site_has_its_own(memory: Memory, tmp_path: Path) -> None:
    memory.note(URL, state="captured")
    with closing(again(tmp_path, "digue")) as other:
        assert other.addresses == {}
        other.note(URL, state="gone")
        other.visited(MOMENT, "api")
    assert memory.visit() == ("", "")
    with closing(again(tmp_path)) as other:
        assert other.addresses[URL].state == "captured"


def test_the_last_run_that_ended_well(memory: Memory, tmp_path: Path) -> None:
    assert memory.visit() == ("", "")
    memory.visited(MOMENT, "api")
    memory.visited("2026-03-02T09:30:00Z")
    with closing(again(tmp_path)) as other:
        assert other.visit() == ("2026-03-02T09:30:00Z", "")


def test_states_are_counted(memory: Memory) -> None:
    for number, state in enumerate(["captured", "gone", "captured"]):
        memory.note(f"{URL}-{number}", state=state)
    assert (memory.count("captured"), memory.count("gone"), memory.count("failed")) == (2, 1, 0)


READ_AGAIN = {
    "never-read": ("", "", "2026-03-01T09:30:00Z", True),
    "an-hour-later": (MOMENT, MOMENT, "2026-03-01T10:30:00Z", False),
    "a-day-later": (MOMENT, MOMENT, "2026-03-02T09:30:00Z", True),
    "unchanged-for-ten-days": ("2026-03-11T09:30:00Z", MOMENT, "2026-03-15T09:30:00Z", False),
    "and-half-of-that-again": ("2026-03-11T09:30:00Z", MOMENT, "2026-03-16T09:30:00Z", True),
    "unchanged-for-years": ("2026-03-01T09:30:00Z", "2016-03-01T09:30:00Z", "2026-04-29T09:30:00Z", False),
    "but-never-forgotten": ("2026-03-01T09:30:00Z", "2016-03-01T09:30:00Z", "2026-04-30T09:30:00Z", True),
    "no-change-known": (MOMENT, "", "2026-03-02T09:30:00Z", True),
}


@pytest.mark.parametrize(("fetched", "changed", "now", "due"), READ_AGAIN.values(), ids=READ_AGAIN.keys())
def test_when_a_page_is_read_again(fetched: str, changed: str, now: str, due: bool) -> None:
    assert Address(URL, fetched_at=fetched, changed_at=changed).due(now) is due


SPANS = st.timedeltas(timedelta(0), timedelta(days=3000))


@given(SPANS, SPANS)
def test_no_page_is_read_too_often_nor_forgotten(still: timedelta, since: timedelta) -> None:
    read = datetime(2020, 1, 1, tzinfo=UTC)
    address = Address(URL, fetched_at=read.isoformat(), changed_at=(read - still).isoformat())
    due = address.due((read + since).isoformat())
    assert due or since < OLDEST
    assert not due or since >= YOUNGEST
