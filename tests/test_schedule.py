"""When a held page is read again: young ones often, old ones seldom, all within a rotation, never all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.address import Address, Trust
from scraper.schedule import ROTATION, YOUNGEST, budget, due_at, interval, may_retry, stands_until, wants_all

START = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
URL = "https://rivages.example/Appel"


def moment(days: float) -> str:
    return (START + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def page(url: str = URL, age: float | None = 100, read: float = 0, **more: object) -> Address:
    """A page read for the first time at the start, as old as that by its own date; `read`: last read on that day."""
    first = moment(0)
    dated = "" if age is None else moment(-age)
    told = {"state": "captured", "first_read": first, "changed_at": first, "dated": dated, "fetched_at": moment(read)}
    return Address(url, **(told | {"tried_at": moment(read), "whole_at": moment(read)} | more))  # type: ignore[arg-type]


def turn(held: list[Address], today: str, most: int, *, doubted: bool = False) -> list[Address]:
    """The pages that are read again on a day, as the crawler's memory finds them."""
    due = sorted((at, item.url, item) for item in held if (at := _due(item, doubted=doubted)) <= today)
    return [item for _, _, item in due][: budget(len(held), most)]


_due = cache(due_at)


INTERVALS = {
    # Age when first read, days since, days between two readings.
    "new": (0, 0, 1.0),
    "some days": (5, 0, 1.0),
    "a hundred days": (100, 0, 10.0),
    "it ages": (100, 100, 20.0),
    "years": (4000, 0, 60.0),
    "undated": (None, 0, 10.0),
    "from the future": (-30, 0, 1.0),
}


@pytest.mark.parametrize(("age", "since", "days"), INTERVALS.values(), ids=INTERVALS.keys())
def test_the_older_the_less_often(age: float | None, since: float, days: float) -> None:
    assert interval(page(age=age), moment(since)) == timedelta(days=days)


def test_a_change_makes_young() -> None:
    old = page(age=4000)
    assert interval(replace(old, changed_at=moment(50)), moment(53)) == YOUNGEST
    assert interval(replace(old, told=moment(50)), moment(53)) == YOUNGEST
    assert interval(replace(old, dated="2025"), moment(0)) < ROTATION
    assert interval(replace(old, dated="2026-02"), moment(0)) == timedelta(days=2.8125)


def test_a_site_whose_word_was_broken_is_read_sooner() -> None:
    assert interval(page(), moment(0), doubted=True) == timedelta(days=2.5)
    assert [Trust(k, b).doubted for k, b in [(0, 0), (0, 1), (19, 1), (20, 1), (100, 6)]] == [
        False, True, True, False, True,
    ]  # fmt: skip


def test_what_fails_is_asked_for_ever_less_often() -> None:
    failed = Address(URL, state="failed")
    assert may_retry(failed, moment(0))
    nights = []
    for day in range(200):
        if may_retry(failed, moment(day)):
            nights.append(day)
            failed = replace(failed, misses=failed.misses + 1, tried_at=moment(day))
    assert nights == [0, 1, 3, 7, 15, 31, 61, 91, 121, 151, 181]


def test_a_page_that_was_missing_is_asked_for_the_next_night() -> None:
    missing = page(age=4000, misses=1)
    assert due_at(missing) <= moment(1)
    assert due_at(replace(missing, misses=2, tried_at=moment(1))) > moment(2)


def test_what_is_never_due() -> None:
    for state in ("alias", "left_out", "refused", "gone"):
        assert due_at(Address(URL, state=state)) == ""
    attached = replace(page(age=0), file=1)
    assert due_at(attached) == ""  # its statement's reading asks for it
    assert stands_until(attached) <= moment(1)
    assert due_at(Address(URL, first_seen=moment(2))) == moment(2)  # listed, not read yet


def test_a_servers_not_modified_is_not_believed_for_ever() -> None:
    assert wants_all(Address(URL), moment(0))
    assert not wants_all(page(), moment(29))
    assert wants_all(page(), moment(30))


@settings(max_examples=25)
@given(ages=st.lists(st.floats(0, 5000), min_size=1, max_size=60), doubted=st.booleans(), most=st.integers(0, 50))
def test_everything_is_read_within_a_rotation(ages: list[float], doubted: bool, most: int) -> None:
    held = {n: page(f"{URL}-{n}", age) for n, age in enumerate(ages)}
    for day in range(1, 150):
        for due in turn(list(held.values()), moment(day), most, doubted=doubted):
            number = int(due.url.rsplit("-", 1)[1])
            held[number] = replace(due, fetched_at=moment(day), tried_at=moment(day))
        oldest = min(datetime.fromisoformat(item.fetched_at) for item in held.values())
        assert START + timedelta(days=day) - oldest <= ROTATION + timedelta(days=len(ages) / 2 + 2)


def test_old_pages_read_in_one_night_come_back_one_by_one() -> None:
    held = {f"{URL}-{n}": page(f"{URL}-{n}", age=4000) for n in range(2000)}
    nights = []
    for day in range(1, 181):
        due = turn(list(held.values()), moment(day), 200)
        nights.append(len(due))
        for item in due:
            held[item.url] = replace(item, fetched_at=moment(day), tried_at=moment(day))
    assert sum(nights[:29]) == 0
    assert max(nights) <= 110
    assert 2000 * 2 <= sum(nights) <= 2000 * 5
    assert all(START + timedelta(days=120) < datetime.fromisoformat(item.fetched_at) for item in held.values())


def test_the_longest_unread_come_first_when_there_are_too_many() -> None:
    held = [page(f"{URL}-{n}", age=0, read=-n / 10) for n in range(40)]
    due = turn(held, moment(3), 5)
    assert [item.url for item in due] == [f"{URL}-{n}" for n in range(39, 34, -1)]
