"""What is taken away from the evidence, or changed in it, is found and named."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from signataires.demo.server import ORGANISATIONS
from signataires.evidence.manifests import Broken, captures, check_chain, head, paths, seal, sealed, warcs
from tests.digest import rows


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    """The demo's archive, to be spoilt."""
    return Path(shutil.copytree(demo, tmp_path / "demo", ignore=shutil.ignore_patterns("lock")))


def verify(data: Path, *words: str) -> tuple[int, str]:
    """The exit code of `verify` and what it names."""
    where = ["--data", str(data), "--sites", str(data / "sites"), "--organisations", str(ORGANISATIONS)]
    command = [sys.executable, "-m", "signataires", "verify", *where, "--quiet", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, done.stdout


def test_all_of_it_holds(copy: Path) -> None:
    assert verify(copy, "--all") == (0, "")
    assert not list(copy.glob("verify-*"))


def edit(data: Path, query: str) -> None:
    with closing(sqlite3.connect(data / "archive.db")) as db:
        before = db.total_changes  # what changes through a view has no count of its own
        assert db.execute(query).rowcount == 1 or db.total_changes > before
        db.commit()


def turn(path: Path, place: int) -> None:
    """Changes one byte."""
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


def test_one_changed_byte_of_a_capture(copy: Path) -> None:
    query = """select warc, "offset", captures.url from statements join captures on captures.id = capture_id limit 1"""
    name, offset, url = rows(copy / "archive.db", query)[0]
    turn(copy / "warc" / name, offset + 300)
    code, named = verify(copy)
    assert code == 1
    assert named.startswith(f"warc/{name} was changed since manifest 00000")
    assert f"the record at byte {offset} " in named, (named, url)


def test_one_changed_byte_that_no_record_shows(copy: Path) -> None:
    path = warcs(copy)[0]
    turn(path, 4)  # the time in the head of the first gzip member
    code, named = verify(copy)
    assert (code, named.split(";")[0]) == (1, f"warc/{path.name} was changed since manifest 000001")


def test_a_capture_rewritten_together_with_its_digest(copy: Path) -> None:
    path = next(path for path in warcs(copy) if path.name.startswith("lagazette"))
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    code, named = verify(copy)
    assert code == 1
    assert named.startswith(f"warc/{path.name} was changed")


ROWS = {
    "a title": (
        "update statements set title = title || '.' where id = 'ondes-21'",
        "title is 'Le pont",
    ),
    "a date": (
        "update statements set published = '2020-01-01' where id = 'ondes-21'",
        "published is '2020-01-01', the captures say '2024-03-18'",
    ),
    "a text": ("update statements set text = text || ' ' where id = 'ondes-21'", "; text is "),
    "a signatory": (
        "update signatures set organisation_id = 'abrivi' where id in (select id from signatures where statement_id ="
        " 'ondes-21' and organisation_id != 'abrivi' order by id limit 1)",
        "signatures ondes-21-",
    ),
    "a name": (
        "update signatures set as_written = as_written || 's' where id in (select min(id) from signatures)",
        "signatures ",
    ),
    "a place": (
        """update places set start = start + 1 where id = 'ondes-21-title'""",
        "places ondes-21-title: start is ",
    ),
    "a row gone": (
        "delete from signatures where id in (select max(id) from signatures)",
        "the captures say it and the archive lacks it",
    ),
    "a row too many": (
        "insert into changes (id, at, statement_id, what) values ('f', '2026-01-01T00:00:00Z', 'ondes-21', 'back')",
        "changes f: no capture says it",
    ),
    "a digest": (
        "update captures set sha256 = 'f' where id in (select min(id) from captures)",
        "sha256 is 'f', the captures say '",
    ),
}


def test_edited_rows(copy: Path) -> None:
    for query, _ in ROWS.values():
        edit(copy, query)
    code, named = verify(copy, "--all")
    assert code == 1
    # Three of them are of one row; a name that is taken out takes its place along.
    assert len(named.splitlines()) == len(ROWS) - 2 + 1, named
    for name, (_, wanted) in ROWS.items():
        assert wanted in named, name


def test_one_edited_row_is_the_first_that_is_named(copy: Path) -> None:
    edit(copy, ROWS["a date"][0])
    assert verify(copy) == (1, f"statements ondes-21: {ROWS['a date'][1]}\n")


def test_the_site_files_of_another_archive(copy: Path) -> None:
    (copy / "sites" / "ondes.toml").unlink()
    code, named = verify(copy, "--all")
    assert code == 1
    assert named.startswith("the archive is of other site files than those given (--sites): it holds ondes,")
    assert len(named.splitlines()) == 1


def test_a_missing_file(copy: Path) -> None:
    path = warcs(copy)[-1]
    path.unlink()
    code, named = verify(copy)
    assert (code, named) == (1, f"warc/{path.name} is missing: manifest 000002 holds it\n")


def _cut(data: Path) -> str:
    path = paths(data)[0]
    path.write_bytes(path.read_bytes()[:-40])
    return "manifest 000001.jsonl"


def _cut_at_a_line(data: Path) -> str:
    path = paths(data)[-1]
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    return "manifest 000002.jsonl is cut"


def _first_gone(data: Path) -> str:
    paths(data)[0].unlink()
    return "manifest 000001.jsonl is missing"


def _last_gone(data: Path) -> str:
    paths(data)[-1].unlink()
    return "manifest 000002.jsonl is missing"


def _last_and_its_mention_gone(data: Path) -> str:
    last = paths(data)[-1]
    last.unlink()
    (data / "manifests" / "HEAD").unlink()
    return "manifests/HEAD is missing"


def _first_rewritten(data: Path) -> str:
    path = paths(data)[0]
    path.write_text(path.read_text("utf-8").replace('"bytes":', '"bytes": '), "utf-8")
    return "manifest 000001.jsonl was changed"


def _last_rewritten(data: Path) -> str:
    path = paths(data)[-1]
    path.write_text(path.read_text("utf-8").replace('"bytes":', '"bytes": '), "utf-8")
    return "manifest 000002.jsonl was changed"


SPOILT = (_cut, _cut_at_a_line, _first_gone, _last_gone, _last_and_its_mention_gone, _first_rewritten, _last_rewritten)


@pytest.mark.parametrize("spoil", SPOILT)
def test_spoilt_manifests(copy: Path, spoil: Callable[[Path], str]) -> None:
    wanted = spoil(copy)
    code, named = verify(copy)
    assert code == 1
    assert wanted in named


def test_every_run_ends_with_a_manifest_of_its_captures(demo: Path) -> None:
    assert check_chain(demo) == 2
    assert head(demo)[0] == "000002.jsonl"
    assert {item.name for item in sealed(demo)} == {path.name for path in warcs(demo)}
    listed = {(told["warc"], told["offset"]): told["capture"] for path in warcs(demo) for told in captures(path)}
    for warc, offset, identifier in rows(demo / "archive.db", 'select warc, "offset", id from captures'):
        assert listed[warc, offset] == identifier


def test_nothing_new_needs_no_manifest(copy: Path) -> None:
    assert seal(copy, str) is None
    shutil.copy(warcs(copy)[0], copy / "warc" / "_runs-20200101000000-00000.warc.gz")
    assert seal(copy, str) == copy / "manifests" / "000003.jsonl"
    assert check_chain(copy) == 3


def test_a_broken_chain_is_not_added_to(copy: Path) -> None:
    _cut_at_a_line(copy)
    shutil.copy(warcs(copy)[0], copy / "warc" / "_runs-20200101000000-00000.warc.gz")
    said = list[str]()
    assert seal(copy, said.append) is None
    assert "000002.jsonl" in said[0]
    with pytest.raises(Broken):
        check_chain(copy)


def test_a_run_that_was_killed_before_it_named_its_manifest(copy: Path) -> None:
    before = (copy / "manifests" / "HEAD").read_bytes()
    shutil.copy(warcs(copy)[0], copy / "warc" / "_runs-20200101000000-00000.warc.gz")
    assert seal(copy, str)
    (copy / "manifests" / "HEAD").write_bytes(before)
    shutil.copy(warcs(copy)[0], copy / "warc" / "_runs-20200101000001-00000.warc.gz")
    assert seal(copy, str)
    assert check_chain(copy) == 4
