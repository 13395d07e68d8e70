"""The short cuts for plain names and plain sentences: with and without them, the same is found, cut and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import bare, branches, conjunctions, items, joining, layout, names, persons, sections, separators, spans
from archive.evident import evident
from archive.known import NOTHING
from archive.listed import cut_alike
from archive.model import Block, Organisation, Signatory
from archive.names import split_names
from archive.plain import is_plain
from archive.resolve import Directory
from benchmarks.speed import empty, memories
from scraper import extent, introductions, openings, signatories
from scraper.sheet import Sheet
from scraper.signatories import find_blocks
from tests.conftest import ORGANISATIONS
from tests.typographies import LISTS, LOOKALIKES

DIRECTORY = Directory(ORGANISATIONS)
SIGNS = [
    ", ",
    " – ",
    " - ",
    " ; ",
    " / ",
    " • ",
    "\n",
    "\n- ",
    ",",
    " et ",
    "—",
    " —",
    ". ",
    " (",
    ") ",
    " et 12 autres ",
]
KNOWN = [name for entry in ORGANISATIONS for name in (entry.name, *entry.aliases, *entry.acronyms)]
NAMES = sorted({*KNOWN, *(name for entry in LISTS for name in entry.names)})
TEXTS = [*(entry.raw for entry in LISTS), *LOOKALIKES.values()]
MEMORIES = list(memories())

pieces = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(["Les Amis", "la Cimade", "Nîmes", "Logo Attac", "Deux Rives", "Autres", "Verte", "Pour la Paix"]),
    st.text(max_size=12),
)
signs = st.one_of(st.just(SIGNS[0]), st.sampled_from(SIGNS))


class _Everything:
    def __contains__(self, _: object) -> bool:
        return True


@contextmanager
def _weighed() -> Iterator[None]:
    """Everything looked at in full, and nothing remembered of what was not."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (names, separators):
            patch.setattr(module, "evident", lambda _known: lambda _name: None)
        for module in (joining, separators):
            patch.setattr(module, "is_plain", lambda _name, _known: False)
        for module in (names, separators):
            patch.setattr(module, "is_simple", lambda _name, _known: False)
        for module in (conjunctions, separators):
            patch.setattr(module, "plain", lambda _name, _known: None)
        for module in (joining, separators):
            patch.setattr(module, "may_go_on", lambda *_: True)
            patch.setattr(module, "goes_on", lambda *_: True)
        for module in (items, persons):
            patch.setattr(module, "is_worded", lambda _: False)
        for module in (bare, items, layout, sections, separators, spans):
            patch.setattr(module, "tidy", lambda _: None)
        patch.setattr(sections, "is_item", lambda _: False)
        patch.setattr(joining, "_may_span", lambda *_: True)
        patch.setattr(branches, "_openings", _Everything)
        patch.setattr(Sheet, "cue", lambda _sheet, start: start)
        patch.setattr(Sheet, "signing", lambda _sheet, start: start)
        patch.setattr(Sheet, "cues", lambda _sheet, start, end: list(range(start, end)))
        for finder in (extent, signatories):
            patch.setattr(finder, "item_mark", lambda _: None)
        for module in (introductions, openings):
            patch.setattr(module, "opener", lambda: re.compile(""))
        empty(MEMORIES)
        yield
    empty(MEMORIES)


def _cut(block: Block) -> tuple[tuple[Signatory, ...], set[Signatory]]:
    read = split_names(block, DIRECTORY)
    return read, cut_alike(block, read)


@settings(deadline=None)
@given(st.lists(st.tuples(pieces, signs), min_size=1, max_size=12), st.sampled_from(["Signataires :", "Nous,", ""]))
def test_names_are_cut_and_read_alike(written: list[tuple[str, str]], heading: str) -> None:
    block = Block("".join(name + sign for name, sign in written), 0, heading)
    found = _cut(block)
    with _weighed():
        assert _cut(block) == found


@pytest.mark.parametrize("text", TEXTS, ids=[*(entry.id for entry in LISTS), *LOOKALIKES])
def test_a_list_of_the_table_is_found_and_read_alike(text: str) -> None:
    found = [(block, _cut(block)) for block in find_blocks(text)]
    with _weighed():
        assert [(block, _cut(block)) for block in find_blocks(text)] == found


@settings(deadline=None)
@given(st.lists(st.sampled_from([line for text in TEXTS for line in text.split("\n")]), max_size=8), st.data())
def test_lists_are_found_alike(written: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(["\n", "\n\n", " ", ". ", " : "])).join(written)
    found = find_blocks(text)
    with _weighed():
        assert find_blocks(text) == found


def test_a_known_name_is_read_as_it_is_written_and_a_body_says_itself_what_it_is() -> None:
    look = evident(DIRECTORY.known)
    assert all(found.name == name for name in KNOWN if (found := look(name)))
    for name in ("Collectif pour le Quai", "Réseau de la Halte (RH)", "Coordination contre le Froid"):
        found = look(name)
        assert found is not None
        assert (found.name, found.kind) == (name.partition(" (")[0], "organisation")


# Invented bodies whose names hold figures, conjunctions, roles and parts, which are theirs as they write them.
OWN = ["Radio Halte 9", "Étudiantes du Gué", "Anciens du Quai et leurs ami(e)s (AQA)", "Gué & Rive", "Comité des Quais"]
DOUBTFUL = [
    "Lire, rire et agir",
    "Rive – Gué",
    "Debout les Haltes !",
    "Section de Nîmes",
    "Ligue du Gué (XYZ)",
    "Voir Rive",
]


def test_known_names_leave_no_question_but_where_a_sign_or_a_place_may_mean_more() -> None:
    known = Directory(Organisation(str(number), name) for number, name in enumerate([*OWN, *DOUBTFUL])).known
    look = evident(known)
    assert [name for name in (*OWN, *DOUBTFUL) if look(name)] == OWN
    assert all(found.plain.whole for name in OWN if (found := look(name)))


@pytest.mark.parametrize("sign", [", ", " – ", " ; ", " / ", "\n", "\n- "])
def test_one_doubtful_name_changes_no_other(sign: str) -> None:
    directory = Directory(Organisation(str(number), name) for number, name in enumerate(OWN))
    for written in (OWN, [*OWN[:2], "Toits et Haltes du Quai", *OWN[2:]], [*OWN, "Paul Lemoricet, éclusier"]):
        signs = sign if written[-1] in OWN or sign != ", " else " ; "
        read = split_names(Block(signs.join(written), 0, "Signataires :"), directory)
        assert [item.as_written for item in read] == written


@pytest.mark.parametrize(
    "name",
    [
        "Collectif et Ligue du Quai",  # perhaps two
        "Association de dix autres",  # nobody
        "Union locale de Nîmes",  # a place
        "Collectifs de quartier",  # a heading
        "Réseau de la Halte (RATP)",  # not its acronym
        "COMITÉ Jeanne",
        "Collectif par Jeanne",
        "Ligue du QuaiAmis du Port",
        "Collectif",
    ],
)
def test_what_leaves_a_question_is_weighed(name: str) -> None:
    assert evident(NOTHING)(name) is None


@pytest.mark.parametrize("sign", [", ", " – ", " ; ", " / ", " • "])
def test_nothing_is_weighed_in_a_plain_list(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = ["Collectif des Haltes", "Union du Quai", "Ligue pour l’Abri", "Amis de Port-Valory", "Réseau Halte"]
    weighed: list[str] = []
    for module, name in ((separators, "part_run_together"), (separators, "says_where"), (joining, "is_nobody")):
        kept = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *told, kept=kept, name=name: weighed.append(name) or kept(*told))
    empty(MEMORIES)
    assert [item.as_written for item in split_names(Block(sign.join(written), 0, "Signataires :"))] == written
    assert not weighed
    assert all(is_plain(name, NOTHING) for name in written)
