"""Which posts a WordPress no longer lists: found by halves, whatever was lost and whatever is new."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from scraper.census import MOST, PER_PAGE, Census


def asked(known: list[int], listed: list[int]) -> tuple[Census, int]:
    """The comparison at its end, and how many pages it took."""
    census, pages = Census(known), 0
    waiting = list(census.begin(len(listed)))
    while waiting:
        page = waiting.pop(0)
        pages += 1
        waiting += census.take(page, listed[(page - 1) * PER_PAGE : page * PER_PAGE])
    assert census.done
    return census, pages


def test_nothing_is_asked_when_the_counts_agree() -> None:
    assert asked([1, 2, 3], [1, 2, 3])[1] == 0


def test_one_among_fifty_thousand_is_found_with_nine_pages() -> None:
    known = list(range(3, 150_003, 3))
    for lost in (known[0], known[31_415], known[-1]):
        census, pages = asked(known, [number for number in known if number != lost])
        assert census.lost == {lost}
        assert pages <= math.ceil(math.log2(len(known) / PER_PAGE)) + 1


def test_a_new_one_is_told_apart() -> None:
    known = list(range(1, 2000, 2))
    census, _ = asked(known, sorted({*known, 500}))
    assert (census.lost, census.new) == (set(), {500})


def test_a_site_that_was_emptied_ends() -> None:
    census, pages = asked(list(range(50_000)), [])
    assert census.lost == set(range(50_000))
    assert pages == 0


@given(st.lists(st.integers(1, 3000), unique=True, min_size=1, max_size=900), st.data())
def test_all_that_was_lost_is_found(numbers: list[int], data: st.DataObject) -> None:
    known = sorted(numbers)
    lost = data.draw(st.sets(st.sampled_from(known), max_size=8))
    census, pages = asked(known, [number for number in known if number not in lost])
    assert census.lost == lost
    assert not census.new
    assert pages <= MOST
