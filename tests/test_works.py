"""Copies of one text are one work, whatever their sites made of them; texts that only look alike stay apart."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import build
from archive.build import settle
from archive.copies import Text, is_copy, prose, words
from archive.ledger import Ledger, open_ledger
from archive.model import Event, Hint
from archive.resolve import Directory
from archive.schema import open_archive
from archive.sketches import REPEATED, TABLES, Sketches
from archive.works import Difference, differences, work_id, works
from tests import other_works
from tests.conftest import ORGANISATIONS
from tests.labelled_works import COPIES, FRAMES, OTHERS, Draft, Pair, cleaned, draft, later, pairs
from tests.servers.writer import Writer
from tests.test_history import ATELIER, NOISE, page

PAIRS = list(pairs(25))
DAY = "2026-03-{:02}T03:00:00Z"


def same(one: Draft, other: Draft) -> bool:
    """Whether two statements are held for copies; asked both ways."""
    mine, yours = prose(one.text("a")), prose(other.text("b"))
    assert is_copy(mine, yours) is is_copy(yours, mine)
    return is_copy(mine, yours)


def score(found: Iterable[tuple[Pair, bool]]) -> tuple[float, float, Counter[str]]:
    """F1, the share of false merges among the pairs that are no copies, and the mistakes by kind."""
    counts, wrong = Counter[tuple[bool, bool]](), Counter[str]()
    for pair, merged in found:
        counts[pair.same, merged] += 1
        wrong[pair.kind] += pair.same is not merged
    right, missed, false = counts[True, True], counts[True, False], counts[False, True]
    return 2 * right / (2 * right + missed + false), false / (false + counts[False, False]), +wrong


# --- labelled pairs ----------------------------------------------------------------------------------------------


def test_there_are_pairs_of_all_kinds() -> None:
    assert len(PAIRS) == 25 * (len(COPIES) + len(OTHERS)) >= 400
    assert len({(pair.one, pair.other) for pair in PAIRS}) == len(PAIRS)


def test_labelled_pairs_are_told_apart() -> None:
    f1, false, wrong = score((pair, same(pair.one, pair.other)) for pair in PAIRS)
    assert f1 >= 0.97, wrong
    assert false <= 0.005, wrong


def test_labelled_pairs_are_told_apart_among_all_others() -> None:
    held = {f"{place}-{side}": text for place, pair in enumerate(PAIRS) for side, text in sides(place, pair)}
    with closing(index(held)) as db:
        found = placed(db, held)
    f1, false, wrong = score((pair, found[f"{place}-a"] == found[f"{place}-b"]) for place, pair in enumerate(PAIRS))
    assert f1 >= 0.97, wrong
    assert false <= 0.005, wrong
    strangers = [name for name, work in found.items() if work not in (work_id(f"{name[:-2]}-a"), work_id(name))]
    assert strangers == []


def test_pairs_that_the_rules_were_not_made_by() -> None:
    told = list(other_works.pairs(25))
    held = {f"{place}-{side}": text for place, pair in enumerate(told) for side, text in sides(place, pair)}
    with closing(index(held)) as db:
        found = placed(db, held)
    f1, false, wrong = score((pair, found[f"{place}-a"] == found[f"{place}-b"]) for place, pair in enumerate(told))
    assert f1 >= 0.97, wrong
    assert false <= 0.005, wrong


def sides(place: int, pair: Pair) -> Iterator[tuple[str, Text]]:
    for side, told in (("a", pair.one), ("b", pair.other)):
        yield side, replace(told.text(f"{place}-{side}"), seen=DAY.format(1))


def index(held: dict[str, Text]) -> sqlite3.Connection:
    """An index of these texts."""
    db = open_ledger(Path(":memory:"))
    Sketches(db, held.get).update(held)
    return db


def placed(db: sqlite3.Connection, held: dict[str, Text]) -> dict[str, str]:
    """The work of each text of an index."""
    return works({name: text.seen for name, text in held.items()}, Sketches(db, held.get).pairs(held))


# --- single evidence ---------------------------------------------------------------------------------------------


def test_a_list_is_no_prose() -> None:
    told = draft(Writer("liste"), 2)
    listed = replace(
        told, names=tuple(f"{name}, qui agit avec ses membres depuis de longues années" for name in told.names)
    )
    assert listed.text("a").paragraphs == told.text("a").paragraphs == replace(told, names=()).text("a").paragraphs


def test_words_are_letters_and_digits_without_case_and_accents() -> None:
    assert words("L’ŒUVRE d'été – « n°\u00a03 »") == ("l", "oeuvre", "d", "ete", "n", "3")
    assert words("\u0625\u0639\u0644\u0627\u0646") == words("\u0627\u0655\u0639\u0644\u0627\u0646")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("le samedi 12 mars à", "le samedi 19 mars à", True),
        ("le samedi 12 mars à", "le 12 mars 2024 à", False),
        ("le samedi 12 mars 2023 à", "le 12 mars 2024 à", True),
        ("le 12/03/2024 à", "le mardi 12 mars 2024 à", False),
        ("le 12/03/2024 à", "le 13 mars à", True),
        ("le 1er avril à", "le 1 avril à", False),
        ("le 02/04/2024 à", "le 2 avril à", False),
        ("au printemps 2023 à", "au printemps 2024 à", True),
        ("un soir à", "le 12 mars à", False),
    ],
)
def test_another_day_in_the_same_place(one: str, other: str, apart: bool) -> None:
    told = draft(Writer("jour"), 5)
    own = tuple(part for part in told.prose if not part.startswith("Rassemblement"))
    texts = [
        replace(told, prose=(*own, f"Notre assemblée se tiendra {when} Villebrume, dans la grande salle de la mairie."))
        for when in (one, other)
    ]
    assert same(texts[0], replace(texts[1], published=later(told, 14))) is not apart
    assert same(texts[0], replace(texts[1], published=later(told, 1)))  # at once, it is put right


@pytest.mark.parametrize(
    ("first", "then", "copies"),
    [
        ("2024-03-01", "2024-04-10", True),
        ("2024-03-01", "2024-06-10", False),
        ("2024-03-01", None, True),
        ("2024-03", "2024-04-28", True),
        ("2024", "2024-12-30", True),
        ("2020-03-01", "2024-04-01", False),
        ("2024-03-01", "hier", True),
    ],
)
def test_the_later_the_more_alike(first: str, then: str | None, copies: bool) -> None:
    told = replace(draft(Writer("tard"), 6), published=first)
    assert same(told, replace(told, published=then, prose=told.prose[:-2])) is copies


def test_the_same_words_years_apart() -> None:
    told = replace(draft(Writer("chaque"), 4), published="2019-03-01")
    prose_ = tuple(part for part in told.prose if not part.startswith("Rassemblement"))
    again = replace(told, prose=prose_, published="2024-03-01")
    assert same(replace(told, prose=prose_), again)
    assert not same(replace(told, prose=prose_), replace(again, prose=(*prose_[:-1], Writer("autre").paragraph(2))))


def test_a_text_without_prose_is_a_copy_of_none() -> None:
    bare = Draft("site-1", "Affiche", "2024-03-01", ("Rendez-vous au port",), ())
    assert not same(bare, bare)


# --- what sites repeat -------------------------------------------------------------------------------------------


def test_what_a_site_repeats_says_nothing() -> None:
    frame = tuple(FRAMES)
    own = [draft(Writer(f"seul {number}"), 2) for number in range(REPEATED)]
    held = {str(n): replace(o, site="site-1", title=f"n {n}", prose=(*o.prose[:2], *frame)) for n, o in enumerate(own)}
    copy = replace(held["0"], site="site-2", title="Un autre titre", prose=own[0].prose[:2], names=())
    texts = {name: told.text(name) for name, told in (held | {"copy": copy}).items()}
    few = {name: text for name, text in texts.items() if name != "4"}
    with closing(index(few)) as db:
        assert list(Sketches(db, few.get).pairs(["copy"])) == []
        tied = Sketches(db, texts.get).update({"4": texts["4"]})
        assert tied >= {"0", "copy"}  # compared again, now that the frame is known for what it is
        assert list(Sketches(db, texts.get).pairs(["copy"])) == [("copy", "0")]
        tied = Sketches(db, few.get).update({"4": None})
        assert tied >= {"0", "copy"}
        assert list(Sketches(db, few.get).pairs(["copy"])) == []


# --- works -------------------------------------------------------------------------------------------------------


def test_a_work_begins_with_the_first_that_was_seen() -> None:
    seen = {"a": "2026-03-02", "b": "2026-03-01", "c": "2026-03-02", "d": "2026-03-03"}
    assert works(seen, [("a", "b"), ("c", "a")]) == {
        "b": work_id("b"), "a": work_id("b"), "c": work_id("c"), "d": work_id("d"),
    }  # fmt: skip


NAMES = "abcdefg"


@given(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from("123"), min_size=1),
    st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))),
)
def test_what_comes_later_moves_nothing(seen: dict[str, str], tied: set[tuple[str, str]]) -> None:
    before = works(seen, tied)
    assert works(seen | {"z": "4"}, tied | {("z", name) for name in seen}).items() >= before.items()
    assert all(before[name] in map(work_id, seen) for name in seen)


def test_how_lists_differ_from_copy_to_copy() -> None:
    crs, aad, apv = ("rivages", "Rivages (CRS)"), ("digue", "Amis de la Digue"), ("ligue marees", "Ligue des Marées")
    told = differences({"a-1": dict([crs, aad]), "b-2": {"rivages": "CRS", apv[0]: apv[1]}, "c-3": {}})
    assert told == {
        "a-1": Difference(only=("Amis de la Digue",), missing=("Ligue des Marées",)),
        "b-2": Difference(only=("Ligue des Marées",), missing=("Amis de la Digue",)),
        "c-3": Difference(only=(), missing=("Rivages (CRS)", "Amis de la Digue", "Ligue des Marées")),
    }
    assert differences({"a-1": dict([crs])}) == {"a-1": Difference((), ())}
    assert differences({}) == {}


# --- in the archive ----------------------------------------------------------------------------------------------


def events(number: int, told: Draft) -> list[Event]:
    return [replace(told.statement(number), site=told.site, capture=f"c{number}")]


def grown(nights: list[list[Event]]) -> tuple[dict[str, str], list[tuple[object, ...]]]:
    """The works of statements after some nights, and the table of works."""
    directory = Directory(ORGANISATIONS)
    with closing(open_archive(Path(":memory:"))) as db, closing(open_ledger(Path(":memory:"))) as private:
        ledger, clock = Ledger(private), 0
        for night in nights:
            for event in night:
                clock += 1
                ledger.take(event, DAY.format(clock))
            settle(ledger, db, directory)
        told = dict(db.execute("select id, work_id from statements"))
        return told, sorted(map(tuple, db.execute("select * from works")))


def corpus() -> list[list[Event]]:
    """Copies, look-alikes, a frame that a site repeats, a date learnt later and a page that changes."""
    made = [pair for pair in pairs(1) if pair.kind in ("framed", "shortened", "weekly", "answer", "longer_list")]
    own = [replace(draft(Writer(f"nuit {number}"), 2), site="site-1") for number in range(REPEATED)]
    drafts = [side for pair in made for side in (pair.one, pair.other)]
    drafts += [replace(told, prose=(*told.prose[:2], *FRAMES)) for told in own]
    drafts += [replace(own[0], site="site-2", title="Un autre titre", prose=own[0].prose[:2], names=())]
    found = [events(number, told) for number, told in enumerate(drafts)]
    first = drafts[0].statement(0)
    found.append([Hint(first.site, first.url, "rest", "0", published="2012-01-01")])
    found.append([replace(drafts[2].statement(2), title="Un autre titre")])
    return found


@settings(max_examples=12)
@given(st.lists(st.integers(0, 3), min_size=20, max_size=20))
def test_however_the_nights_fall_the_works_are_the_same(cuts: list[int]) -> None:
    told = corpus()
    nights: list[list[Event]] = [[]]
    for place, event in enumerate(told):
        nights[-1] += event
        if cuts[place % len(cuts)] == 0:
            nights.append([])
    assert grown(nights) == grown([[event for night in told for event in night]])


def test_however_the_texts_are_batched_the_works_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = [[event for night in corpus() for event in night]]
    expected = grown(at_once)
    monkeypatch.setattr(build, "BATCH", 2)
    assert grown(at_once) == expected
    counts = Counter(expected[0].values())
    assert sorted(counts.values(), reverse=True)[:5] == [2, 2, 2, 2, 1]


@pytest.mark.parametrize("seed", range(3))
def test_the_index_does_not_depend_on_the_order(seed: int) -> None:
    held = {f"{place}-{side}": text for place, pair in enumerate(PAIRS[::9]) for side, text in sides(place, pair)}
    names = random.Random(seed).sample(sorted(held), len(held))
    with closing(index(held)) as at_once, closing(open_ledger(Path(":memory:"))) as one_by_one:
        for name in names:
            Sketches(one_by_one, held.get).update({name: held[name]})
        assert placed(one_by_one, held) == placed(at_once, held)
        for name in names:
            Sketches(one_by_one, held.get).update({name: None})
        assert [one_by_one.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES] == [0] * 4


def test_copies_of_one_text_are_one_work(directory: Directory) -> None:
    copies = [page(), page((ATELIER,), title="Un autre titre"), page((), prose=NOISE["typography"])]
    other = page(prose=cleaned(Writer("autre"))[0].prose[0])
    told = [
        replace(one, number=str(number), url=f"https://rivages.example/{number}")
        for number, one in enumerate([*copies, other])
    ]
    found, rows = grown([[one] for one in told])
    assert [found[f"rivages-{number}"] for number in range(4)] == [work_id("rivages-0")] * 3 + [work_id("rivages-3")]
    assert sorted(row[3:] for row in rows) == [(1, "rivages-3"), (3, "rivages-0")]


def test_an_edit_moves_no_statement(directory: Directory) -> None:
    edited = page(prose=draft(Writer("tout autre"), 3).prose[0])
    assert grown([[page()], [edited]])[0] == grown([[page()]])[0] == {"rivages-5": work_id("rivages-5")}


def test_nothing_of_the_index_is_public(db: sqlite3.Connection, private: sqlite3.Connection) -> None:
    held = {row[0] for row in db.execute("select name from sqlite_master")}
    assert held.isdisjoint(TABLES)
    assert {row[0] for row in private.execute("select name from sqlite_master")} >= set(TABLES)


def test_an_archive_made_anew_beside_its_ledger_has_its_works(
    directory: Directory, private: sqlite3.Connection
) -> None:
    ledger, found = Ledger(private), []
    ledger.take(page(), DAY.format(1))
    for _ in range(2):
        with closing(open_archive(Path(":memory:"))) as db:
            settle(ledger, db, directory)
            found.append(db.execute("select work_id, count(*) from statements").fetchall())
            assert db.execute("select count(*) from works").fetchone() == (1,)
    assert found == [[(work_id("rivages-5"), 1)]] * 2
