"""Lists of which somebody was withdrawn: who is left is read as before, and nothing is taken for a body instead."""

from __future__ import annotations

import re

import pytest

from archive.keys import fold
from archive.listed import Listed, listed
from archive.mask import MASK, STAND_IN
from archive.model import Block
from archive.names import split_names
from archive.privacy import hidden_from, names_of
from archive.resolve import Directory
from archive.words import words
from scraper.signatories import find_blocks
from tests.conftest import ORGANISATIONS
from tests.typographies import LISTS, Typeset

DIRECTORY = Directory(ORGANISATIONS)
PHARE, UNION, PONT = "Comité du Phare", "Union des Bateliers", "Pont libre"
WITH_PERSONS = [case for case in LISTS if "person" in case.kinds and "<" not in case.raw]


def read(text: str) -> Listed:
    return listed(find_blocks(text), DIRECTORY, ("site", "text"))


def bodies(found: Listed) -> list[str]:
    return [match.signatory.name for match in found.matches]


def test_the_stand_in_is_a_name_beyond_doubt_as_long_as_the_mask() -> None:
    assert len(STAND_IN) == len(MASK)
    certain = words("persons", "given") - words("persons", "doubtful")
    assert certain.issuperset(fold(STAND_IN).split())


@pytest.mark.parametrize(
    ("text", "shown", "withheld"),
    [
        (f"{PHARE}, {MASK}, {PONT}", [PHARE, PONT], []),
        (f"{PHARE} ; {MASK}, batelier ; {PONT}", [PHARE, PONT], [f"{MASK}, batelier"]),
        (f"{PHARE}, {MASK} et Lou Bretefl, {PONT}", [PHARE, PONT], [f"{MASK} et Lou Bretefl"]),
        (f"{MASK} Bretefl, batelière ; {PHARE} ; {PONT}", [PHARE, PONT], [f"{MASK} Bretefl, batelière"]),
        (f"{PHARE} : {MASK}, présidente ; {UNION} : {MASK}", [PHARE, UNION], []),
        (f"Comité des riverains des {MASK}, {PONT}", [f"Comité des riverains des {MASK}", PONT], []),
    ],
)
def test_who_is_left_of_a_list(text: str, shown: list[str], withheld: list[str]) -> None:
    found = read(f"Premiers signataires : {text}.")
    assert bodies(found) == shown
    assert [item.as_written for item in found.persons] == withheld
    assert not found.queue
    public = hidden_from(text, split_names(Block(text, 0, "Signataires :"), DIRECTORY))
    assert "Bretefl" not in public.text
    assert MASK not in names_of(found.all)


def test_a_heading_that_held_a_name() -> None:
    found = read(f"Signataires :\n\nOrganisations autour de {MASK} :\n- {PHARE}\n- {PONT}\n- {UNION}")
    assert bodies(found) == [PHARE, PONT, UNION]
    assert STAND_IN not in repr(found)


@pytest.mark.parametrize("case", WITH_PERSONS, ids=lambda case: case.id)
def test_whoever_is_withdrawn_the_others_are_read_as_before(case: Typeset) -> None:
    before = read(case.raw)
    for person in before.persons:
        name = re.split(r"\s*(?:[,(:]|\s[-–—])", person.name)[0]
        for part in {name, *name.split()}:
            if len(part) < 4 or part.islower():
                continue
            masked = case.raw.replace(part, MASK)
            after = read(masked)
            assert bodies(after) == [body.replace(part, MASK) for body in bodies(before)]
            # By itself a mask is nobody; what is left of a name is withheld as the name was.
            assert len(after.persons) >= len(before.persons) - (part == name) * case.raw.count(part)
            for block in find_blocks(masked):
                assert masked[block.start :].startswith(block.text)
            assert STAND_IN not in repr(after)
            for item in after.all:
                assert masked[item.start :].startswith(item.as_written)


MAILED = "Premiers signataires :\nOdile Marchequin <o.marchequin@x.example>\nComité du Phare, contact@phare.example\n"


def test_an_address_of_e_mail_goes_with_its_name() -> None:
    text = f"{MAILED}Yanis Brévent (yanis@x.example)\n\nContact : phare@x.example"
    found = read(text)
    assert bodies(found) == [PHARE]
    public = hidden_from(text, found.all, (), found.doubts).text
    assert re.findall(r"\S+@\S+", public) == ["contact@phare.example", "phare@x.example"]
    assert "Marchequin" not in public
    assert "Brévent" not in public


@pytest.mark.parametrize("text", ["Contacts :\nPhare : a@x.example\nPont : b@x.example", "a@b.example"])
def test_addresses_alone_are_no_list(text: str) -> None:
    assert find_blocks(text) == ()
