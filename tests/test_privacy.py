"""No natural person in anything public. All persons and bodies here are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Block, Document, Reading, Signatory
from archive.names import split_names
from archive.privacy import hidden_from, notice, public_name, safe_html
from archive.resolve import Directory
from archive.story import Record, Row
from tests.test_history import DIGUE, PDF, PROSE, RIVAGES, folded, page

ONE = "[1 signataire individuel, non publié]"
TWO = "[2 signataires individuels, non publiés]"


def person(name: str, written: str = "", start: int = -1) -> Signatory:
    return Signatory(written or name, start, name, kind="person")


def hidden(text: str, *names: str) -> str:
    """The text without persons who are listed in it under these names."""
    return hidden_from(text, [person(name, start=text.find(name)) for name in names]).text


RUNS = {
    "alone": ("Signé : Odile Marchequin.", ["Odile Marchequin"], f"Signé : {ONE}."),
    "lines": (
        "- Odile Marchequin\n- Yanis Brévent\nLa Digue",
        ["Odile Marchequin", "Yanis Brévent"],
        f"- {TWO}\nLa Digue",
    ),
    "et": ("Odile Marchequin et Yanis Brévent.", ["Odile Marchequin", "Yanis Brévent"], f"{TWO}."),
    "commas": ("Odile Marchequin, Yanis Brévent, etc.", ["Odile Marchequin", "Yanis Brévent"], f"{TWO}, etc."),
    "apart": (
        "Odile Marchequin\nLa Digue\nYanis Brévent",
        ["Odile Marchequin", "Yanis Brévent"],
        f"{ONE}\nLa Digue\n{ONE}",
    ),
    "also-in-the-prose": (
        "« Rien ne va », dit Odile Marchequin.\n\nOdile Marchequin",
        ["Odile Marchequin"],
        f"« Rien ne va », dit {ONE}.\n\n{ONE}",
    ),
    "nobody": ("Le Collectif des Rivages.", [], "Le Collectif des Rivages."),
}


@pytest.mark.parametrize(("text", "names", "expected"), RUNS.values(), ids=RUNS.keys())
def test_runs_of_persons_become_a_count(text: str, names: list[str], expected: str) -> None:
    spans = [person(name, start=text.rfind(name)) for name in names]
    assert hidden_from(text, spans).text == expected


def test_how_many_signed_is_said() -> None:
    withheld = hidden_from("A", [person("Odile Marchequin"), person("Yanis Brévent"), Signatory("CRS", 0, "CRS")])
    assert (withheld.people, notice(1), notice(2)) == (2, ONE, TWO)


SET_OTHERWISE = {
    "capitals": "ODILE MARCHEQUIN-BREVENT",
    "surname-in-capitals": "Odile MARCHEQUIN-BRÉVENT",
    "over-two-lines": "Odile\n  Marchequin-Brévent",
    "no-break-space": "Odile\u00a0Marchequin-Brévent",
    "no-break-hyphen": "Odile Marchequin\u2011Brévent",
    "accents-apart": "Odile Marchequin-Bre\u0301vent",
    "without-accents": "Odile Marchequin-Brevent",
}


@pytest.mark.parametrize("written", SET_OTHERWISE.values(), ids=SET_OTHERWISE.keys())
def test_a_name_is_withheld_however_it_is_set(written: str) -> None:
    withheld = hidden_from("", [person("Odile Marchequin-Brévent")])
    assert withheld.elsewhere(f"Pour la coordination, {written}, porte-parole") == (
        f"Pour la coordination, {ONE}, porte-parole"
    )


ELSEWHERE = {
    "without-the-title": (person("Pr. Odile Marchequin"), "Odile Marchequin", ONE),
    "one-of-a-couple": (person("Odile Marchequin et Yanis Brévent"), "Yanis Brévent", ONE),
    "with-the-profession": (
        person("Odile Marchequin", "Odile Marchequin (poétesse)"),
        "Odile Marchequin (poétesse)",
        ONE,
    ),
    "who-signs-for-a-body": (
        Signatory("La Digue : Odile Marchequin, présidente", 0, "La Digue", role="Odile Marchequin, présidente"),
        "Odile Marchequin",
        ONE,
    ),
    "an-office-is-no-name": (Signatory("La Digue", 0, "La Digue", role="présidente"), "La présidente", "La présidente"),
    "part-of-a-longer-word": (person("Odile March"), "Odile Marchequin", "Odile Marchequin"),
    "a-given-name-alone": (person("Odile Marchequin"), "Odile", "Odile"),
}


@pytest.mark.parametrize(("signatory", "text", "expected"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_the_other_texts_of_a_statement(signatory: Signatory, text: str, expected: str) -> None:
    assert hidden_from("", [signatory]).elsewhere(text) == expected


PUBLIC = {
    "no-role": ("Collectif des Rivages (CRS)", None, "Collectif des Rivages (CRS)"),
    "after-a-colon": ("La Digue : Odile Marchequin", "Odile Marchequin", "La Digue"),
    "in-brackets": ("La Digue (Odile Marchequin, présidente)", "Odile Marchequin, présidente", "La Digue"),
    "represented-by": ("La Digue, représentée par Odile Marchequin", "Odile Marchequin", "La Digue"),
    "inclusive": ("La Digue, représenté·e par Odile Marchequin", "Odile Marchequin", "La Digue"),
    "in-front": ("Odile Marchequin, La Digue", "Odile Marchequin", "La Digue"),
    "for": ("Odile Marchequin, pour la Digue", "Odile Marchequin", "Digue"),
    "set-otherwise": ("La Digue :\u00a0Odile\u00a0Marchequin", "Odile Marchequin", "La Digue"),
    "not-found": ("La Digue : O. Marchequin", "Odile Marchequin", "Les Amis de la Digue"),
    "nothing-left": ("Odile Marchequin", "Odile Marchequin", "Les Amis de la Digue"),
}


@pytest.mark.parametrize(("written", "role", "expected"), PUBLIC.values(), ids=PUBLIC.keys())
def test_a_signatory_without_who_signs_for_it(written: str, role: str | None, expected: str) -> None:
    assert public_name(Signatory(written, 0, "Les Amis de la Digue", role=role)) == expected


LISTS = {
    "known-body": "Collectif des Rivages solidaires : Odile Marchequin\nAtelier populaire de Villebrume (APV)",
    "known-body-in-brackets": "Collectif des Rivages solidaires (Odile Marchequin)\nLes Amis de la Digue",
    "known-body-and-office": "Collectif des Rivages solidaires (Odile Marchequin, secrétaire)\nLes Amis de la Digue",
    "unknown-body-in-brackets": "Ligue des Marées (Odile Marchequin, secrétaire)\nLes Amis de la Digue",
    "among-bodies": "Atelier populaire de Villebrume\nOdile Marchequin, sociologue\nCollectif des Rivages solidaires",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_a_list_read_and_published_names_nobody(directory: Directory, text: str) -> None:
    signatories = split_names(Block(text, 0, "Signataires :"), directory)
    assert "Marchequin" not in hidden_from(text, signatories).text
    assert "Marchequin" not in " ".join(public_name(item) for item in signatories if item.kind != "person")


WHO = "Odile Marchequin, sociologue"
LISTED_IN_FILE = Reading("rivages", PDF, "application/pdf", "abc", f"Signataires\n{WHO}", (Block(WHO, 12),))
PERSONAL = {
    "text": folded(page((RIVAGES, WHO))),
    "title": folded(page((RIVAGES, WHO), title="Odile Marchequin : « Rouvrir l’accueil »")),
    "subtitle": folded(page((RIVAGES, WHO), subtitle="par Odile Marchequin", surtitle="Odile Marchequin", section="x")),
    "standfirst": folded(page((RIVAGES, WHO), standfirst="Odile Marchequin l’a dit.")),
    "author": folded(page(author="Odile Marchequin")),
    "html": folded(replace(page((RIVAGES, WHO)), html=f"<p>{PROSE}</p><p>{WHO}</p>")),
    "document": folded(
        page((RIVAGES, WHO), documents=(Document(PDF, "Odile Marchequin"),)), files={PDF: LISTED_IN_FILE}
    ),
    "document-alone": folded(page(documents=(Document(PDF),)), files={PDF: LISTED_IN_FILE}),
    "spokesperson": folded(
        page((RIVAGES, f"{DIGUE} : Odile Marchequin"), title="Odile Marchequin s’adresse au préfet")
    ),
}


@pytest.mark.parametrize("record", PERSONAL.values(), ids=PERSONAL.keys())
def test_no_row_names_a_person(record: Record) -> None:
    rows: list[Row] = [record.statement, *record.signatures, *record.documents, *record.revisions, *record.changes]
    assert [(name, value) for row in rows for name, value in row.items() if "marchequin" in str(value).lower()] == []


def test_html_is_made_from_the_public_text() -> None:
    assert safe_html(f"« A & B » <i>\n{ONE}\n\n• Un\n• Deux\n\n") == (
        f"<p>« A &amp; B » &lt;i&gt;<br>{ONE}</p>\n<ul><li>Un</li><li>Deux</li></ul>"
    )


NAMES = st.lists(st.text("abcdéÀ", min_size=2, max_size=6), min_size=2, max_size=3).map(
    lambda words: " ".join(words).title()
)
AROUND = st.text("xyz ,;\n•é()-", max_size=12)


@given(st.lists(st.tuples(AROUND, NAMES), min_size=1, max_size=5), AROUND)
def test_no_listed_person_stays_in_any_text(pieces: list[tuple[str, str]], end: str) -> None:
    text, persons = "", []
    for before, name in pieces:
        text += before + " "
        persons.append(person(name, start=len(text)))
        text += name + " "
    withheld = hidden_from(text + end, persons)
    again = hidden_from(withheld.text, [])
    for item in persons:
        assert item.name not in withheld.text
        assert item.name not in withheld.elsewhere(f"{end} {item.name} {end}")
    assert withheld.people == len(pieces)
    assert again.text == withheld.text
