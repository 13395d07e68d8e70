"""The kind of a statement, from the words that sites put over it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.kinds import kind_of
from archive.model import Kind

CASES = {
    "surtitle": (("Communiqué de presse", "Rouvrir l’accueil"), "communique"),
    "common": (("", "Communiqué commun : « Rouvrir l’accueil »"), "communique"),
    "plural-section": (("", "Rouvrir l’accueil", "Communiqués"), "communique"),
    "declaration": (("Déclaration unitaire",), "communique"),
    "appeal": (("", "Appel à la solidarité avec les habitants du port"), "appel"),
    "appeal-to-rally-is-a-rally": (("", "Appel à rassemblement devant la préfecture"), "rassemblement"),
    "open-letter": (("", "Lettre ouverte au préfet"), "lettre"),
    "to-the-minister": (("", "Adresse au ministre des Rivages"), "lettre"),
    "press": (("Tribune", "Rouvrir l’accueil"), "tribune"),
    "petition-wins": (("", "Appel : signez la pétition"), "petition"),
    "sign": (("", "Signez cette lettre"), "petition"),
    "march": (("", "Marche blanche dimanche à Villebrume"), "rassemblement"),
    "capitals": (("", "COMMUNIQUE UNITAIRE"), "communique"),
    "decomposed": (("", "Communique\u0301 de presse"), "communique"),
    "the-first-text-that-tells": (("", "Rouvrir l’accueil", "Pétitions", "appel"), "petition"),
    "the-line-above-wins": (("Communiqué", "Appel à rassemblement"), "communique"),
    "spanish": (("", "Comunicado conjunto"), "communique"),
    "spanish-call": (("", "Llamamiento a la paz"), "appel"),
    "english": (("", "Open letter to the mayor"), "lettre"),
    "not-a-rally": (("", "Marché de Noël solidaire"), "autre"),
    "not-a-call": (("", "Rappel : la permanence est fermée"), "autre"),
    "not-a-letter": (("", "La newsletter de mars"), "autre"),
    "no-word": (("", "Rouvrir l’accueil", "Vie du collectif"), "autre"),
    "nothing": ((), "autre"),
}


@pytest.mark.parametrize(("words", "kind"), CASES.values(), ids=CASES.keys())
def test_the_kind(words: tuple[str, ...], kind: Kind) -> None:
    assert kind_of(*words) == kind


@given(st.lists(st.text()))
def test_any_words_have_a_kind(words: list[str]) -> None:
    assert kind_of(*words) in get_args(Kind)
    assert kind_of(*map(str.upper, words), "Communiqué") in get_args(Kind)
