"""Comparing names, and cutting blocks of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.keys import fold
from archive.known import common, is_acronym, spells
from archive.model import Block
from archive.names import key, split_names, unnamed
from archive.resolve import Directory
from benchmarks.speed import empty, memories
from tests.conftest import ORGANISATIONS
from tests.typographies import LISTS, Typeset

DIRECTORY = Directory(ORGANISATIONS)
MEMORIES = list(memories())
SEPARATORS = [
    " - ",
    " – ",
    " — ",
    "- ",
    " –",
    " ; ",
    ", ",
    " / ",
    " | ",
    " • ",
    "\n",
    "\n- ",
    "\n• ",
    " · ",
    " -- ",
    ";\n",
    "\n\n",
]
KNOWN = """
Attac
Union syndicale Solidaires
Ligue des droits de l’Homme
Femmes Égalité
Cedetim / IPAM
Apel-Égalité
Europe Écologie - Les Verts
Union Juive Française pour la Paix
Participation et Spiritualité Musulmanes
MRAP
Association France Palestine Solidarité (AFPS)
Confédération paysanne
Génération.s
La Cimade
Sortir du colonialisme
Pour une écologie populaire et sociale
Mouvement contre le racisme et pour l’amitié entre les peuples
Parti de Gauche
""".strip().splitlines()
LETTERS = st.text(alphabet="aàâbcçdeéèêfghiîjklmnoôœpqrstuùûüvwxyzAÀÉÎÔŒÇ'’‘-–—‑.·()& 0123456789", max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Confédération Générale du Travail", "confederation generale du travail"),
        ("L’Union étudiante", "l'Union Etudiante"),
        ("Apel‑Égalité", "APEL – Egalité"),
        ("La Cimade", "Cimade"),
        ("Les Femmes en noir", "Femmes en Noir"),
        ("A.C.C.A.", "ACCA"),
        ("F.T.C.R.", "ftcr"),
        ("leurs Ami(e)s", "leurs ami·es"),
        ("leurs ami-e-s", "leurs amis"),
        ("étudiant·e·s de France", "étudiants de France"),
        ("Tunisien-nes", "Tunisiens"),
        ("Sœurs et frères", "Soeurs et frères"),
        ("Gauche démocratique & sociale", "Gauche démocratique et sociale"),
        ("Ensemble !", "Ensemble!"),
        ("Génération·s", "Génération.S"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attac 13", "Attac 31"),
        ("ATF", "ATMF"),
        ("NPA", "NPA-A"),
        ("UJFP", "UNEF"),
        ("Saint-Denis", "Saint-Denise"),
        ("Collectif Paix Palestine Israël", "Collectif Paix Palestine"),
        ("Union étudiante", "Union lycéenne"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(LETTERS)
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert key(key(name)) == key(name)


@given(st.text(max_size=80))
def test_any_text_has_a_key_that_is_its_own(name: str) -> None:
    assert key(key(name)) == key(name)


@given(LETTERS)
def test_case_accents_apostrophes_and_dashes_do_not_matter(name: str) -> None:
    assert key(name.upper()) == key(name.lower()) == key(name)
    assert key(fold(name)) == key(name)
    assert key(name.replace("’", "'").replace("–", "-")) == key(name)


@given(st.text(max_size=80))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


# --- cutting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", SEPARATORS, ids=repr)
@given(names=st.lists(st.sampled_from(KNOWN), min_size=3, max_size=8, unique=True))
def test_known_names_joined_by_any_separator_come_back(separator: str, names: list[str]) -> None:
    block = Block(separator.join(names), 0, "Signataires :")
    assert [item.as_written for item in split_names(block)] == names


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case.id)
def test_cutting_loses_nothing_but_separators(case: Typeset) -> None:
    """Between two names stand signs, small words, sub-headings and what counts the rest; nothing else."""
    text = "\n".join(case.names) if case.id.startswith("html") else case.raw
    block = Block(text, 0, "Signataires :")
    left, place = [], 0
    for item in split_names(block):
        left.append(text[place : item.start])
        place = item.start + len(item.as_written)
    for lost in left[1:]:
        words = re.sub(r"\d+ autres.*|[A-ZÀ-Ýa-zà-ÿ' ’]+\s*:|https?:\S+", "", lost, flags=re.S)
        assert len(re.findall(r"[A-ZÀ-Ý]\w+", words)) <= 5, lost


@given(st.text(max_size=300))
def test_any_block_can_be_cut(text: str) -> None:
    block = Block(text, 7, "Signataires :")
    for item in split_names(block):
        assert text[item.start - 7 :].startswith(item.as_written)


def test_places_count_in_the_text_of_the_block() -> None:
    text = "Voici. Signataires : Attac, LDH"
    items = split_names(Block("Attac, LDH", text.index("Attac"), "Signataires :"))
    assert [text[item.start : item.start + len(item.as_written)] for item in items] == ["Attac", "LDH"]
    assert [item.start for item in split_names(Block("Attac, LDH", -1))] == [0, 7]


@given(st.sampled_from(LISTS), st.integers(-1, 50), st.integers(-1, 50))
def test_a_list_that_comes_again_is_read_alike_wherever_it_stands(case: Typeset, first: int, then: int) -> None:
    here, there = (split_names(Block(case.raw, start, "Signataires :"), DIRECTORY) for start in (first, then))
    by = max(then, 0) - max(first, 0)
    assert there == tuple(replace(item, start=item.start + by) for item in here)
    unknown = split_names(Block(case.raw, then, "Signataires :"))
    empty(MEMORIES)
    assert split_names(Block(case.raw, then, "Signataires :"), DIRECTORY) == there
    assert split_names(Block(case.raw, then, "Signataires :")) == unknown


def test_a_heading_of_support_makes_supporters() -> None:
    assert all(item.support for item in split_names(Block("Attac, LDH", 0, "Avec le soutien de :")))
    assert not any(item.support for item in split_names(Block("Attac, LDH", 0, "Signataires :")))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Attac, LDH et 25 autres organisations", 25),
        ("Attac, LDH (et 14 autres)", 14),
        ("Attac\nLDH\n+ 30 associations locales", 30),
        ("Attac, LDH et vingt autres associations", 20),
        ("Attac 13, LDH 31, Collectif 8 mars", 0),
        ("Attac, LDH et bien d’autres", 0),
    ],
)
def test_those_who_are_counted_and_not_named(text: str, count: int) -> None:
    block = Block(text, 0, "Signataires :")
    assert unnamed(block) == count
    assert not any("autres" in item.name or "locales" in item.name for item in split_names(block))


# --- acronyms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["CGT", "SNUipp", "USPa", "FiRST", "NPA-A", "4ACG", "2P2R", "A.F.P.S.", "FORUM-ASIA"])
def test_set_as_an_acronym(word: str) -> None:
    assert is_acronym(word)


@pytest.mark.parametrize("word", ["Attac", "Paris", "A", "de", "Ensemble", "350", "Génération.s"])
def test_not_set_as_an_acronym(word: str) -> None:
    assert not is_acronym(word)


def test_a_name_spells_its_acronym() -> None:
    assert spells("ATTAC", "Association pour la Taxation des Transactions financières et pour l’Action Citoyenne")
    assert spells("CJPP5", "Comité Justice et Paix en Palestine et au Proche-Orient du 5e arrt")
    assert not spells("EELV", "Les Verts")


def test_what_is_known_is_no_name_in_the_middle() -> None:
    assert common().prefix("union syndicale solidaires isere".split()) == 3
    assert common().prefix("collectif du coin".split()) == 0


# --- full stops ----------------------------------------------------------------------------------------------------


def test_full_stops_part_names_where_nothing_else_does() -> None:
    text = "Le Planning familial. Les Vigies du Val. Collectif des quais (CQX). Ensemble !. Marche des ponts."
    found = [item.as_written for item in split_names(Block(text, 0, "Signataires :"))]
    assert found == [
        "Le Planning familial",
        "Les Vigies du Val",
        "Collectif des quais (CQX)",
        "Ensemble !",
        "Marche des ponts",
    ]
