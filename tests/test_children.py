"""Local groups as organisations of their own: which are the same, which are not, which are none."""

from __future__ import annotations

import pytest

from archive.children import called
from archive.model import Block, Organisation
from archive.names import split_names
from archive.resolve import Directory

DIRECTORY = Directory(
    [
        Organisation("lms", "Ligue des Marées et des Sables", ("LMS",)),
        Organisation("cgp", "Confédération générale du Port", ("CGP",), kind="syndicat"),
        Organisation("vigie", "Vigie", ("VIGIE",)),
        Organisation("collectif-rade", "Collectif de la Rade", ("COLRAD",), kind="collectif"),
        Organisation("pgr", "Parti de la grande Rade", ("PGR",), kind="parti"),
        Organisation("lms-30", "LMS du Gard", parent="lms"),
    ],
    unsure=["PGR"],
)
SAME = {
    "lms-nimes": [
        "LMS section de Nîmes",
        "section LMS de Nîmes",
        "LMS Nîmes",
        "Ligue des Marées et des Sables (Nîmes)",
    ],
    "vigie-13": ["Vigie 13", "VIGIE Bouches-du-Rhône", "Vigie Bouches du Rhône (13)"],
    "vigie-ile-de-france": ["Vigie Île-de-France", "VIGIE IDF"],
    "cgp-ud-66": ["UD CGP 66", "Union départementale CGP des Pyrénées-Orientales"],
    "cgp-ul-perpignan": ["UL CGP Perpignan", "Union locale CGP de Perpignan"],
    "cgp-66": ["CGP 66"],
    "vigie-75": ["Vigie Paris", "Vigie 75"],
    "vigie-paris-12": ["Vigie Paris 12"],
    "lms-30": ["LMS du Gard", "LMS 30", "LMS Gard"],
}
NONE = ["CGP Cheminots", "PGR 37", "PGR Toulouse", "Collectif de la Rade (Lyon)", "Union des Vigies 13", "LMSS 30"]


def child(name: str) -> tuple[str | None, str | None]:
    """The id that a name in a list is linked to, and its parent."""
    first = split_names(Block(f"{name} ; Vigie", 0, "Signataires :"), DIRECTORY)[0]
    return DIRECTORY.match(first).organisation, DIRECTORY.parent(first)


@pytest.mark.parametrize(("expected", "name"), [(to, name) for to, names in SAME.items() for name in names])
def test_a_local_group_is_made_from_its_name(expected: str, name: str) -> None:
    found, parent = child(name)
    assert found == expected
    assert expected == "lms-30" or parent == expected.split("-")[0]


@pytest.mark.parametrize("name", NONE)
def test_what_tells_too_little_is_no_local_group(name: str) -> None:
    assert child(name)[0] is None


def test_a_group_is_called_as_it_is_most_often() -> None:
    group = Organisation("lms-nimes", "x", parent="lms")
    found = called(group, {"LMS Nîmes": 2, "LMS section de Nîmes": 2, "section LMS de Nîmes": 1})
    assert found.name == "LMS Nîmes"
    assert found.aliases == ("LMS Nîmes", "LMS section de Nîmes", "section LMS de Nîmes")


def test_the_numbers_of_departements_are_those_of_the_state() -> None:
    from archive.words import table

    told = table("levels")["departments"]
    assert len(told) == 101
    assert {told[number] for number in ("01", "2a", "75", "95", "971", "976")} == {
        "Ain", "Corse-du-Sud", "Paris", "Val-d’Oise", "Guadeloupe", "Mayotte",
    }  # fmt: skip
