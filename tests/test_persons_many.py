"""Persons by the thousand, drawn anew each time, in every typography: what is read of them names nobody in public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from random import SystemRandom

import pytest

from archive.keys import fold
from archive.listed import listed
from archive.privacy import hidden_from, public_name
from archive.resolve import Directory
from scraper.signatories import find_blocks
from scraper.source import View
from tests.persons_corpus import Article, articles

_PACKAGED = Path(str(resources.files("archive") / "data" / "organisations.toml"))
_WORD = re.compile(r"[^\W\d_]{7,}")
# Draws in which somebody was named once.
FORMER = (42, 49, 81, 100, 114, 136, 263, 489, 612, 674, 963, 187017, 973186728, 2028, 382300)


def public_words(article: Article, directory: Directory) -> set[str]:
    """The words of all that is public of a text: what is left of it, and who is shown as its signatories."""
    text = View(article.html).text
    found = listed(find_blocks(text), directory, ("berges", "appel"))
    left = hidden_from(text, found.all, (), found.doubts).text
    shown = (f"{public_name(match.signatory)} {match.signatory.name}" for match in found.matches)
    return set(_WORD.findall(fold(" ".join([left, *shown]))))


def named(seed: int, directory: Directory) -> Iterator[str]:
    """Who of a draw is named."""
    for article in articles(seed):
        public = public_words(article, directory)
        for person in article.persons:
            if not public.isdisjoint(_WORD.findall(fold(person.surname))):
                yield f"seed {seed}: {person.name}, {person.role}, in « {article.typography} »"


@pytest.fixture(scope="module", params=["packaged", "empty"])
def directory(request: pytest.FixtureRequest) -> Directory:
    """The more is known, the more a name may be taken for; the less, the less speaks against a person."""
    return Directory.load(_PACKAGED) if request.param == "packaged" else Directory([])


@pytest.mark.parametrize("seed", FORMER)
def test_nobody_is_named_again(seed: int, directory: Directory) -> None:
    assert list(named(seed, directory)) == []


def test_nobody_is_named(directory: Directory) -> None:
    draws = [SystemRandom().randrange(10**9) for _ in range(4)]
    assert [told for seed in draws for told in named(seed, directory)] == []


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_nobody_of_a_hundred_thousand_is_named(directory: Directory) -> None:
    first = SystemRandom().randrange(10**9)
    assert [told for seed in range(first, first + 200) for told in named(seed, directory)] == []
