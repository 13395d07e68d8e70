"""What is on the archive's subject, by title and by text."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scraper.scope import fold, in_scope, search_words, subject
from scraper.site import Site, make_site


def site(**scope: Any) -> Site:
    data = {
        "organisation": "rivages",
        "home": "https://rivages.example/",
        "family": "generic",
        "scope": scope,
    }
    return make_site("rivages", data, "rivages.toml")


@pytest.mark.parametrize(
    "title",
    [
        "Solidarité avec le peuple palestinien\u202f!",
        "Avec les Palestiniennes et les Palestiniens",
        "Avec les PALESTINIEN·NE·S",
        "Conflit israélo-palestinien : pour une paix juste",
        "ISRAE\u0308L : libérez les prisonniers",
        "L’État d’Israël doit répondre de ses actes",
        "Cessez-le-feu immédiat à Gaza",
        "Les Gazaouis manquent de tout",
        "Non à l’annexion de la Cisjordanie",
        "Jérusalem n’est pas à vendre",
        "Soutien à l’UNRWA",
        "Le BDS n’est pas un délit",
        "75 ans après la Nakba",
        "Antisionisme n’est pas antisémitisme",
        "Communiqué du CNPJDPI",
        "Appel du Collectif national pour une Paix Juste et Durable",
        "La Flottille de la liberté arraisonnée",
        "Freedom for Palestine",
        "Palestina libre",
        "Cisgiordania: fermare le violenze",
        "Falastin : journée de solidarité",
        "Filastin hurra",
    ],
)
def test_titles_on_the_subject(title: str) -> None:
    assert in_scope(site(), title, "")


@pytest.mark.parametrize(
    "title",
    [
        "Une colonie de vacances pour toutes et tous",
        "À bord du Proche-Orient Express",
        "Contre le gazage des manifestants",
        "Le prix du gaz : assez !",
        "Non à la colonisation du Sahara occidental",
        "Apartheid : hommage aux militants d’Afrique du Sud",
        "Noël à Bethléem-en-Bretagne",
        "Les philistins de la culture",
        "Retraites : toutes et tous en grève le 7 mars",
        "Les sabds et autres acronymes",
        "",
    ],
)
def test_titles_on_something_else(title: str) -> None:
    assert not in_scope(site(), title, "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "Le blocus de Gaza tue. Israël doit le lever. La Palestine vivra.",
            True,
            id="three words",
        ),
        pytest.param("Gaza, Gaza, Gaza !", True, id="the same word thrice"),
        pytest.param(
            "À Gaza comme en Cisjordanie, les civils paient.",
            False,
            id="two are too few",
        ),
        pytest.param(
            "De l’Ukraine à la Palestine, du Soudan au Congo, assez de guerres.",
            False,
            id="a list of wars",
        ),
        pytest.param(
            "Les colons, les colonies, la colonisation, l’occupation.",
            False,
            id="words of other subjects",
        ),
        pytest.param("Gazette, gazage, gazon, gazoduc.", False, id="other words that begin alike"),
        pytest.param(
            "Les enfants palestiniens\n\net l’armée israélienne,\nà Gaza.",
            True,
            id="across paragraphs",
        ),
        pytest.param("", False, id="no text"),
    ],
)
def test_texts(text: str, wanted: bool) -> None:
    assert in_scope(site(), "Communiqué de l’Union des Quatre Vents", text) is wanted


def test_a_site_taken_whole_is_taken_whole_but_for_what_it_excludes() -> None:
    whole = site(whole=True, exclude=["/agenda/"])
    assert in_scope(whole, "Notre assemblée générale", "", "https://rivages.example/assemblee")
    assert not in_scope(whole, "Gaza", "Gaza " * 9, "https://rivages.example/agenda/gaza")


def test_a_site_adds_words_of_its_own() -> None:
    own = site(words=[r"\bvillebrume\b"])
    assert in_scope(own, "Fête à Villebrume", "")
    assert in_scope(own, "Fête", "Villebrume, Villebrume et encore Villebrume")
    assert not in_scope(site(), "Fête à Villebrume", "")


def test_a_site_s_search_words_come_first_then_its_family_s_then_the_archive_s() -> None:
    assert search_words(site(search=["rivage"])) == ("rivage",)
    assert search_words(site()) == subject().search
    spip = make_site(
        "r",
        {"organisation": "r", "home": "https://r.example/", "family": "spip"},
        "r.toml",
    )
    assert "palestin" in search_words(spip)


def test_what_the_archive_searches_for_is_on_its_subject() -> None:
    assert all(in_scope(site(), word, "") for word in subject().search)


def test_the_words_are_written_as_they_are_searched() -> None:
    words = subject()
    for pattern in (words.title.pattern, words.text.pattern):
        plain = re.sub(r"\\[a-zA-Z]", "", pattern)
        assert fold(plain) == plain, "no accent, no capital: the text has none either"


def test_folding_twice_changes_nothing() -> None:
    once = fold("L’ÉTAT\u00a0d’Israe\u0308l,\n « Œuvre » —\u202fGaza‑Ville")
    assert once == fold(once) == "l'etat d'israel, « oeuvre » — gaza-ville"
