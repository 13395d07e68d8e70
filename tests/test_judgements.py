"""Decisions of persons: read, contradicting each other, applied, narrowed to a place, undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.judgements import Judgement, Judgements, judgements_of, read_judgements
from archive.model import Organisation, Signatory
from archive.resolve import Directory
from scraper.site import SiteError
from signataires.judge import judge, undo
from tests.conftest import ORGANISATIONS

BY = {"by": "relectrice", "at": "2026-04-01T10:00:00Z", "why": "son site le dit"}
NAME = "Rivages et solidarité"


def decided(verdict: str, name: str = NAME, **more: object) -> Judgement:
    return Judgement(name=name, verdict=verdict, **(BY | more))  # type: ignore[arg-type]


def directory(*judgements: Judgement) -> Directory:
    return Directory(ORGANISATIONS, judgements=Judgements(judgements))


def signatory(name: str = NAME, **more: object) -> Signatory:
    return replace(Signatory(name, 0, name), **more)  # type: ignore[arg-type]


SAME = decided("same", organisation="rivages")
NEW = decided("new", organisation="ris", called="Rivages et Solidarité", acronyms=("RIS",), parent="rivages")


def matched(found: Directory, name: str = NAME, within: tuple[str, ...] = ()) -> tuple[str | None, str]:
    match = found.match(signatory(name), within=within)
    return match.organisation, match.match


def test_a_name_is_linked_as_judged() -> None:
    assert matched(directory()) == (None, "none")
    assert matched(directory(SAME)) == ("rivages", "judged")
    assert matched(directory(SAME), "RIVAGES  ET SOLIDARITE") == ("rivages", "judged")
    assert matched(directory(SAME), "Rivages et solidarités") == (None, "none")


def test_a_judgement_counts_more_than_the_directory() -> None:
    name = "Les Amis de la Digue"
    assert matched(directory(), name) == ("digue", "alias")
    assert matched(directory(decided("different", name, organisation="digue")), name) == (None, "none")
    assert matched(directory(decided("unsure", name)), name) == (None, "none")
    assert matched(directory(decided("same", name, organisation="rivages")), name) == ("rivages", "judged")
    other = decided("different", name, organisation="rivages")
    assert matched(directory(other), name) == ("digue", "alias")


def test_a_new_organisation_is_one_of_the_directory() -> None:
    found = directory(NEW)
    assert matched(found) == ("ris", "judged")
    assert matched(found, "RIS") == ("ris", "acronym")
    assert found.organisations["ris"] == Organisation("ris", "Rivages et Solidarité", ("RIS",), parent="rivages")
    assert found.known.has(NAME)


def test_a_narrow_judgement_holds_only_there() -> None:
    found = directory(replace(NEW, within="port"), decided("same", organisation="digue", within="port-5"))
    assert matched(found) == (None, "none")
    assert matched(found, "RIS") == (None, "none")
    assert matched(found, within=("gazette", "gazette-5")) == (None, "none")
    assert matched(found, within=("port", "port-6")) == ("ris", "judged")
    assert matched(found, within=("port", "port-5")) == ("digue", "judged")
    assert not found.known.has(NAME)


def test_a_name_can_be_a_person_or_nobody() -> None:
    found, person = directory(decided("person")), signatory(kind="person")
    read, told = found.reviewed(signatory())
    assert read is not None
    assert (read.kind, [entry.verdict for entry in told]) == ("person", ["person"])
    assert directory(decided("nobody")).reviewed(signatory())[0] is None
    kept, _ = directory(SAME).reviewed(person)
    assert kept is not None
    assert kept.kind == "organisation"
    assert directory().reviewed(person) == (person, [])


def test_judgements_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="judged twice; undo one"):
        Judgements([SAME, decided("unsure", "RIVAGES ET SOLIDARITÉ")])
    with pytest.raises(ValueError, match="judged twice within port"):
        Judgements([decided("person", within="port"), decided("unsure", within="port")])
    Judgements([SAME, decided("unsure", within="port"), decided("different", organisation="digue")])
    with pytest.raises(ValueError, match="no organisation"):
        directory(decided("same", organisation="nulle-part"))
    with pytest.raises(ValueError, match="that id is taken"):
        directory(decided("new", organisation="digue"))


WRONG = {
    'name = "X"\nverdict = "peut-être"\nby = "m"\nat = "2026"\nwhy = "w"': "verdict is 'peut-être'",
    'name = "X"\nverdict = "unsure"\nby = "m"\nat = "2026"': "why must be given",
    'name = "X"\nverdict = "same"\nby = "m"\nat = "2026"\nwhy = "w"': "organisation must be given",
    'name = "X"\nverdict = "unsure"\norganisation = "a"\nby = "m"\nat = "2026"\nwhy = "w"': "only with these",
    'name = "…"\nverdict = "unsure"\nby = "m"\nat = "2026"\nwhy = "w"': "neither letter nor digit",
    'name = "X"\nverdict = "new"\norganisation = "À b"\nby = "m"\nat = "2026"\nwhy = "w"': "lower-case letters",
    'nom = "X"': "unknown key nom",
    "name = ": "Invalid value",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items(), ids=WRONG.values())
def test_what_is_wrong_in_the_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "judgements.toml"
    path.write_text(f"[[judgement]]\n{text}\n", "utf-8")
    with pytest.raises(ValueError, match=r"judgements\.toml.*" + said):
        read_judgements(path)


def test_judgements_go_through_text() -> None:
    other = replace(NEW, name="RIS")
    assert judgements_of(Judgements([SAME, other]).written) == (SAME, other)
    assert judgements_of("") == ()
    found = directory(SAME, other)
    again = Directory.of(found.told())
    assert again.told() == found.told()
    assert again.organisations == found.organisations


# --- the file --------------------------------------------------------------------------------------------------------

HEAD = "# Décisions.\n"


def written(path: Path, *told: dict[str, object]) -> str:
    for entry in told:
        judge(path, directory(), entry)
    return path.read_text("utf-8")


def test_a_judgement_goes_into_the_file_and_out_again(tmp_path: Path) -> None:
    path = tmp_path / "judgements.toml"
    path.write_text(HEAD, "utf-8")
    same = {"name": NAME, "verdict": "same", "organisation": "rivages", **BY}
    first = written(path, same)
    assert first.startswith(HEAD)
    both = written(path, {"name": "RIS", "verdict": "new", "organisation": "ris", "acronyms": ["RIS"], **BY})
    assert both.startswith(first)
    assert [entry.name for entry in read_judgements(path)] == [NAME, "RIS"]
    assert [entry.verdict for entry in undo(path, "ris", "")] == ["new"]
    assert path.read_text("utf-8") == first
    undo(path, NAME.upper(), "")
    assert path.read_text("utf-8") == HEAD


def test_a_file_is_begun_with_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "judgements.toml"
    text = written(path, {"name": NAME, "verdict": "unsure", **BY})
    assert text.startswith("# Decisions on names")
    assert len(read_judgements(path)) == 1


def test_nothing_is_written_that_cannot_hold(tmp_path: Path) -> None:
    path = tmp_path / "judgements.toml"
    before = written(path, {"name": NAME, "verdict": "unsure", **BY})
    for told, said in [
        ({"name": NAME, "verdict": "person", **BY}, "judged twice"),
        ({"name": "X", "verdict": "same", "organisation": "nulle-part", **BY}, "no organisation"),
        ({"name": "X", "verdict": "unsure", "by": "m", "at": "2026"}, "why must be given"),
    ]:
        with pytest.raises(SiteError, match=said):
            judge(path, directory(), told)
    assert path.read_text("utf-8") == before


def test_undoing_says_what_it_cannot_undo(tmp_path: Path) -> None:
    path = tmp_path / "judgements.toml"
    made = {"name": "RIS", "verdict": "new", "organisation": "ris", **BY}
    written(path, made, {"name": NAME, "verdict": "same", "organisation": "ris", **BY, "within": "port"})
    for name, within, said in [
        ("Inconnu", "", "nothing is decided about 'Inconnu'$"),
        (NAME, "", "within port"),
        ("RIS", "", "undo that first"),
    ]:
        with pytest.raises(SiteError, match=said):
            undo(path, name, within)
    undo(path, NAME, "port")
    undo(path, "RIS", "")
    assert read_judgements(path) == ()
