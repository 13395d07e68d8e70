"""The judge alone: what is usual is learned, what is unusual is doubted, a small or ordinary difference never is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.health.judge import BELIEVED, judge
from archive.health.model import Accepted, Check, Doubt, Expect, Past, Seen, Verdict
from archive.health.usual import Usual, unlikely
from archive.health.watch import Watch
from archive.health.words import _words, say, tell
from archive.model import Absence, Block, Hint, Move, Refusal, Sighting, Statement
from scraper.page import Page
from scraper.site import SiteError, make_site
from scraper.walls import wall

TEXT = "Nous demandons la réouverture de la halte, pour toutes et tous. " * 12
SITE = {"organisation": "essai", "home": "https://halte.example/", "family": "spip"}


def seen(number: int = 0, **more: Any) -> Seen:
    """A night like any other: a list of eighty pages, one new text, five held ones read again and found the same."""
    counts = {"kept": 5, "compared": 5, "read": 1, "fresh": 1, "dated": 1, "fresh dated": 1} | more.pop("counts", {})
    day = (date(2026, 1, 5) + timedelta(days=number)).isoformat()
    made = Seen(day=day, whole=True, listed=80 + number, kinds=["feed", "sitemap"], held=80, length=len(TEXT))
    return replace(made, counts=counts, days={day: counts["fresh"]}, languages={"fr": counts["read"]}, **more)


ORDINARY = tuple(Past(seen(number), Verdict()) for number in range(30))
LOSSES: list[tuple[str, dict[str, int]]] = [
    ("lost", {"gone": 12, "kept": 2, "gone: 404": 12}),
    ("changed", {"compared": 12, "again": 12, "changed": 9, "untold": 9}),
    ("cut", {"cut": 6, "had cut": 9}),
    ("signatories", {"unsigned": 4, "had unsigned": 6}),
    ("dates", {"undated": 5, "had undated": 5}),
    ("dates", {"redated": 5, "date alike": 5}),
    ("dates", {"fresh": 3, "read": 3, "fresh dated": 0, "dated": 0}),
    ("letters", {"read": 6, "garbled": 5}),
    ("alike", {"read": 8, "title alike": 8}),
    ("alike", {"read": 8, "boilerplate": 7}),
    ("wall", {"wall: parked": 3, "kept": 0, "read": 0, "fresh": 0, "fresh dated": 0}),
    ("wall", {"wall: missing": 9}),
    ("flood", {"fresh": 90, "read": 90, "fresh dated": 90}),
]


@pytest.mark.parametrize(("check", "counts"), LOSSES, ids=[f"{check}-{next(iter(c))}" for check, c in LOSSES])
def test_what_is_unusual_is_doubted_and_waits(check: str, counts: dict[str, int]) -> None:
    verdict = judge(seen(30, counts=counts), ORDINARY, Expect())
    assert check in {doubt.check for doubt in verdict.doubts}
    assert verdict.held
    accepted = tuple(Accepted(doubt.check, date(2026, 2, 1), None, "essai", "vu") for doubt in verdict.doubts)
    assert judge(seen(30, counts=counts), ORDINARY, Expect(), accepted) == Verdict()
    early = tuple(replace(entry, until=date(2026, 2, 2)) for entry in accepted)
    assert judge(seen(30, counts=counts), ORDINARY, Expect(), early).held


@pytest.mark.parametrize(
    ("now", "check"),
    [
        (seen(30, listed=30), "listing"), (seen(30, listed=0), "listing"), (seen(30, kinds=["sitemap"]), "sources"),
        (replace(seen(130), days={}), "silent"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_waits(now: Seen, check: str) -> None:
    verdict = judge(now, ORDINARY, Expect())
    assert [doubt.check for doubt in verdict.doubts] == [check]
    assert not verdict.held


def test_a_list_cut_short_where_changes_are_asked_for() -> None:
    past = tuple(Past(replace(seen(n), whole=False, listed=40), Verdict()) for n in range(12))
    assert judge(replace(seen(12), whole=False, listed=3), past, Expect()).doubts
    past = tuple(Past(replace(seen(n), whole=False, listed=1 + n % 7), Verdict()) for n in range(12))
    assert not judge(replace(seen(12), whole=False, listed=1), past, Expect()).doubts


def test_another_language() -> None:
    past = tuple(Past(replace(seen(n), languages={"fr": 4}), Verdict()) for n in range(10))
    foreign = replace(seen(11, counts={"read": 4}), languages={"en": 4})
    assert [doubt.check for doubt in judge(foreign, past, Expect()).doubts] == ["language"]
    assert not judge(foreign, past, Expect(languages=("fr", "en"))).doubts


SMALL = st.fixed_dictionaries(
    {
        "gone": st.integers(0, 2), "kept": st.integers(5, 60), "compared": st.integers(5, 60),
        "changed": st.integers(0, 2), "untold": st.integers(0, 2), "cut": st.integers(0, 2),
        "unsigned": st.integers(0, 2), "undated": st.integers(0, 2), "garbled": st.integers(0, 2),
        "fresh": st.integers(0, 25),
    }
)  # fmt: skip


@given(st.lists(SMALL, max_size=25), SMALL)
def test_two_pages_of_a_kind_are_never_doubted(past: list[dict[str, int]], now: dict[str, int]) -> None:
    def night(number: int, counts: dict[str, int]) -> Seen:
        read = {"read": counts["fresh"], "dated": counts["fresh"], "fresh dated": counts["fresh"]}
        return seen(number, counts=counts | read)

    runs = [Past(night(number, counts), Verdict()) for number, counts in enumerate(past)]
    assert judge(night(len(past), now), runs, Expect()) == Verdict()


@given(st.lists(SMALL, max_size=12), SMALL)
def test_a_run_that_waits_teaches_nothing(past: list[dict[str, int]], now: dict[str, int]) -> None:
    runs = [Past(seen(number, counts=counts), Verdict()) for number, counts in enumerate(past)]
    wrong = Past(seen(len(past), counts={"gone": 40, "kept": 0}, listed=2), Verdict((Doubt("lost"),), True, 1))
    after = seen(len(past) + 1, counts=now)
    assert judge(after, [*runs, wrong], Expect()).doubts == judge(after, runs, Expect()).doubts


def test_what_is_gone_is_believed_after_a_week_of_it() -> None:
    past = list(ORDINARY)
    for number in range(30, 30 + BELIEVED + 3):
        now = seen(number, counts={"gone": 12, "kept": 0, "gone: 404": 12})
        verdict = judge(now, past, Expect())
        assert verdict.held is (number < 30 + BELIEVED)
        assert verdict.nights == (number - 29 if verdict.held else 0)
        past.append(Past(now, verdict))
    other = judge(seen(50, counts={"gone": 12, "kept": 0, "gone: no title": 12}), past, Expect())
    assert other.held


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.01, 0.99))
def test_chance_never_decides_for_more(found: int, more: int, share: float) -> None:
    of = found + more
    assert not (unlikely(found, of, share) and not unlikely(max(found - 1, 0), of, share))
    assert not unlikely(of, of, share)


def test_no_rhythm_no_silence() -> None:
    assert Usual.of([seen(0)], Expect()).silence == 0
    assert Usual.of([run.seen for run in ORDINARY], Expect()).silence == 45
    assert Usual.of([seen(0)], Expect(silent=10)).silence == 10
    assert Usual.of([run.seen for run in ORDINARY], Expect(silent=-1)).silence == 0


# --- what a run shows ----------------------------------------------------------------------------------------------


def page(number: int, **more: Any) -> Statement:
    told = {"published": "2026-01-05", "language": "fr", "blocks": (Block("A, B", -1),)}
    told |= {"title": f"Texte {number}", "text": f"{number} {TEXT}"} | more
    return Statement(site="halte", url=f"https://halte.example/{number}", number=str(number), **told)


def watched(before: list[Statement], *events: Any) -> Seen:
    held = {statement.number: statement for statement in before}
    watch = Watch(None, lambda now: held.get(now.number), lambda _, url: url.rpartition("/")[2] in held, len(held))
    for event in events:
        watch.look(event)
    return watch.seen()


def test_what_a_run_shows_is_counted_beside_what_is_held() -> None:
    old = page(1)
    found = watched(
        [old, page(2), page(3), page(4), page(5)],
        replace(old, text="Court.", published=None, blocks=(), language="en"),
        Hint("halte", "https://halte.example/2", "feed", number="2"),
        replace(page(2), text=f"{TEXT} Et plus.", published="2026-01-06"),
        Sighting("halte", "https://halte.example/3", "x"),
        Absence("halte", "https://halte.example/4", "404"),
        Refusal("halte", "https://halte.example/5", "wall: parked"),
        Move("halte", "https://halte.example/5", "https://halte.example/6"),
        Absence("halte", "https://halte.example/99", "404"),
        page(7, published=None, text=f"Signataires : A, B. {TEXT}", blocks=()),
    )
    expected = {
        "read": 3, "again": 2, "fresh": 1, "kept": 3, "compared": 2, "changed": 2, "untold": 1, "cut": 1, "undated": 1,
        "unsigned": 1, "foreign": 1, "redated": 1, "gone": 2, "gone: 404": 1, "gone: wall: parked": 1,
        "wall: parked": 1, "moved": 1, "fresh undated": 1, "fresh unsigned": 1, "fresh cued": 1,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    assert found.examples["untold"] == old.url
    assert Seen.of(found.told() | {"later": 1}) == found


def test_a_common_list_is_no_boilerplate() -> None:
    members = "Organisations membres du collectif : " + ", ".join(f"Association {n}" for n in range(80))

    def signed(number: int) -> Statement:
        text = f"Le texte {number} de ce jour dit une chose que nul autre ne dit, la {number}.\n\n{members}"
        return replace(page(number), text=text, blocks=(Block(members, text.index(members)),))

    assert watched([], *map(signed, range(8)))["boilerplate"] == 0
    assert watched([], *(replace(page(n), text=members, blocks=()) for n in range(8)))["boilerplate"] == 8


# --- words, files, walls -------------------------------------------------------------------------------------------


def test_every_doubt_can_be_said_in_both_languages() -> None:
    words = _words()
    for check in get_args(Check):
        for language in ("fr", "en"):
            kinds = [name.partition("-")[2] for name in words[language] if name.partition("-")[0] == check]
            for kind in kinds:
                figures: dict[str, str | int] = dict.fromkeys(("seen", "of", "held", "usual", "since"), 7)
                told = say(Doubt(check, figures | {"kind": kind}, "https://halte.example/1"), language)
                assert "https://halte.example/1" in told
                assert "{" not in told
    assert words["fr"].keys() == words["en"].keys()
    assert tell(Verdict()) == []


def test_the_french_of_doubts_is_typeset() -> None:
    for parts in _words()["fr"].values():
        for text in parts.values():
            bare = re.sub(r"\[\[.*|expect\.\w+.*", "", text)
            assert not re.search(r" [:;?!»]|« |'|\.\.\.", bare), bare


def test_a_site_file_says_what_it_expects_and_accepts() -> None:
    entry = {"check": "lost", "since": date(2026, 1, 5), "by": "essai", "why": "vu"}
    site = make_site("halte", SITE | {"expect": {"listed": 40, "dated": 1}, "accepted": [entry]}, "halte.toml")
    assert (site.expect.listed, site.expect.dated, site.accepted[0].check) == (40, 1.0, "lost")
    with pytest.raises(SiteError, match=r"did you mean `expect\.listed`"):
        make_site("halte", SITE | {"expect": {"liste": 1}}, "halte.toml")
    with pytest.raises(SiteError, match="check` should be one of wall, lost"):
        make_site("halte", SITE | {"accepted": [entry | {"check": "perdu"}]}, "halte.toml")
    with pytest.raises(SiteError, match=r"accepted\[0\].why` is missing"):
        make_site("halte", SITE | {"accepted": [entry | {"why": ""}]}, "halte.toml")


WALLS = [
    ("missing", "Page introuvable - Halte", ""), ("missing", "Erreur 404", ""), ("missing", "404 Not Found", ""),
    ("missing", "Oups, la page que vous cherchez est introuvable.", ""), ("missing", "Cette page n’existe plus", ""),
    ("maintenance", "Site en maintenance", "Revenez bientôt."), ("robot", "Just a moment...", ""),
    ("robot", "halte.example", "Vérifiez que vous n’êtes pas un robot."), ("hosting", "Welcome to nginx!", ""),
    ("parked", "halte.example", "This domain is for sale."), ("parked", "Ce nom de domaine est à vendre", ""),
    ("consent", "Halte", "Avant de continuer, choisissez vos cookies."), ("login", "Connexion ‹ Halte", ""),
    ("error", "Erreur", "Error establishing a database connection"),
    ("", "Connexion des luttes", "Texte."), ("", "Accès réservé aux riverains", "Texte."), ("", "404 jours", "Texte."),
    ("", "Domaine public à vendre", "Texte."), ("", "La page est tournée", "Texte."),
    ("", "Halte", "mot de passe oublié ?"),
    ("", "Le projet de loi est introuvable", "Texte."), ("", "Page introuvable", TEXT * 8),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "title", "body"), WALLS, ids=[f"{k or 'honest'}-{t[:20]}" for k, t, _ in WALLS])
def test_what_stands_in_the_place_of_a_page(kind: str, title: str, body: str) -> None:
    source = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{body}</p></body></html>"
    assert wall(Page("https://halte.example/1", source.encode(), 200, {"content-type": "text/html"})) == kind
