"""Sites that break, night by night: seen in the same run, held back, said in words; and sites that are well, never.

Everything but the network, the clock and Scrapy's engine is the real thing: see `tests.simulated`.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.health.model import Verdict
from archive.health.words import say
from tests.mutations import Break, page
from tests.simulated import Answer, Demonstration, Nights, Wrong

FIRST, GOOD = date(2026, 1, 5), 6  # a Monday; nights before something breaks
SLUGS = ("ondes", "passerelles", "lagazette")
HANDFUL = [
    ("ondes", "maintenance everywhere"), ("ondes", "404 pages"), ("ondes", "texts cut off"),
    ("passerelles", "redesign"), ("passerelles", "302 to the home page"), ("passerelles", "dates of today"),
    ("lagazette", "parked pages"), ("lagazette", "lists of signatories gone"), ("lagazette", "listings cut short"),
]  # fmt: skip


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A site's data after some good nights, and the site as it is then, made once for each."""

    @cache
    def grow(slug: str) -> tuple[Path, Demonstration]:
        folder, site = tmp_path_factory.mktemp(slug), Demonstration(slug)
        with Nights(folder, site) as nights:
            for number in range(GOOD):
                if number in (2, 5):
                    site.publish(day(number))
                    site.edit(day(number), number)
                assert not nights.night(day(number)).doubts
        return nights.data, site

    return grow


@pytest.fixture
def nights(grown: Any, tmp_path: Path) -> Iterator[Any]:
    """Nights that go on from there, in a folder of their own."""
    started = list[Nights]()

    def go_on(slug: str) -> Nights:
        data, site = grown(slug)
        made = Nights(tmp_path / f"{slug}-{len(started)}", site)
        shutil.rmtree(made.data)
        shutil.copytree(data, made.data)
        started.append(made)
        return made

    yield go_on
    for made in started:
        made.__exit__(None, None, None)


def wrong_of(nights: Nights, name: str) -> Wrong:
    return Break(nights.sites[nights.site.slug]).all()[name]


def broken_night(nights: Nights, name: str) -> tuple[str, Verdict]:
    """State of the run and verdict after a night on which the site is broken in some way; no row is lost by it."""
    before = nights.content
    verdict = nights.night(day(GOOD), wrong_of(nights, name))
    after = nights.content
    for table, held in before.items():
        assert {row[0] for row in held} <= {row[0] for row in after[table]}, table
    if verdict.held:
        assert after == before
    ((state, held),) = nights.rows("select state, held from runs order by started desc limit 1")
    assert held == verdict.held
    return state, verdict


@pytest.mark.parametrize(("slug", "name"), HANDFUL, ids=[f"{slug}: {name}" for slug, name in HANDFUL])
def test_seen_in_the_same_run(nights: Any, slug: str, name: str) -> None:
    state, verdict = broken_night(nights(slug), name)
    assert state == "suspect"
    assert verdict.held is (name != "listings cut short")


@pytest.mark.long
@pytest.mark.parametrize("slug", SLUGS)
def test_every_mutation(nights: Any, slug: str) -> None:
    names = list(Break(nights(slug).sites[slug]).all())
    found = {name: broken_night(nights(slug), name) for name in names}
    missed = [name for name, (state, _) in found.items() if state == "ok"]
    for name, (state, verdict) in found.items():
        print(f"{slug}: {name}: {state}{', held back' if verdict.held else ''};", *(d.check for d in verdict.doubts))
    print(f"{slug}: {len(names) - len(missed)} of {len(names)} mutations seen in the same run; missed: {missed}")
    assert len(missed) <= 0.05 * len(names)


# --- sites that are well -----------------------------------------------------------------------------------------


def live(site: Demonstration, number: int, chance: random.Random) -> None:
    """A day in the life of a site: quiet weeks, bursts, short texts, texts nobody signs, edits, pages taken down."""
    roll = chance.random()
    quiet = 20 <= number < 34
    for _ in range(0 if quiet else chance.randint(4, 8) if roll < 0.05 else roll < 0.3):
        site.publish(day(number), signed=chance.random() < 0.75, long=chance.random() < 0.7)
    if chance.random() < 0.25:
        site.edit(day(number), chance.randrange(40))
    if chance.random() < 0.06:
        site.vanish(chance.randrange(40))
    elif site.taken and chance.random() < 0.05:
        site.comes_back()


def healthy(folder: Path, slug: str, count: int, seed: str) -> list[tuple[int, list[str]]]:
    """The nights of a healthy life that are doubted all the same, with what is doubted."""
    chance, site, doubted = random.Random(seed), Demonstration(slug), list[tuple[int, list[str]]]()
    with Nights(folder, site) as nights:
        for number in range(count):
            live(site, number, chance)
            verdict = nights.night(day(number))
            ((state, message),) = nights.rows("select state, message from runs order by started desc limit 1")
            if verdict.doubts or state != "ok":
                doubted.append((number, [message, *map(say, verdict.doubts)]))
        print(f"{slug}: {len(doubted)} of {count} healthy nights doubted; {nights.requests} requests")
    return doubted


def test_healthy_weeks_are_never_doubted(tmp_path: Path) -> None:
    assert healthy(tmp_path, "lagazette", 20, "three weeks") == []


@pytest.mark.long
@pytest.mark.parametrize("slug", SLUGS)
def test_sixty_healthy_nights_are_never_doubted(tmp_path: Path, slug: str) -> None:
    assert healthy(tmp_path, slug, 60, f"sixty nights of {slug}") == []


# --- what waits --------------------------------------------------------------------------------------------------


def test_a_broken_night_leaves_no_trace(nights: Any) -> None:
    """The archive comes to what it would have come to, and what was published on that night is not lost."""
    hurt, well = nights("passerelles"), nights("passerelles")
    hurt.site.publish(day(GOOD))
    for number in range(GOOD, GOOD + 4):
        hurt.night(day(number), wrong_of(hurt, "one and the same text") if number == GOOD else None)
        well.night(day(number))
    assert [verdict.held for verdict in hurt.verdicts().values()] == [False] * GOOD + [True] + [False] * 3
    query = "select id, title, text, state, signature_count from statements order by id"
    assert hurt.rows(query) == well.rows(query)
    assert hurt.rows("select count(*) from statements") > [(15,)]
    assert hurt.rows("select state from sites") == [("ok",)]
    _rebuilds_to_the_same(hurt)


def _rebuilds_to_the_same(nights: Nights) -> None:
    before, runs = nights.content, nights.rows("select * from runs order by id")
    nights.rebuild()
    assert nights.content == before
    assert nights.rows("select * from runs order by id") == runs


def test_what_a_person_accepts_is_taken_in_without_a_crawl(nights: Any) -> None:
    site = nights("ondes")
    site.night(day(GOOD), wrong_of(site, "frame around every text"))
    ((held, doubts),) = site.rows("select held, doubts from runs order by started desc limit 1")
    assert held == 1
    assert '[[accepted]] check = "changed"' in doubts
    texts, asked = site.rows("select count(*) from changes where what = 'text'"), site.requests
    entry = f'[[accepted]]\ncheck = "changed"\nsince = {day(GOOD)}\nby = "essai"\nwhy = "le site l’a dit"\n'
    site.write(entry)
    assert site.build()
    assert site.rows("select count(*) from changes where what = 'text'") > texts
    assert {cause for (cause,) in site.rows("select distinct cause from changes")} == {"source"}
    assert site.rows("select held, state from runs order by started desc limit 1") == [(0, "ok")]
    assert site.requests == asked
    _rebuilds_to_the_same(site)


def test_a_mended_site_file_takes_in_what_waits(nights: Any) -> None:
    site = nights("ondes")
    before = site.content

    def new_theme(source: str) -> str:
        for old, new in (
            ("page_article", "page_texte"),
            ("cartouche", "tete"),
            ("entry-title", "t"),
            ("article-", "a-"),
        ):
            source = source.replace(old, new)
        return source

    broken = Break(site.sites["ondes"])
    site.site.publish(day(GOOD))
    verdict = site.night(day(GOOD), lambda url, honest: broken.text(new_theme, url, honest))
    assert verdict.held
    assert site.content == before
    site.write(f'[layout]\nstatement = "body.page_texte"\n[[old_layouts]]\nuntil = {day(GOOD)}\n'
               'statement = "body.page_article"\n')  # fmt: skip
    site.build()
    assert not list(site.verdicts().values())[-1].held
    assert not site.night(day(GOOD + 1), lambda url, honest: broken.text(new_theme, url, honest)).doubts
    assert len(site.rows("select 1 from statements")) == len(before["statements"]) + 1
    _rebuilds_to_the_same(site)


def test_what_is_gone_for_good_is_believed_in_the_end(nights: Any) -> None:
    site = nights("lagazette")
    gone = wrong_of(site, "404 pages")
    verdicts = [site.night(day(number), gone) for number in range(GOOD, GOOD + 11)]
    assert [verdict.held for verdict in verdicts] == [True] * 7 + [False] * 4
    assert all(verdict.doubts for verdict in verdicts)
    assert len(site.rows("select 1 from statements where state = 'vanished'")) >= 5
    _rebuilds_to_the_same(site)


def test_what_shows_something_else_is_never_believed(nights: Any) -> None:
    site = nights("lagazette")
    wall = wrong_of(site, "consent pages")
    assert all(site.night(day(number), wall).held for number in range(GOOD, GOOD + 11))
    assert not site.rows("select 1 from statements where state != 'online'")


def test_a_site_that_falls_silent(tmp_path: Path) -> None:
    site = Demonstration("lagazette")
    with Nights(tmp_path, site) as nights:
        for week in range(9):
            site.publish(day(7 * week))
            assert not nights.night(day(7 * week)).doubts
        verdict = nights.night(day(7 * 60))
        assert [doubt.check for doubt in verdict.doubts] == ["silent"]
        assert not verdict.held
        assert nights.rows("select state from sites") == [("suspect",)]
        nights.write("[expect]\nsilent = -1")
        assert not nights.night(day(7 * 60 + 1)).doubts


def test_a_flood_of_texts(nights: Any) -> None:
    site = nights("lagazette")
    for _ in range(45):
        site.site.publish(day(GOOD), signed=False)
    site.write("[limits]\npages = 500")
    many = "".join(f'<a href="{item.address}">x</a>' for item in site.site.state.content.articles)

    def all_at_once(url: str, honest: Answer) -> Answer:
        return page("Tous les textes", f"<p>{many}</p>") if url.endswith("textes.html") else honest

    verdict = site.night(day(GOOD), all_at_once)
    assert "flood" in {doubt.check for doubt in verdict.doubts}
    assert verdict.held
