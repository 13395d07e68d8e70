"""Which organisation a name means: exactly, or not at all."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from archive.model import Block, Organisation, Signatory
from archive.names import split_names
from archive.resolve import Directory

DATA = Path(__file__).resolve().parent.parent / "archive" / "data" / "organisations.toml"
REGISTRY = DATA.parents[3] / "shared" / "registry" / "organisations.csv"
DIRECTORY = Directory.load(DATA)
ORGANISATIONS = list(DIRECTORY.organisations.values())
INVENTED = Directory(
    [
        Organisation("forges", "Union des Forges", ("UDF",), ("Forges unies",)),
        Organisation("fermes", "Union des Fermes", ("UDF", "UFE")),
        Organisation("ufe", "UFE", (), ()),
        Organisation("lacs", "Ligue des Lacs", ("LDL",)),
    ],
    unsure=["LDL"],
)


def _match(text: str, directory: Directory = DIRECTORY) -> str | None:
    (item,) = split_names(Block(text, 0, "Signataires :"), directory)
    return directory.match(item).organisation


def test_every_name_alias_and_acronym_of_the_directory_is_its_own() -> None:
    for organisation in ORGANISATIONS:
        for spelling in (organisation.name, *organisation.aliases, *organisation.acronyms):
            assert DIRECTORY.match(Signatory(spelling, 0, spelling)).organisation == organisation.id, spelling


def test_every_spelling_as_an_item_of_a_list_is_its_own() -> None:
    for organisation in ORGANISATIONS:
        for spelling in (organisation.name, *organisation.aliases, *organisation.acronyms):
            assert _match(spelling) == organisation.id, spelling


def test_every_spelling_of_the_registry_is_its_rows_own() -> None:
    if not REGISTRY.is_file():
        pytest.skip(f"{REGISTRY} is not here: the registry that the directory was made from is not kept in it")
    with REGISTRY.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 71
    for row in rows:
        for spelling in (row["name"], *row["acronyms"].split("|"), *row["aliases"].split("|")):
            if spelling:
                assert DIRECTORY.match(Signatory(spelling, 0, spelling)).organisation == row["slug"], spelling
                assert _match(spelling) == row["slug"], spelling


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Union Juive Française pour la Paix (UJFP)", "exact"),
        ("UNION JUIVE FRANCAISE POUR LA PAIX", "exact"),
        ("Attac France", "alias"),
        ("Women in Black", "alias"),
        ("UJFP", "acronym"),
        ("U.J.F.P.", "acronym"),
        ("Amicale du coin", "none"),
    ],
)
def test_how_it_was_found(text: str, how: str) -> None:
    (item,) = split_names(Block(text, 0, "Signataires :"), DIRECTORY)
    assert DIRECTORY.match(item).match == how


# --- branches, conflicts, persons ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parent"),
    [
        ("Attac 13", "attac"),
        ("LDH section de Nîmes", "ldh"),
        ("UD CGT 66", "cgt"),
        ("Association France Palestine Solidarité 38", "afps"),
        ("Les Écologistes de Touraine", "les-ecologistes"),
        ("Mouvement de la Paix, comité de Grenoble", "mouvement-de-la-paix"),
        ("Attac (13)", "attac"),
        ("CNT 09", None),
        ("Attac", None),
    ],
)
def test_the_parent_of_a_local_group(text: str, parent: str | None) -> None:
    (item,) = split_names(Block(text, 0, "Signataires :"), DIRECTORY)
    assert DIRECTORY.parent(item) == parent


def test_a_local_group_with_a_row_of_its_own_is_linked() -> None:
    assert _match("Collectif 66") == "cnpjdpi-66"
    assert _match("CPPI Saint-Denis") == "cppi-saint-denis"


def test_an_acronym_of_two_organisations_links_to_neither() -> None:
    assert _match("UDF", INVENTED) is None


def test_the_name_of_one_that_is_the_acronym_of_another_links_to_neither() -> None:
    assert _match("UFE", INVENTED) is None


def test_name_and_acronym_of_two_organisations_are_a_doubt() -> None:
    assert _match("Ligue des Lacs (LDL)", INVENTED) == "lacs"
    assert _match("Union des Forges (LDL)", INVENTED) is None


def test_an_unsure_acronym_counts_in_a_list_only() -> None:
    item = Signatory("LDL", 0, "LDL")
    assert INVENTED.match(item).organisation == "lacs"
    assert INVENTED.match(item, in_list=False).organisation is None


def test_a_person_means_no_organisation() -> None:
    assert DIRECTORY.match(Signatory("Attac", 0, "Attac", kind="person")).organisation is None


# --- loading -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[organisation]]\nname = "X"', "needs an id and a name"),
        ('[[organisation]]\nid = "x"\nname = "X"\nsigle = "Y"', "unknown key sigle"),
        ('[[organisation]]\nid = "x"\nname = "X"\naliases = "Y"', "must be a list"),
        ('[[organisation]]\nid = "x"\nname = "X"\n[[organisation]]\nid = "x"\nname = "Y"', "twice"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "organisations.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        Directory.load(file)
