"""The captures as one WACZ file: valid, replayed by pywb, the same bytes each time, and nobody named in it."""

from __future__ import annotations

import gzip
import html
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.captures.masking import Names, mask
from scraper.page import decode
from tests.demo_archive import persons
from tests.digest import rows
from tests.test_exports import export
from tests.test_replay import REVISIT, Replay, digits, replayed, tool


@pytest.fixture(scope="module")
def wacz(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wacz")
    done = export(demo, folder, "--format", "wacz")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture(scope="module")
def replay(wacz: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    with replayed(tmp_path_factory.mktemp("pywb"), "--unpack-wacz", wacz) as running:
        yield running


def test_the_tool_of_its_authors_finds_it_valid(wacz: Path) -> None:
    said = tool("wacz", "validate", "-f", wacz, cwd=wacz.parent)
    assert "invalid" not in said.lower()


def test_the_same_archive_gives_the_same_bytes(demo: Path, wacz: Path, tmp_path: Path) -> None:
    assert export(demo, tmp_path, "--format", "wacz").returncode == 0
    assert (tmp_path / wacz.name).read_bytes() == wacz.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [wacz.name]


def test_nobody_is_named_in_it(wacz: Path) -> None:
    names = Names.of(persons())
    with zipfile.ZipFile(wacz) as parts:
        for part in parts.namelist():
            raw = parts.read(part)
            told = gzip.decompress(raw) if part.endswith(".gz") else raw
            assert mask(told.replace(b"%PDF", b""), "text/plain; charset=iso-8859-1", names).count == 0, part


def test_pywb_replays_every_statement_from_it(demo: Path, replay: Replay) -> None:
    query = "select c.url, c.fetched_at, title from statements s join captures c on c.id = s.capture_id"
    found = rows(demo / "archive.db", query)
    assert found
    for url, moment, title in found:
        answer = replay.get(url, digits(moment))
        assert answer.status == 200, url
        assert title.split()[0] in html.unescape(decode(answer.body)), url


def test_revisits_in_it_lead_to_what_is_in_it(replay: Replay) -> None:
    originals = {entry["digest"] for entry in replay.index if entry["mime"] != REVISIT}
    revisits = [entry for entry in replay.index if entry["mime"] == REVISIT]
    assert revisits
    for entry in revisits:
        assert entry["digest"] in originals
        assert replay.get(entry["url"], entry["timestamp"], "id_").status == 200, entry


def test_what_is_in_it(demo: Path, wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as parts:
        package = json.loads(parts.read("datapackage.json"))
        assert {one["path"] for one in package["resources"]} == {*parts.namelist()} - {
            "datapackage.json", "datapackage-digest.json"
        }  # fmt: skip
        pages = [json.loads(line) for line in parts.read("pages/pages.jsonl").splitlines()[1:]]
        assert [page["id"] for page in pages] == [
            row[0] for row in rows(demo / "archive.db", "select id from statements order by id")
        ]
        for part in parts.namelist():
            if part.startswith("archive/"):
                with parts.open(part) as file:
                    kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
                assert kinds[0] == "warcinfo"
                assert {*kinds[1:]} <= {"response", "revisit"}
