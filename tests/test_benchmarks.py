"""What the benchmarks count; how well we do is not asked here but for one thing: no wrong link."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from archive.resolve import Directory
from benchmarks.__main__ import keep
from benchmarks.drawing import reached
from benchmarks.resolution import ORGANISATIONS, pairs
from benchmarks.signatories import link, score_link, told_links
from benchmarks.table import ROWS, Row, in_turn, lines, read, report

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


@pytest.mark.parametrize(
    ("row", "met", "share"),
    [
        (Row("a", 3, "s"), None, None),
        (Row("a", 3, "s", most=2), False, 2 / 3),
        (Row("a", 3, "s", ratio=0.5, least=0.7), False, 0.5 / 0.7),
        (Row("a", 0.1, "s", ratio=0.7, least=0.7), True, 1),
        (Row("a", 0, "", most=0), True, None),
    ],
)
def test_a_row_is_held_to_its_bound(row: Row, met: bool | None, share: float | None) -> None:
    assert row.met is met
    assert reached(row) == share
    assert ("MISSED" in lines([row])[1]) == (met is False)


def test_rows_are_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [Row("crawl: « é »", 3.5, "pages/s", 0.5, "bare", least=0.7, memory=12.0), Row("b", 1, "MB")]
    monkeypatch.setenv(ROWS, str(tmp_path / "rows.jsonl"))
    report(told[0])
    report(told[1])
    assert read(tmp_path / "rows.jsonl") == told
    history, drawn = tmp_path / "history.jsonl", tmp_path / "a.svg"
    keep(history, told)
    keep(history, told[:1])
    command = [sys.executable, "-m", "benchmarks.drawing", "--history", str(history), "--to", str(drawn)]
    subprocess.run(command, cwd=ROOT, timeout=60, check=True)
    assert "crawl: « é »" in drawn.read_text("utf-8")


def test_ways_run_in_turn_each_in_its_own_process() -> None:
    told = in_turn({"a": ["tests.echo", "1"], "b": ["tests.echo", "2"]}, 2)
    assert {name: found["said"] for name, found in told.items()} == {"a": 1, "b": 2}
    assert all(1 < found["memory"] < 1000 for found in told.values())
    with pytest.raises(RuntimeError, match="exit 1"):
        in_turn({"a": ["tests.echo"]}, 1)
