"""A clock that is wrong: found out by the servers' word, and without lasting harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from scraper.clock import SHIFT
from scraper.memory import Memory
from scraper.record import Recorder
from scraper.witnesses import Witnesses
from signataires.demo import ORGANISATIONS, serve_demo, write_sites
from tests.archives import Archive
from tests.digest import content, rows, said

OURS = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
YEAR, DAY = 365 * 86400, 86400


def hear(*offsets: float, age: float = 0) -> str:
    """What comes of servers whose clocks are so many days before ours."""
    witnesses = Witnesses()
    for number, days in enumerate(offsets):
        told = format_datetime(OURS + timedelta(days=days) - timedelta(seconds=age), usegmt=True)
        witnesses.hear(f"{number}.example", {"date": told, "age": str(int(age))}, OURS)
    return witnesses.wrong()


@pytest.mark.parametrize(
    "offsets",
    [
        pytest.param((), id="nobody told"),
        pytest.param((365, 365), id="two are too few"),
        pytest.param((0, 0.1, -0.2), id="all agree with us"),
        pytest.param((0, 0, 0, 365, -20), id="two servers are wrong, each in its way"),
        pytest.param((365, -365, 40, 0.4), id="servers that do not agree are no witnesses"),
    ],
)
def test_our_clock_is_right_for_all_we_know(offsets: tuple[float, ...]) -> None:
    assert hear(*offsets) == ""


def test_our_clock_is_wrong() -> None:
    assert hear(-365, -365, -365.1) == (
        "the clock of this machine is 365.0 days ahead, by the word of 3 of 3 servers: set it"
    )
    assert "1.0 days behind, by the word of 3 of 4 servers" in hear(1, 1, 1, 300)


def test_what_a_cache_kept_is_older_than_it_says() -> None:
    assert hear(0, 0, 0, age=5 * DAY) == ""


def test_headers_that_tell_nothing() -> None:
    witnesses = Witnesses()
    for number, date in enumerate(["", "hier", "Mon, 99 Mar 2026 00:00:00 GMT"]):
        witnesses.hear(f"{number}.example", {"date": date, "age": ""}, OURS)
    assert witnesses.wrong() == ""


def test_visits_that_lie_ahead_count_for_nothing(tmp_path: Path) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=365)).strftime("%Y-%m-%dT%H:%M:%SZ")
    memory = Memory(tmp_path / "crawl.db", "halte")
    memory.note("https://halte.example/1", state="captured", fetched_at=ahead, tried_at=ahead, first_seen=ahead)
    memory.note("https://halte.example/2", state="failed", misses=3, tried_at=ahead, first_seen=ahead)
    memory.close()
    memory = Memory(tmp_path / "crawl.db", "halte")
    soon = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [address.url for address in memory.due(soon, 9, doubted=False)] == ["https://halte.example/1"]
    assert [address.url for address in memory.undone(soon)] == ["https://halte.example/2"]
    memory.close()


def test_files_of_captures_come_in_the_order_of_their_runs(tmp_path: Path) -> None:
    names = []
    for moment in ("2027-03-02T02:30:00Z", "2026-03-02T02:30:00Z", "2026-03-03T02:30:00Z"):
        recorder = Recorder(tmp_path, "halte", moment, {})
        recorder.note("urn:signataires:run:halte", {"finished": moment})
        done = recorder.close()
        assert done is not None
        names.append(done.name)
    assert names == sorted(names)


def test_a_clock_that_jumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Archive(tmp_path)
    (tmp_path / "organisations.toml").write_bytes(ORGANISATIONS.read_bytes())
    with serve_demo() as demo:
        write_sites(made.sites, demo.homes)
        assert made.refresh()[0] == 0
        first = said(made.path)
        for shift in (YEAR, 0, -DAY):
            monkeypatch.setenv(SHIFT, str(shift))
            code, told, words = made.refresh()
            assert {site["vanished"] for site in told.values()} == {0}, words
            # By a clock a year ahead, a site has been silent for long: that is all there is to say.
            said_of = [warning for site in told.values() for warning in site["warnings"]]
            assert all("no new text since" in warning for warning in said_of), words
            assert code == (1 if said_of else 0), words
            assert shift == YEAR or not said_of, words
        monkeypatch.delenv(SHIFT)
        assert said(made.path) == first
        demo.next_night()
        assert made.refresh("--full")[0] == 0
    assert rows(made.path, "select count(*) from statements where state = 'vanished'") == [(0,)]
    assert rows(made.path, "select count(*) from changes where what in ('text', 'title')")[0][0] > 0
    grown = content(made.path)
    assert made.run("rebuild").returncode == 0
    assert content(made.path) == grown
