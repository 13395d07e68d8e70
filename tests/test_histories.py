"""Ten histories, each told night by night and in one go: the same exact list of changes, with its causes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pytest

from archive.judgements import Judgement, Judgements
from archive.model import Absence, Event, Move, Rereading, Sighting, Statement
from archive.resolve import Directory
from tests.conftest import ORGANISATIONS
from tests.test_build import built
from tests.test_history import ATELIER, DIGUE, NIGHT, PROSE, RIVAGES, URL, page
from tests.test_store import CAPTURE

NEW_URL, ELSEWHERE = f"{URL}-2", "https://digue.example/appel-commun"
MAREES = "Ligue des Marées"
JUDGED = Judgement(MAREES, "same", "relectrice", "2026-03-02T12:00:00Z", "son site le dit", "digue")
GONE, SEEN = Absence("rivages", URL, "404"), Sighting("rivages", URL, "abc")


@dataclass(frozen=True)
class History:
    """What was seen on each night, and what must be told: night (from 1), what, cause, organisation, detail."""

    nights: tuple[tuple[Event, ...], ...]
    changes: tuple[tuple[int, str, str, str | None, str], ...]
    judgements: tuple[Judgement, ...] = ()
    state: str = "online"
    copies: int = 1


def copy(names: tuple[str, ...]) -> Statement:
    return replace(page(names), site="digue", url=ELSEWHERE, number="77")


HISTORIES = {
    "edited": History(
        ((page(),), (page(prose=f"{PROSE}\n\nRendez-vous samedi sur le port."),), (SEEN,)),
        ((2, "text", "source", None, ""),),
    ),
    "added names": History(
        ((page(),), (page((RIVAGES, DIGUE, ATELIER, MAREES)),)),
        (
            (2, "signature_added", "source", "atelier", ATELIER),
            (2, "signature_added", "source", None, MAREES),
            (2, "text", "source", None, ""),
        ),
    ),
    "removed names": History(
        ((page((RIVAGES, DIGUE, ATELIER)),), (page((RIVAGES, ATELIER)),), (page((RIVAGES, DIGUE, ATELIER)),)),
        (
            (2, "signature_no_longer_listed", "source", "digue", DIGUE),
            (2, "text", "source", None, ""),
            (3, "signature_added", "source", "digue", DIGUE),
            (3, "text", "source", None, ""),
        ),
    ),
    "moved": History(
        ((page(),), (Move("rivages", URL, NEW_URL), replace(page(), url=NEW_URL)), (replace(SEEN, url=NEW_URL),)),
        ((2, "moved", "source", None, f"{URL} → {NEW_URL}"),),
    ),
    "vanished": History(
        ((page(),), (GONE,), (replace(GONE, reason="410"),), (GONE,)),
        ((3, "vanished", "source", None, "410"),),
        state="vanished",
    ),
    "back": History(
        ((page(),), (GONE,), (GONE,), (SEEN,), (GONE,), (SEEN,)),
        ((3, "vanished", "source", None, "404"), (4, "back", "source", None, "")),
    ),
    "re-parsed": History(
        (
            (page((RIVAGES, DIGUE)),),
            (Rereading("rivages", URL, NIGHT[1], "parser", "r1", added=(DIGUE,), told=("kind",)),),
            (SEEN,),
        ),
        ((2, "kind", "parser", None, ""), (2, "signature_added", "parser", "digue", DIGUE)),
    ),
    "judged": History(
        ((page((RIVAGES, MAREES)),), (SEEN,), (SEEN,)),
        ((2, "judged", "reviewer", "digue", MAREES),),
        judgements=(JUDGED,),
    ),
    "withdrawn": History(
        ((page(),), *((Absence("rivages", ".", f"REST {status}", number="5"),) for status in (401, 401))),
        ((3, "vanished", "source", None, "REST 401"),),
        state="vanished",
    ),
    "republished elsewhere": History(((page(),), (copy((RIVAGES, DIGUE, ATELIER)),), (SEEN,)), (), copies=2),
}


def told(history: History, *, at_once: bool) -> dict[str, Any]:
    nights: list[list[Event]] = [
        [replace(CAPTURE, id=f"c{day}", fetched_at=NIGHT[day]), *events] for day, events in enumerate(history.nights)
    ]
    directory = Directory(ORGANISATIONS, judgements=Judgements(history.judgements))
    if at_once:
        return built([[event for night in nights for event in night]], directory)[0]
    return built(nights, *[directory] * len(nights))[0]


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES.keys())
def test_the_exact_list_of_changes(history: History) -> None:
    grown = told(history, at_once=False)
    assert grown == told(history, at_once=True)
    changes = [(row[1][:10], row[4], row[5], row[3], row[6]) for row in grown["changes"]]
    wanted = [(NIGHT[night - 1][:10], *rest) for night, *rest in history.changes]
    assert sorted(changes, key=repr) == sorted(wanted, key=repr)
    (first, *others) = sorted(grown["statements"])[::-1]
    assert len(others) == history.copies - 1
    assert history.state in first
    works = grown["works"]
    assert [row[3] for row in works] == [history.copies]
    assert all(one[0] != other[0] for one, other in pairwise(works))
