"""Names that are nearly those of an organisation: a wrong link is the worst error, so none is made."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from archive.keys import key
from archive.model import Block, Organisation, Signatory
from archive.names import split_names
from archive.resolve import Directory

DATA = Path(__file__).parent / "data"
DIRECTORY = Directory.load(Path(__file__).parents[1] / "archive" / "data" / "organisations.toml")
ROWS = dict(DIRECTORY.organisations)
NEAR = tomllib.loads((DATA / "near-misses.toml").read_text("utf-8"))
FIRST = tomllib.loads((DATA / "premiers-signataires.toml").read_text("utf-8"))["signatory"]


def spellings(organisation: Organisation) -> tuple[str, ...]:
    return (organisation.name, *organisation.aliases, *organisation.acronyms)


OWNERS = {key(spelling): row.id for row in ROWS.values() for spelling in spellings(row)}


def links(text: str) -> list[tuple[Signatory, str | None]]:
    """What a name links to as it stands in a list, as a list of its own, and bare, without any list."""
    items = [*split_names(Block(text, 0, "Signataires :"), DIRECTORY), Signatory(text, 0, text)]
    return [(item, DIRECTORY.match(item).organisation) for item in items]


def whole(text: str) -> set[str]:
    """The organisations that the whole of a text links to, however it is read."""
    return {found for item, found in links(text) if found and key(item.as_written) == key(text)}


def pairs(table: str) -> list[tuple[str, str]]:
    return [(name, identifier) for identifier, names in NEAR[table].items() for name in names]


# --- written by hand -----------------------------------------------------------------------------------------------


def test_there_are_enough_of_them_and_all_are_of_the_directory() -> None:
    assert len(pairs("never")) + len(pairs("parts")) >= 300
    assert {identifier for table in ("never", "parts", "means") for identifier in NEAR[table]} <= set(ROWS)


@pytest.mark.parametrize(("name", "near"), pairs("never"))
def test_a_near_miss_links_to_nothing(name: str, near: str) -> None:
    assert whole(name) == set()


@pytest.mark.parametrize(("name", "body"), pairs("parts"))
def test_a_part_is_never_the_whole(name: str, body: str) -> None:
    for found in whole(name):
        assert found != body
        assert ROWS[found].parent == body if found in ROWS else found.startswith(f"{body}-")


@pytest.mark.parametrize("body", NEAR["parts"])
def test_two_parts_of_one_body_are_two(body: str) -> None:
    for one, other in combinations(NEAR["parts"][body], 2):
        told = any({one, other} <= set(row) for row in NEAR["same"])
        assert told or not whole(one) & whole(other), (one, other)


@pytest.mark.parametrize(("name", "meant"), pairs("means"))
def test_what_only_looks_like_a_near_miss_is_linked(name: str, meant: str) -> None:
    (item,) = split_names(Block(name, 0, "Signataires :"), DIRECTORY)
    assert DIRECTORY.match(item).organisation == meant


@pytest.mark.parametrize("names", NEAR["apart"], ids=lambda names: names[0])
def test_two_of_them_are_never_one(names: list[str]) -> None:
    for one, other in combinations(names, 2):
        assert not whole(one) & whole(other), (one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("ATF", "ATMF"), ("UJFP", "UNEF"), ("CPPI", "CJACP"), ("UCL", "URC"), ("FSU", "FEN")]
)
def test_acronyms_a_letter_apart_mean_two_organisations(one: str, other: str) -> None:
    assert len(whole(one)) == len(whole(other)) == 1
    assert whole(one) != whole(other)


@pytest.mark.parametrize("entry", FIRST, ids=lambda entry: entry["organisation"])
def test_each_of_the_first_signatories_alone(entry: dict[str, str]) -> None:
    assert whole(entry["text"]) == {entry["organisation"]}


# --- made of every name of the directory ---------------------------------------------------------------------------


def _letters(name: str) -> Iterator[str]:
    """One letter lost, doubled, changed or in the place of its neighbour."""
    for place in range(len(name)):
        before, letter, after = name[:place], name[place], name[place + 1 :]
        if not letter.isalnum():
            continue
        other = string.ascii_lowercase[(place * 7 + 3) % 26]
        yield before + after
        yield before + letter + letter + after
        yield before + (other.upper() if letter.isupper() else other) + after
        yield before[:-1] + letter + before[-1:] + after


def _words(name: str) -> Iterator[str]:
    """One word lost, said twice, or in the place of its neighbour."""
    words = re.findall(r"\S+", name)
    for place in range(len(words)):
        yield " ".join(words[:place] + words[place + 1 :])
        yield " ".join([*words[: place + 1], *words[place:]])
        yield " ".join([*words[:place], *reversed(words[place : place + 2]), *words[place + 2 :]])


def _more(name: str) -> Iterator[str]:
    """Something before or behind the name that makes it another."""
    yield from (
        f"{name} {more}" for more in ("13", "Marseille", "(Lille)", "solidaire", "Belgique", "et Paix", "II", "Jeunes")
    )
    yield from (
        f"{before} {name}" for before in ("Collectif", "Les Amis de", "Contre", "Ex-", "Anti", "UD", "Section de")
    )


def _other_acronym(name: str) -> Iterator[str]:
    """The acronym of another organisation beside the name."""
    own = key(name)
    yield from (f"{name} ({row.acronyms[0]})" for row in ROWS.values() if row.acronyms and key(row.acronyms[0]) != own)


@cache
def changed(change: Callable[[str], Iterator[str]]) -> list[tuple[str, Signatory, str]]:
    """Every spelling of the directory changed in one place, where anything of it is linked: as changed, item, id."""
    tried = [near for row in ROWS.values() for text in spellings(row) for near in change(text) if near.strip()]
    assert len(tried) > 1500
    return [(near, item, found) for near in tried for item, found in links(near) if found]


@pytest.mark.parametrize("change", [_letters, _words, _more])
def test_a_name_with_one_thing_changed_links_to_itself_or_nothing(change: Callable[[str], Iterator[str]]) -> None:
    """Only where the change makes a spelling that the directory has is anything of the directory linked."""
    for near, item, found in changed(change):
        told = {OWNERS.get(key(text)) for text in (item.name, item.as_written)}
        assert found not in ROWS or found in told, (near, item)


@pytest.mark.parametrize("change", [_letters, _words])
def test_a_misspelt_name_makes_no_local_group(change: Callable[[str], Iterator[str]]) -> None:
    """« section rançaise » says no place: what is made of a pattern alone must not be made of an error."""
    assert not [(near, found) for near, _, found in changed(change) if found not in ROWS]


def test_a_name_beside_the_acronym_of_another_links_to_neither() -> None:
    tried = 0
    for row in ROWS.values():
        acronyms = set(map(key, (*row.acronyms, *row.aliases, row.name)))
        for near in _other_acronym(row.name):
            acronym = re.findall(r"\(([^)]*)\)$", near)[0]
            if key(acronym) in acronyms or key(near) in OWNERS:
                continue
            tried += 1
            (item, *_) = split_names(Block(near, 0, "Signataires :"), DIRECTORY)
            assert item.acronym != acronym or DIRECTORY.match(item).organisation is None, near
    assert tried > 1500
