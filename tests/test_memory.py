"""What the crawler remembers: every change is on disk at once, and pages that stand still are read less often."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scraper.address import UNLISTED, Address, Trust
from scraper.memory import Memory

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


def test_pages_are_found_by_when_they_are_due(memory: Memory, tmp_path: Path) -> None:
    read = {"state": "captured", "fetched_at": MOMENT, "tried_at": MOMENT, "first_read": MOMENT, "changed_at": MOMENT}
    memory.note(URL, **read, dated="2026-03-01")
    memory.note(RENAMED, **read, dated="2016-03-01")
    memory.note(f"{URL}.pdf", **read, file=1)
    memory.note(f"{URL}-3", first_seen=MOMENT)
    memory.note(f"{URL}-4", state="failed", misses=2, tried_at=MOMENT)
    memory.note(f"{URL}-5", state="alias")

    def due(day: str, most: int = 9, *, doubted: bool = False) -> list[str]:
        return [item.url for item in memory.due(f"{day}T09:30:00Z", most, doubted=doubted)]

    assert due("2026-03-01") == []
    assert due("2026-03-02") == due("2026-03-25", doubted=True) == [URL]
    assert due("2026-05-01") == [URL, RENAMED]
    assert due("2026-05-01", most=1) == [URL]
    assert [item.url for item in memory.undone("2026-03-01T10:00:00Z")] == [f"{URL}-3"]
    assert {item.url for item in memory.undone("2026-03-03T10:00:00Z")} == {f"{URL}-3", f"{URL}-4"}
    assert [item.url for item in memory.unlisted([URL])] == [RENAMED]
    memory.note(RENAMED, reason=UNLISTED)
    assert memory.unlisted([URL]) == []
    assert len(memory.held()) == memory.count("captured", file=0) == 2
    with closing(sqlite3.connect(tmp_path / "crawl.db")) as other:
        other.execute("update addresses set fetched_at = '', due_at = null where url = ?", [RENAMED])
        other.commit()
    with closing(again(tmp_path)) as anew:
        assert [item.url for item in anew.due(MOMENT, 9, doubted=False)] == [RENAMED]


def test_the_newest_change_told_of_is_none_to_come(memory: Memory) -> None:
    assert memory.newest(MOMENT) == ""
    for number, told in enumerate(["2026-02-01T09:30:00Z", "2097-01-01T00:00:00Z", ""]):
        memory.note(f"{URL}-{number}", told=told)
    assert memory.newest(MOMENT) == "2026-02-01T09:30:00Z"


def test_what_a_sites_word_is_worth(memory: Memory, tmp_path: Path) -> None:
    assert memory.trust("dates") == Trust()
    for kept in (True, True, False):
        memory.tested("dates", kept=kept)
    assert memory.trust("dates") == Trust(2, 1)
    assert memory.trust("validators") == Trust()
    with closing(again(tmp_path, "digue")) as other:
        assert other.trust("dates") == Trust()


def test_a_memory_of_an_earlier_version_is_taken_over(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "crawl.db")) as old:
        old.execute(
            "create table addresses (site text, url text, state text, fetched_at text, primary key (site, url))"
        )
        old.execute("insert into addresses values ('rivages', ?, 'captured', ?)", [URL, MOMENT])
        old.commit()
    with closing(again(tmp_path)) as memory:
        held = memory.addresses[URL]
        assert (held.state, held.fetched_at, held.misses, held.first_read) == ("captured", MOMENT, 0, "")
