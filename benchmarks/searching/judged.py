"""Judged queries: what readers type, and how much each statement is worth to them. Written with the corpus.

A word is worth what the statement's author made of it; words side by side are worth what the least of them is; of words
of which one is enough, the most. Nothing here asks a search engine.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.searching.corpus import Written, concepts, words

Worth = Callable[[Written], int]


@dataclass(frozen=True, slots=True)
class Judged:
    """One query, with what was chosen beside it, and what each statement is worth to who asks it."""

    kind: str
    typed: str
    worth: Worth
    chosen: dict[str, str] = field(default_factory=dict)


def queries() -> list[Judged]:
    """All of them."""
    return [*_words(), *_pairs(), *_organisations(), *_phrases(), *_excluding(), *_either(), *_begun(), *_chosen()]


def _of(name: str) -> Worth:
    return lambda written: written.weights.get(name, 0)


def _all(*names: str) -> Worth:
    return lambda written: min(written.weights.get(name, 0) for name in names)


def _any(*names: str) -> Worth:
    return lambda written: max(written.weights.get(name, 0) for name in names)


def _without(name: str, other: str) -> Worth:
    return lambda written: 0 if written.weights.get(other) else written.weights.get(name, 0)


def _where(worth: Worth, **told: str) -> Worth:
    return lambda written: worth(written) if all(written.row[at].startswith(value) for at, value in told.items()) else 0


def _words() -> Iterator[Judged]:
    for concept in concepts():
        for typed in concept["typed"][:2]:
            yield Judged("one word", typed, _of(concept["id"]))


def _pairs() -> Iterator[Judged]:
    rng = random.Random("pairs")
    for number in range(30):
        concept, place = rng.choice(concepts()), rng.choice(words()["places"])
        typed = concept["typed"][-1]
        both = _all(concept["id"], place)
        yield Judged("word and place", f"{typed} {place}" if number % 2 else f"{place.lower()} {typed}", both)


def _organisations() -> Iterator[Judged]:
    for name, spellings in words()["organisations"].items():
        yield Judged("organisation", spellings[sum(map(ord, name)) % len(spellings)], _of(name))


def _phrases() -> Iterator[Judged]:
    told = {
        "acteurs": "acteurs de terrain",
        "loi": "projets de loi",
        "murs": "murs du refus",
        "couvrefeu": "couvre feu",
    }
    told |= {"cessezlefeu": "cessez-le-feu", "inter": "inter-associatif", "Port-Lambert": "Port Lambert"}
    told |= {"Hautecombe-sur-Ain": "hautecombe sur ain", "Bellerive-en-Bresle": "Bellerive-en-Bresle"}
    for number, (name, phrase) in enumerate(told.items()):
        yield Judged("phrase", f"« {phrase} »" if number % 2 else f'"{phrase}"', _of(name))


def _excluding() -> Iterator[Judged]:
    for name, typed, other, left_out in (
        ("exiles", "exilés", "asile", "-asile"), ("greve", "greve", "salaire", "-salaires"),
        ("otages", "otages", "blocus", "-blocus"), ("hopital", "hopital", "infirmiers", "-infirmières"),
        ("locataires", "locataires", "Cézoux", "-cezoux"), ("loi", '"projet de loi"', "murs", '-"murs du refus"'),
        ("anfo", "A.N.F.O.", "ofpq", "-OFPQ"), ("lyceens", "lycéennes", "cantine", "SAUF cantines"),
    ):  # fmt: skip
        yield Judged("exclusion", f"{typed} {left_out}", _without(name, other))


def _either() -> Iterator[Judged]:
    for name, typed, other, or_else in (
        ("pesticides", "pesticide", "inondation", "inondations"), ("journal", "journaux", "chercheurs", "chercheuse"),
        ("cantine", "cantines", "ofpq", "O.F.P.Q."), ("Noirétable", "noiretable", "Givrezac", "Givrezac"),
        ("detenus", "détenue", "lph", "LPH"), ("blocus", "blocus", "couvrefeu", "couvre-feu"),
    ):  # fmt: skip
        yield Judged("one or the other", f"{typed} OU {or_else}", _any(name, other))


def _begun() -> Iterator[Judged]:
    for name, typed in (
        ("pesticides", "pestici*"), ("inondation", "inond*"), ("colonisation", "colonis*"), ("exiles", "exil*"),
        ("agriculteurs", "agricul*"), ("frontiere", "front*"), ("regularisation", "régularis*"), ("otages", "ota*"),
    ):  # fmt: skip
        yield Judged("beginning", typed, _of(name))


def _chosen() -> Iterator[Judged]:
    for name, typed, chosen, told in (
        ("exiles", "exilées", {"site": "quais"}, {"site_id": "quais"}),
        ("asile", "l'asile", {"kind": "appel"}, {"kind": "appel"}),
        ("oeuvre", "oeuvres", {"du": "2020", "au": "2020"}, {"published": "2020"}),
        ("greve", "grèves", {"annee": "2018"}, {"published": "2018"}),
        ("etudiants", "etudiant·es", {"site": "ondes", "kind": "lettre"}, {"site_id": "ondes", "kind": "lettre"}),
        ("hopital", "HÔPITAUX", {"du": "2021-03", "au": "2021-03"}, {"published": "2021-03"}),
        ("association", "associations", {"langue": "fr", "site": "vigie"}, {"site_id": "vigie"}),
    ):  # fmt: skip
        yield Judged("chosen", typed, _where(_of(name), **told), chosen)
    for name, typed, organisation in (
        ("otages", "otage", "ccfq"),
        ("salaire", "salaire", "unsol"),
        ("loi", '"projet de loi"', "elan"),
    ):
        yield Judged("chosen", typed, _all(name, organisation), {"organisation": organisation})
