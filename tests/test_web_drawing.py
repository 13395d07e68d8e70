"""The network as it is drawn: many organisations, each of which can be told from the others and read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest

from archive.search.periods import Period
from archive.search.signers import Signers, signers
from archive.web.drawing.network import LABEL, MARGIN, WIDTH, Dot, Drawing, drawing, label_width
from archive.web.queries.pairs import network
from tests import sixty


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Drawing]:
    known = _known(tmp_path_factory.mktemp("sixty"))
    found = {count: network(known, Period.of("", ""), count, 1) for count in (1, 2, 20, 60)}
    return {count: drawing(one.organisations, one.pairs, 400) for count, one in found.items()}


def _known(folder: Path) -> Signers:
    with closing(sqlite3.connect(sixty.make(folder) / "archive.db")) as db:
        db.row_factory = sqlite3.Row
        return signers(db)


def _box(dot: Dot) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a dot with its name above it."""
    half = max(2 * dot.radius, label_width(dot.shown)) / 2
    return dot.x - half, dot.x + half, dot.y - dot.radius - LABEL, dot.y + dot.radius


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


@pytest.mark.parametrize("count", [1, 2, 20, 60])
def test_no_name_hides_another(drawn: dict[int, Drawing], count: int) -> None:
    boxes = [_box(dot) for dot in drawn[count].dots]
    assert len(boxes) == count
    assert [(a, b) for a, b in combinations(boxes, 2) if _overlap(a[:2], b[:2]) and _overlap(a[2:], b[2:])] == []
    assert all(left >= MARGIN and right <= WIDTH - MARGIN for left, right, _, _ in boxes)
    assert all(top >= 0 and bottom <= drawn[count].height for _, _, top, bottom in boxes)


def test_families_are_found_again(drawn: dict[int, Drawing]) -> None:
    families = [{one["id"].split("-")[0] for one in cluster} for cluster in drawn[60].clusters]
    assert sorted(len(family) for family in families)[-2:] <= [1, 2]
    assert len(families) >= 4


def test_the_same_archive_gives_the_same_drawing(drawn: dict[int, Drawing], tmp_path: Path) -> None:
    found = network(_known(tmp_path), Period.of("", ""), 60, 1)
    assert drawing(found.organisations, found.pairs, 400) == drawn[60]
