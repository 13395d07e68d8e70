"""The search on queries that were judged when the statements were written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import mean

import pytest

from archive.schema import open_archive
from benchmarks.search import COUNT, Score, ours, plain, scores
from benchmarks.searching.corpus import Written, concepts, fill, squeezed, statements
from benchmarks.searching.judged import queries


@pytest.fixture(scope="module")
def written() -> list[Written]:
    return list(statements(COUNT))


@pytest.fixture(scope="module")
def scored(written: list[Written]) -> Iterator[dict[str, list[Score]]]:
    with closing(open_archive(Path(":memory:"))) as db:
        fill(db, iter(written))
        yield {name: list(scores(written, queries(), ask)) for name, ask in (("ours", ours(db)), ("plain", plain(db)))}


def test_the_corpus_is_as_large_as_it_should_be(written: list[Written], scored: dict[str, list[Score]]) -> None:
    assert len(written) >= 3000
    assert len(scored["ours"]) >= 150


def test_the_judgements_are_true(written: list[Written]) -> None:
    """What a statement is said to be about stands in it, and nothing else does; found without any search."""
    for one in written:
        texts = [one.row["title"], one.row["text"], *(name for name, _ in one.names)]
        told = squeezed(" ; ".join(texts))
        for concept in concepts():
            assert (concept["root"] in told) == (concept["id"] in one.weights), (concept["id"], one.row["id"])


def test_recall(scored: dict[str, list[Score]]) -> None:
    assert mean(score.recall for score in scored["ours"]) >= 0.95


def test_order(scored: dict[str, list[Score]]) -> None:
    assert mean(score.ndcg for score in scored["ours"]) >= 0.85


def test_better_than_plain_search(scored: dict[str, list[Score]]) -> None:
    assert mean(score.ndcg for score in scored["ours"]) > mean(score.ndcg for score in scored["plain"])
