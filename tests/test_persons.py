"""Natural persons: recognised, whatever it costs; organisations that only look like them: kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.known import common
from archive.model import Block
from archive.names import split_names
from archive.persons import beside_body, may_hide_person, read_person, read_spokesperson

KNOWN = common()

PERSONS = {
    "plain": ("Noémie Vascaud", "Noémie Vascaud", None),
    "double-name": ("Jean-Noël Turpault", "Jean-Noël Turpault", None),
    "particle": ("Benoît d’Estrevel (Réseau des cafés culturels)", "Benoît d’Estrevel", "Réseau des cafés culturels"),
    "profession": ("Lucile Bramerie (géographe)", "Lucile Bramerie", "géographe"),
    "comma": ("Henri Vasseline, ancien proviseur", "Henri Vasseline", "ancien proviseur"),
    "dash": ("BENKACEM Rachid – ouvrier", "BENKACEM Rachid", "ouvrier"),
    "capitals-first": ("de LAUZUN-PRAT Isabelle – infirmière", "de LAUZUN-PRAT Isabelle", "infirmière"),
    "office-and-town": (
        "MAZURIER Jean-Loup – conseiller municipal (Ussel)",
        "MAZURIER Jean-Loup",
        "conseiller municipal (Ussel)",
    ),
    "two": ("Mireille Gantois et Simon Duvernet, animateurs", "Mireille Gantois et Simon Duvernet", "animateurs"),
    "couple": ("Aude et Michel Lestrade, agriculteurs", "Aude et Michel Lestrade", "agriculteurs"),
    "title": ("Mme Xandra Ploumier", "Mme Xandra Ploumier", None),
    "doctor": ("Dr Orkan Dervishi", "Dr Orkan Dervishi", None),
    "initials": ("J.-P. Vernoux, médecin", "J.-P. Vernoux", "médecin"),
    "unknown-name-with-office": ("Tsilla Vermeulen, retraitée", "Tsilla Vermeulen", "retraitée"),
    "unknown-name-ex": ("Orkan Dervishi, ex-député", "Orkan Dervishi", "ex-député"),
    "unknown-trade": ("Vistens Vadrauch, éclusier", "Vistens Vadrauch", "éclusier"),
    "unknown-trade-in-brackets": ("Orkan Dervishi (l’ancienne batelière)", "Orkan Dervishi", "l’ancienne batelière"),
    "unknown-name-in-capitals": ("Groutenn DE KOUNESTAS, éclusier", "Groutenn DE KOUNESTAS", "éclusier"),
    "ordinary-word": ("Rose Fontvieille", "Rose Fontvieille", None),
    "spanish": ("Íñigo Zabaleta, sindicalista", "Íñigo Zabaleta", "sindicalista"),
    "apostrophe": ("Aïcha N’Dour-Collin (traductrice)", "Aïcha N’Dour-Collin", "traductrice"),
    "organisation-beside": ("Carla Pinheiro-Roux (Cimade)", "Carla Pinheiro-Roux", "Cimade"),
}

ORGANISATIONS = """
Attac
Front Line Defenders
Pax Christi
Nouvelle Donne
Homo Digitalis
Place publique
Via Campesina
Collectif Faty Koumba
Fondation Danielle Mitterrand
Association Maurice Audin
Cercle Rosa Luxemburg
LDH Guingamp
MAN Lannion
Femmes Égalité
La Courneuve-Palestine
Les Amis de Jean Zay
Kyoto Bridges
Terre & Humanisme
Union Pirate
Secours Populaire
Jeunes Écologistes
Droit Solidarité
Emmaüs France
Utopia
Banlieues vertes
Kolibri Vadrauch, quartier du Port
LA DIGUE
LES AMIS DE LA DIGUE
Comité des Quais, éclusier
""".strip().splitlines()

SPOKESPERSONS = {
    "colon": ("Ligue de l’enseignement : Karim Ouattara", "Ligue de l’enseignement", "Karim Ouattara"),
    "comma": ("Atelier de paix de Fribourg, Jost Ammerlin", "Atelier de paix de Fribourg", "Jost Ammerlin"),
    "place": ("MPTI (Galice), Uxía Carballeda, secrétaire", "MPTI (Galice)", "Uxía Carballeda, secrétaire"),
    "represented": ("FSU, représentée par Denis Quillévéré", "FSU", "Denis Quillévéré"),
    "for": ("Marta Belmonte, pour la LDH", "LDH", "Marta Belmonte"),
    "brackets": ("Collectif Vallée verte (Lucie Armandon)", "Collectif Vallée verte", "Lucie Armandon"),
}


@pytest.mark.parametrize(("text", "name", "role"), PERSONS.values(), ids=PERSONS.keys())
def test_a_person(text: str, name: str, role: str | None) -> None:
    person = read_person(text, KNOWN)
    assert person is not None
    assert (person.name, person.role) == (name, role)
    assert read_spokesperson(text, KNOWN, on_a_line=True) is None


# What stands in a list, and how many of its items look like persons, of 1.
HIDDEN = {
    "role": ("Labour Vonflizait – étudiante", 0.0),
    "trade": ("Labour Vonflizait – poète", 0.0),
    "capitals": ("Mères BRETEFLIS", 0.25),
    "most-are-persons": ("Causes Pudroch", 0.875),
}
SHOWN = {
    "nobody-signs": ("Causes Pudroch", 0.0),
    "some-are-persons": ("Alerte Berges", 0.57),
    "capitals-where-nobody-signs": ("Mères BRETEFLIS", 0.0),
    "head": ("Collectif Pudroch", 0.875),
    "all-heard-of": ("Solidaires Paysans", 0.875),
    "many-words": ("Alerte Berges Rives Quais Halte", 0.875),
}


@pytest.mark.parametrize(("text", "share"), HIDDEN.values(), ids=HIDDEN.keys())
def test_a_word_of_bodies_may_be_somebodys_name(text: str, share: float) -> None:
    assert may_hide_person(text, KNOWN, share=share)


@pytest.mark.parametrize(("text", "share"), SHOWN.values(), ids=SHOWN.keys())
def test_a_word_of_bodies_is_mostly_no_name(text: str, share: float) -> None:
    assert not may_hide_person(text, KNOWN, share=share)


@pytest.mark.parametrize("text", ORGANISATIONS)
def test_an_organisation_is_no_person(text: str) -> None:
    assert read_person(text, KNOWN) is None


@pytest.mark.parametrize(("text", "organisation", "role"), SPOKESPERSONS.values(), ids=SPOKESPERSONS.keys())
def test_a_spokesperson_gives_the_organisation(text: str, organisation: str, role: str) -> None:
    assert read_spokesperson(text, KNOWN, on_a_line=True) == (organisation, role)


def test_among_persons_the_shape_of_a_name_is_enough() -> None:
    text = "Premiers noms : Nadia Berthelin, Tsilla Vermeulen, Paul Escarrat, Orkan Dervishi"
    items = split_names(Block(text[16:], 16, "Premiers signataires :"))
    assert [item.kind for item in items] == ["person"] * 4


def test_alone_the_shape_of_a_name_is_not() -> None:
    items = split_names(Block("Attac, Kolia Dervishi, LDH, MRAP", 0, "Signataires :"))
    assert [item.kind for item in items] == ["organisation"] * 4


@given(
    st.sampled_from(["Nadia", "Paul", "Jean-Noël", "Aïcha", "Uxía", "Lou"]),
    st.from_regex(r"[A-Z][a-zéèï]{3,9}(-[A-Z][a-z]{3,7})?", fullmatch=True),
    st.sampled_from(["", ", historienne", " (Attac)", " – ouvrier", ", présidente de l’UTS"]),
)
def test_a_given_name_and_any_surname_are_held_back(given_name: str, surname: str, rest: str) -> None:
    text = f"{given_name} {surname}{rest}"
    told = read_person(text, KNOWN) or read_spokesperson(text, KNOWN, on_a_line=True)
    # A surname that is a word of organisations (« Paul Justice ») is a person all the same.
    assert told is not None


@given(st.text(max_size=120))
def test_any_text_can_be_asked(text: str) -> None:
    read_person(text, KNOWN, among_persons=True)
    read_spokesperson(text, KNOWN, on_a_line=True)


JOINED = """
Les Amis du Pont et Noémie Vascaud
Noémie Vascaud et Les Amis du Pont
Les Amis du Pont et Noémie Vascaud, avocate
Les Amis du Pont avec Mme Vascaud
Les Amis du Pont & VASCAUD Noémie
Les Amis du Pont et Orkan Dervishi
Les Amis du Pont et Noémie et Simon Duvernet
"""
ONE_BODY = """
Fondation Pierre et Marie Curie
Union pour le Pain et la Terre
Ligue du Gué et de la Rivière
Mouvement des Femmes et des Hommes
Noémie Vascaud
Les Amis du Pont
Pain et Liberté
"""


@pytest.mark.parametrize("text", JOINED.strip().split("\n"))
def test_a_body_and_a_person(text: str) -> None:
    assert beside_body(text, KNOWN)


@pytest.mark.parametrize("text", ONE_BODY.strip().split("\n"))
def test_one_body(text: str) -> None:
    assert not beside_body(text, KNOWN)
