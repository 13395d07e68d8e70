"""Candidates for names that nobody knows: the right one is among them, and nothing is ever linked."""

from __future__ import annotations

import pytest

from archive.judgements import Judgement, Judgements
from archive.model import Former, Organisation
from archive.resolve import Directory
from archive.suggestions import Suggestions

ORGANISATIONS = [
    Organisation("amr", "Association des marins de la Rade", ("AMR",)),
    Organisation("lms", "Ligue des Marées et des Sables", ("LMS",), former=(Former("Ligue des Grèves", "renamed"),)),
    Organisation("vep", "Vent et Paix", ("VEP",)),
    Organisation("cdr", "Comité pour une digue réparée", ("CDR",)),
    Organisation("adr", "Association des digues réparées", ("ADR",)),
]
FOUND = {
    "Association des marins de la rade et du port": "amr",
    "Asociation des marin de la Rade": "amr",
    "Ligue des sables et des marées": "lms",
    "Ligue des Grêves": "lms",
    "LMS France": "lms",
    "LMS Cheminots": "lms",
    "Comité pour la digue réparée": "cdr",
    "ALMS": "lms",
}


@pytest.mark.parametrize(("name", "expected"), FOUND.items())
def test_the_likely_one_is_suggested(name: str, expected: str) -> None:
    directory = Directory(ORGANISATIONS)
    found = [candidate.organisation for candidate in Suggestions(directory).candidates(name)]
    assert (found[:1] == [expected]) != (name == "ALMS")


@pytest.mark.parametrize("name", ["Bibliothèque du Nord", "Association", "AMS", "…", "", "Association des"])
def test_what_is_far_is_not_suggested(name: str) -> None:
    assert Suggestions(Directory(ORGANISATIONS)).candidates(name) == []


def test_candidates_are_ordered_and_few() -> None:
    found = Suggestions(Directory(ORGANISATIONS)).candidates("Association des digues réparée", most=2)
    assert found[0].organisation == "adr"
    assert len(found) <= 2
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_what_was_judged_different_is_not_suggested_again() -> None:
    told = Judgement("LMS France", "different", "relectrice", "2026-04-01T10:00:00Z", "leur statut", "lms")
    directory = Directory(ORGANISATIONS, judgements=Judgements([told]))
    assert Suggestions(directory).candidates("LMS France") == []
