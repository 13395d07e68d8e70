"""What the benchmarks count; how well we do is not asked here but for one thing: no wrong link."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from archive.resolve import Directory
from benchmarks.resolution import ORGANISATIONS, pairs
from benchmarks.signatories import link, score_link, told_links

ROOT = Path(__file__).resolve().parent.parent
PAIRS = ROOT / "benchmarks" / "resolution.jsonl"


@pytest.mark.parametrize(
    ("name", "meant", "counted"),
    [
        ("Les Amis de la Digue", "digue", ["linked right"]),
        ("AAD", "digue", ["linked right"]),
        ("Les Amis de la Digue", "rivages", ["linked wrong", "missed"]),
        ("Les Amis de la Digue", None, ["linked wrong"]),
        ("Les Amis du Port", "digue", ["missed"]),
        ("Les Amis du Port", None, ["left open"]),
    ],
)
def test_a_pair_counts_as(directory: Directory, name: str, meant: str | None, counted: list[str]) -> None:
    found = score_link({"name": name, "organisation": meant}, directory)
    assert [what for what, count in found.items() if count and what != "pairs"] == counted


def test_a_local_group_without_a_row_is_left_open(directory: Directory) -> None:
    assert link("Atelier populaire de Villebrume Nord", directory) == "atelier-nord"
    assert link("APV 31", directory) is None


def test_the_line_of_counts() -> None:
    counts = Counter({"pairs": 9, "linked right": 3, "linked wrong": 1, "missed": 2, "left open": 4})
    told = "9 pairs: linked right 3, linked wrong 1, missed 2, rightly left open 4, precision 0.7500, recall 0.6000"
    assert told_links(counts) == told
    assert told_links(Counter()).endswith("precision 1.0000, recall 1.0000")


def test_the_command_shows_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"name": "Attac", "organisation": "ldh"}\n\n{"name": "Attac", "organisation": "attac"}\n', "utf-8")
    command = [sys.executable, "-m", "benchmarks.signatories", "--pairs", str(file), "--wrong"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    shown, counts = done.stdout.splitlines()
    assert shown == "'Attac': attac, expected ldh"
    assert counts.startswith("2 pairs: linked right 1, linked wrong 1, missed 1")


def test_the_shipped_pairs_are_well_formed() -> None:
    told = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    assert len(told) >= 300
    assert len({pair["name"] for pair in told}) == len(told)
    meant = Counter(pair["organisation"] for pair in told)
    assert meant.keys() - {None} == Directory.load(ORGANISATIONS).organisations.keys()
    assert meant[None] >= 300
    assert {type(pair["name"]) for pair in told} == {str}


def test_no_pair_made_today_is_linked_wrongly() -> None:
    directory = Directory.load(ORGANISATIONS)
    wrong = [name for name, meant in pairs() if link(name, directory) not in (None, meant)]
    assert wrong == []
