"""Which events belong to one statement: the number decides, then addresses and lasting redirects."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ledger import Ledger, open_ledger
from archive.model import Absence, Capture, Document, Event, Hint, Move, Reading, Refusal, Sighting, Statement

HOME = "https://rivages.example/"
ASTRAY = "redirects to another statement"
A, B, C, PDF = (HOME + name for name in ("Appel", "Appel-renomme", "Lettre", "IMG/pdf/appel.pdf"))
DAYS = [f"2026-03-{day:02}T03:00:00Z" for day in range(1, 29)]


def page(url: str, number: str | None = None, **told: Any) -> Statement:
    return Statement("rivages", url, number, "Appel", "Texte", **told)


def hint(url: str, number: str | None = None, **told: Any) -> Hint:
    return Hint("rivages", url, "feed", number, **told)


def move(url: str, to: str, number: str | None = None) -> Move:
    return Move("rivages", url, to, number)


def seen(url: str) -> Sighting:
    return Sighting("rivages", url, "abc")


@pytest.fixture
def ledger(private: sqlite3.Connection) -> Ledger:
    return Ledger(private)


def take(ledger: Ledger, *events: Event) -> list[str]:
    """Takes events, one a day; the ids of the statements that there are then."""
    for day, event in zip(DAYS, events, strict=False):
        ledger.take(event, day)
    return list(ledger.statements())


def told_of(ledger: Ledger, statement: str) -> list[Event]:
    return [event for _, event in ledger.events(statement)]


GROUPS: dict[str, tuple[list[Event], list[int]]] = {
    # The events, one a day, and how many belong to each statement.
    "one-number-two-addresses": ([page(A, "5"), page(B, "5")], [2]),
    "two-numbers-one-address": ([page(A, "5"), page(A, "6")], [1, 1]),
    "address-alone": ([page(A), page(A), seen(A)], [3]),
    "two-addresses": ([page(A), page(C)], [1, 1]),
    "also-answers-to": ([page(A), page(B, addresses=(A, B))], [2]),
    "the-number-is-learnt": ([page(A), page(A, "5"), page(B, "5"), seen(A), seen(B)], [5]),
    "the-number-is-not-told-again": ([page(A, "5"), page(A)], [2]),
    "a-hint-by-number": ([page(A, "5"), hint("", "5")], [2]),
    "a-hint-before-the-page": ([hint(A), hint(A, "5"), page(A)], [3]),
    "renamed": ([page(A), seen(A), move(A, B), page(B), seen(B)], [5]),
    "renamed-and-met-first-at-its-new-address": ([page(A), page(B), move(A, B), seen(B)], [4]),
    "renamed-with-its-number": ([page(A, "5"), move(A, B), page(B)], [3]),
    "the-number's-own-address-moves": ([page(A), move(f"{HOME}spip.php?article5", A, "5"), page(A)], [3]),
    "a-chain-of-moves": ([page(A), move(A, B), move(B, C), page(C)], [4]),
    "seen-side-by-side": ([page(A), page(C), seen(A), seen(C), move(A, C)], [3, 2]),
    "a-deleted-post-sends-to-another": ([page(A, "5"), page(B, "6"), move(A, B), seen(B)], [2, 2]),
    "and-says-its-number": ([page(A, "5"), page(B, "6"), move(f"{HOME}?p=5", B, "5"), seen(B)], [2, 2]),
    "a-number-comes-late-to-two": ([page(B), page(A, "5"), page(B, "5")], [3]),
    "absence-and-refusal": ([page(A), Absence("rivages", A, "404"), Refusal("rivages", A, "empty")], [3]),
    "of-nothing-known": ([seen(A), Absence("rivages", A, "404"), Refusal("rivages", C, "a form")], []),
    "another-site": ([page(A, "5"), Statement("digue", "https://digue.example/a", "5", "Appel", "Texte")], [1, 1]),
}


@pytest.mark.parametrize(("events", "sizes"), GROUPS.values(), ids=GROUPS.keys())
def test_what_belongs_together(ledger: Ledger, events: list[Event], sizes: list[int]) -> None:
    groups = [told_of(ledger, statement) for statement in take(ledger, *events)]
    assert sorted(map(len, groups), reverse=True) == sizes


def test_the_id_is_the_number_or_a_digest_of_the_address(ledger: Ledger) -> None:
    assert take(ledger, page(A, "5"), page(C)) == ["rivages-5", "rivages-x" + take(ledger, page(C))[1][-10:]]


def test_an_id_that_was_public_stays(ledger: Ledger) -> None:
    (before,) = take(ledger, page(A))
    assert take(ledger, page(A, "5"), page(B, "5")) == [before]


def test_after_a_false_move_each_keeps_its_own(ledger: Ledger) -> None:
    """WordPress sends the readers of a deleted post to another one whose address begins alike."""
    take(ledger, page(A, "5"), page(B, "6"), move(A, B), seen(B), Absence("rivages", A, "404"))
    assert told_of(ledger, "rivages-6") == [page(B, "6"), seen(B)]
    astray = Absence("rivages", A, ASTRAY)
    assert told_of(ledger, "rivages-5") == [page(A, "5"), astray, Absence("rivages", A, "404")]


def test_events_come_back_in_order_with_their_moments(ledger: Ledger) -> None:
    events = [page(A, "5", blocks=()), seen(A), hint(A, documents=(Document(PDF, "Été"),))]
    take(ledger, *events)
    assert list(ledger.events("rivages-5")) == list(zip(DAYS, events, strict=False))


def test_only_what_changed_is_to_be_settled(ledger: Ledger) -> None:
    take(ledger, page(A, "5"), page(C, "6"))
    assert ledger.settle() == {"rivages-5", "rivages-6"}
    take(ledger, seen(C))
    assert ledger.settle() == {"rivages-6"}
    assert ledger.settle() == set()


def test_a_file_touches_the_statements_that_link_it(ledger: Ledger) -> None:
    take(ledger, page(A, "5", documents=(Document(PDF),)), page(C, "6"))
    ledger.settle()
    older, newer = (Reading("rivages", PDF, "application/pdf", digest, "Texte") for digest in "ab")
    take(ledger, older, newer)
    assert ledger.settle() == {"rivages-5"}
    assert ledger.files("rivages", [PDF, C]) == {PDF: newer}
    assert ledger.files("digue", [PDF]) == {}


def test_how_far_the_captures_were_read(ledger: Ledger) -> None:
    assert (ledger.read_to("a.warc.gz"), ledger.fact("directory")) == (0, "")
    ledger.have_read("a.warc.gz", 10)
    ledger.have_read("a.warc.gz", 20)
    ledger.note("directory", "x")
    assert (ledger.read_to("a.warc.gz"), ledger.fact("directory")) == (20, "x")


def test_what_is_no_statements_is_not_kept(ledger: Ledger) -> None:
    capture = Capture("a", "rivages", A, DAYS[0], 200, "text/html", "b", "c.warc.gz", 0)
    assert take(ledger, capture) == []


ADDRESSES = st.sampled_from([A, B, C])
NUMBERS = st.sampled_from([None, None, "5", "6"])
EVENTS = st.lists(
    st.one_of(
        st.builds(page, ADDRESSES, NUMBERS, addresses=st.lists(ADDRESSES, max_size=1).map(tuple)),
        st.builds(hint, ADDRESSES, NUMBERS),
        st.builds(move, ADDRESSES, ADDRESSES, NUMBERS),
        st.builds(seen, ADDRESSES),
        st.builds(Absence, st.just("rivages"), ADDRESSES, st.just("404")),
    ),
    max_size=12,
)


def grouped(events: list[Event], nights: list[int]) -> dict[str, list[tuple[str, Event]]]:
    """The groups after taking events in chunks, each with a ledger that knows only what the database says."""
    left = list(zip(DAYS, events, strict=False))
    with closing(open_ledger(Path(":memory:"))) as connection:
        for size in [*nights, len(left)]:
            ledger, chunk, left = Ledger(connection), left[:size], left[size:]
            for day, event in chunk:
                ledger.take(event, day)
            ledger.settle()
        ledger = Ledger(connection)
        return {statement: list(ledger.events(statement)) for statement in ledger.statements()}


@given(EVENTS, st.lists(st.integers(0, 4), max_size=5))
def test_one_go_or_night_by_night_gives_the_same(events: list[Event], nights: list[int]) -> None:
    assert grouped(events, []) == grouped(events, nights)


@given(EVENTS)
def test_a_number_is_one_statement_and_a_statement_one_number(events: list[Event]) -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for statement, told in grouped(events, []).items():
        numbers = {event.number for _, event in told if isinstance(event, Statement | Hint | Move) and event.number}
        assert len(numbers) <= 1, f"{statement} holds two numbers"
        for number in numbers:
            where[number].add(statement)
    assert all(len(statements) == 1 for statements in where.values())


@given(EVENTS)
def test_no_event_is_lost(events: list[Event]) -> None:
    kept = [event for told in grouped(events, []).values() for _, event in told]
    named = [event for event in events if isinstance(event, Statement | Hint)]
    assert all(event in kept for event in named)
    # A redirect from one numbered statement to another says that the first one is not there.
    astray = [Absence(event.site, event.url, ASTRAY) for event in events if isinstance(event, Move)]
    moves = [(event, Absence(event.site, event.url, ASTRAY)) for event in events if isinstance(event, Move)]
    assert all(move in kept or absence in kept for move, absence in moves)
    assert all(event in events or event in astray for event in kept)
