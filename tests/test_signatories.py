"""Finding and reading lists of signatories, from the source to what the command prints."""

from __future__ import annotations

import json
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.names import split_names
from archive.resolve import Directory
from benchmarks.signatories import differences, score
from scraper.signatories import find_blocks
from scraper.source import View
from signataires.signatories import signatories_of
from tests.typographies import DATA, LISTS, LOOKALIKES, Typeset

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DIRECTORY = Directory.load(ROOT / "archive" / "data" / "organisations.toml")
FIRST = tomllib.loads((DATA / "premiers-signataires.toml").read_text(encoding="utf-8"))
# What hurts parsers: separators, brackets, quotes, marks, tags, entities, half-broken encodings.
PIECES = st.sampled_from(
    "Signataires :|\n|\n\n| – | - |-|, |; | / | et |(|)|«|»|• |1. |o |Attac|CGT|(CGT)|l’|Jean Martin|, historien|:|***"
    "|Avec le soutien de :|Associations :|et 12 autres|<li>|</p>|<br>|&amp;|&#8217;|Ã©|é|\u0301|\u00ad|\u2011|😀|\t"
    "|<img alt='X'>|<!--| |http://x|Pour la CGT : |nos organisations (|appellent à".split("|")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case.id)
def test_a_typeset_list_gives_its_names(case: Typeset) -> None:
    found = signatories_of(case.raw, DIRECTORY)
    assert [item["as_written"] for item in found] == case.names
    assert [item["kind"] for item in found] == case.kinds
    for wanted in case.read:
        item = next(item for item in found if item["as_written"] == wanted["text"])
        expected = {field: None if value == "none" else value for field, value in wanted.items() if field != "text"}
        assert {field: item[field] for field in expected} == expected


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case.id)
def test_as_written_is_the_exact_slice_of_the_source(case: Typeset) -> None:
    for item in signatories_of(case.raw, DIRECTORY):
        assert case.raw[item["start"] :].startswith(item["as_written"])


@pytest.mark.parametrize("raw", LOOKALIKES.values(), ids=LOOKALIKES.keys())
def test_what_only_looks_like_a_list_is_none(raw: str) -> None:
    assert signatories_of(raw, DIRECTORY) == []


# --- the real list -------------------------------------------------------------------------------------------------


def _first_signatories() -> str:
    texts = [entry["text"] for entry in FIRST["signatory"]]
    return str(texts[0]) + "".join(gap + text for gap, text in zip(FIRST["separators"], texts[1:], strict=True))


def test_the_48_first_signatories_with_their_separators() -> None:
    teasers = "Articles les plus récents\n\npar\nUn titre, un autre"
    raw = f"Premiers signataires du Collectif :\n{_first_signatories()}\n{teasers}"
    found = signatories_of(raw, DIRECTORY)
    assert [item["as_written"] for item in found] == [entry["text"] for entry in FIRST["signatory"]]
    for item, entry in zip(found, FIRST["signatory"], strict=True):
        assert (item["name"], item["acronym"]) == (entry["name"], entry.get("acronym"))
        assert item["other_acronyms"] == entry.get("other_acronyms", [])
        assert (item["kind"], item["organisation"]) == ("organisation", entry["organisation"])


def test_the_statement_they_stand_under() -> None:
    file = SHARED / "seed" / "communique.txt"
    if not file.exists():
        pytest.skip(f"{file} is not here: the statement itself is not part of the repository")
    raw = file.read_text(encoding="utf-8")
    found = signatories_of(raw, DIRECTORY)
    assert [item["as_written"] for item in found] == [entry["text"] for entry in FIRST["signatory"]]
    assert [item["organisation"] for item in found] == [entry["organisation"] for entry in FIRST["signatory"]]
    assert all(raw[item["start"] :].startswith(item["as_written"]) for item in found)


def test_the_development_set() -> None:
    file = SHARED / "signatories" / "dev.jsonl"
    if not file.exists():
        pytest.skip(f"{file} is not here: the labelled development set is not part of the repository")
    entries = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    total = sum((score(entry, DIRECTORY) for entry in entries), Counter[str]())
    wrong = [line for entry in entries for line in differences(entry, DIRECTORY)]
    f1 = 2 * total["right"] / (total["found"] + total["expected"])
    assert f1 >= 0.99, wrong
    assert total["exact"] >= 0.95 * total["lists"], wrong
    assert (total["false lists"], total["leaked"]) == (0, 0), wrong
    assert total["acronym found"] >= 0.99 * total["with acronym"], wrong
    assert total["kind"] >= 0.97 * total["right"], wrong


def test_what_the_command_prints_has_these_keys() -> None:
    (item,) = signatories_of("Signataire : Ligue des droits de l’Homme (LDH)", DIRECTORY)
    assert item == {
        "as_written": "Ligue des droits de l’Homme (LDH)",
        "name": "Ligue des droits de l’Homme",
        "acronym": "LDH",
        "other_acronyms": [],
        "kind": "organisation",
        "role": None,
        "section": None,
        "support": False,
        "organisation": "ldh",
        "match": "exact",
        "evidence": "typography",
        "confidence": "high",
        "start": 13,
    }


# --- blocks --------------------------------------------------------------------------------------------------------


def test_a_block_is_the_slice_that_begins_at_its_start() -> None:
    text = "Un texte.\n\nSignataires :\nAssociations\nAttac\nLDH\nSyndicats\nFSU\n\nContact : a@exemple.org"
    (block,) = find_blocks(text)
    assert block.heading == "Signataires :"
    assert text[block.start :].startswith(block.text)
    assert block.text == "Associations\nAttac\nLDH\nSyndicats\nFSU"


def test_two_groups_of_signatories_are_one_block_that_keeps_its_first_heading() -> None:
    (block,) = find_blocks("Signataires nationaux : Attac – LDH\nSignataires locaux :\nAttac 13\nLDH Aubagne")
    assert block.text.startswith("Signataires nationaux : Attac")
    assert {item.section for item in split_names(block)} == {"Signataires nationaux", "Signataires locaux"}


def test_mentions_in_the_text_do_not_count_beside_a_list() -> None:
    text = "Les associations Attac, LDH et Cimade ont été reçues.\n\nSignataires :\nMRAP\nUJFP"
    assert [item.name for block in find_blocks(text) for item in split_names(block)] == ["MRAP", "UJFP"]


# --- the view of a source ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\nb", "a\nb"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb\n\n"),
        ("<p>a<br />b</p>", "a\nb\n\n"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "• a\n• b\n\n"),
        ("caf&eacute; &amp;amp; th&#233;", "café & thé"),
        ("FÃ©dÃ©ration dâ€™ici", "Fédération d’ici"),
        ("Comite\u0301", "Comité"),
        ("mou\u00advement", "mouvement"),
        ("a < b & c", "a < b & c"),
        ("<p>x<script>y</script>z</p>", "xz\n\n"),
        ("<p>x<!-- y -->z</p>", "xz\n\n"),
        ("<p><a href='#'>x</a> <a href='#'>y</a></p>", "x \ny\n\n"),
        ("<p><img alt='Attac'><img alt='LDH'></p>", "Attac\nLDH\n\n"),
    ],
)
def test_a_view_shows_what_a_reader_sees(raw: str, shown: str) -> None:
    assert View(raw).text == shown


def test_a_slice_of_the_view_leads_back_to_the_source() -> None:
    raw = "<p>Les <b>Amis</b> de l&#8217;&eacute;tang</p>"
    view = View(raw)
    start = view.text.index("Amis")
    low, high = view.original(start, start + len("Amis de l’étang"))
    assert raw[low:high] == "Amis</b> de l&#8217;&eacute;tang"


@given(TEXTS)
def test_every_slice_of_a_view_is_one_of_the_source(raw: str) -> None:
    view = View(raw)
    spans = [view.original(place, place + 1) for place in range(len(view.text))]
    assert all(0 <= low <= high <= len(raw) for low, high in spans)
    assert spans == sorted(spans)


# --- any text ------------------------------------------------------------------------------------------------------


@settings(max_examples=400)
@given(TEXTS)
def test_no_text_raises_and_every_name_is_a_slice(raw: str) -> None:
    for item in signatories_of(raw, DIRECTORY):
        assert item["as_written"].strip()
        assert item["name"].strip()
        assert raw[item["start"] :].startswith(item["as_written"])


@given(TEXTS)
def test_blocks_stand_in_order_and_do_not_overlap(text: str) -> None:
    reached = 0
    for block in find_blocks(text):
        assert text[block.start : block.start + len(block.text)] == block.text
        assert block.start >= reached
        reached = block.start + len(block.text)


PAINFUL: dict[str, str] = {
    "names": "Association des Amis (AA) - ",
    "commas": "a,",
    "lines": "Attac 13\n",
    "headings": "Signataires :\n- l’arrêt des\n- la levée\n",
    "brackets": "syndicat (",
    "spaces": " ",
    "conjunctions": " et A",
    "apostrophes": "l’a",
    "sentences": "Signataires x. ",
    "tags": "<a ",
    "entities": "&amp;",
    "comments": "<!--",
    "dashes": "- ",
}


@pytest.mark.parametrize("unit", PAINFUL.values(), ids=PAINFUL.keys())
def test_time_grows_with_the_length_of_the_text_and_no_faster(unit: str) -> None:
    """Eight times the text may take twice as long again as eight times the time; a square would take 64 times."""

    def spent(size: int) -> float:
        raw = "Signataires : " + unit * (size // len(unit))
        return min(_seconds(lambda: signatories_of(raw, DIRECTORY)) for _ in range(2))

    assert spent(80_000) < 24 * max(spent(10_000), 0.004)


def _seconds(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
