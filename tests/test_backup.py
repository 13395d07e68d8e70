"""A copy of an archive that is in use can be brought back, whatever was killed meanwhile."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.record import OPEN, whole_bytes
from scraper.site import SiteError
from signataires.demo.server import ORGANISATIONS, serve_demo, write_sites
from signataires.evidence import backups
from signataires.evidence.backups import backup, listed, restore
from tests.digest import content, rows
from tests.test_verify import turn

KILLING = """
import os, signal, sys
from signataires.evidence import backups
from signataires.cli import main
calls = 0
def dying(real):
    def call(*arguments, **more):
        global calls
        calls += 1
        if calls == {number}:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **more)
    return call
backups._write_pieces = dying(backups._write_pieces)
backups.shutil.copy2 = dying(backups.shutil.copy2)
main(sys.argv[1:])
"""


def command(*words: str | Path, dies_at: int = 0) -> subprocess.CompletedProcess[str]:
    start = ["-c", KILLING.format(number=dies_at)] if dies_at else ["-m", "signataires"]
    done = [sys.executable, *start, *map(str, words)]
    return subprocess.run(done, capture_output=True, text=True, timeout=300, check=False)


def where(data: Path) -> list[str | Path]:
    return ["--data", data, "--sites", data / "sites", "--organisations", ORGANISATIONS]


def copied(data: Path, folder: Path) -> Path:
    corrections = {"sites": data / "sites", "organisations.toml": ORGANISATIONS}
    return backup(data, corrections, folder, str)


def restored(copy: Path, data: Path) -> None:
    """Through the command, which verifies."""
    done = command("--data", data, "restore", copy, "--quiet")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(demo, tmp_path_factory.mktemp("copies"))


def test_it_comes_back_as_it_was(demo: Path, copy: Path, tmp_path: Path) -> None:
    restored(copy, tmp_path / "data")
    assert content(tmp_path / "data/archive.db") == content(demo / "archive.db")
    for name in ("warc", "manifests"):
        for path in (demo / name).iterdir():
            assert (tmp_path / "data" / name / path.name).read_bytes() == path.read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
    assert (tmp_path / "data/corrections/organisations.toml").read_bytes() == ORGANISATIONS.read_bytes()


def test_what_was_withdrawn_stays_withdrawn(demo: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(demo, tmp_path / "data"))
    shutil.copy(ORGANISATIONS, tmp_path / "organisations.toml")
    given = ["--data", data, "--sites", data / "sites", "--organisations", tmp_path / "organisations.toml"]
    (page, *_), *_ = rows(data / "archive.db", "select id from statements where site_id = 'ondes' order by id")
    for words in (("page", page), ("string", "quai Sud")):
        done = command(*given, "withdraw", *words, "--by", "MB", "--why", "à sa demande")
        assert done.returncode == 0, done.stderr
    done = command(*given, "backup", tmp_path / "copies", "--quiet")
    assert done.returncode == 0, done.stderr
    restored(Path(done.stdout.strip()), tmp_path / "restored")
    assert content(tmp_path / "restored/archive.db") == content(data / "archive.db")
    told = rows(tmp_path / "restored/archive.db", "select what, statements from withdrawals order by what")
    assert told == [("page", 1), ("string", 0)]


def test_nothing_is_overwritten(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "held").write_text("x")
    with pytest.raises(SiteError, match="not overwritten"):
        restore(copy, tmp_path, str)
    assert [path.name for path in tmp_path.iterdir()] == ["held"]


def test_a_copy_that_was_changed_is_refused(copy: Path, tmp_path: Path) -> None:
    spoilt = Path(shutil.copytree(copy, tmp_path / "spoilt"))
    path = next((spoilt / "data/warc").iterdir())
    turn(path, 100)
    with pytest.raises(SiteError, match=path.name):
        restore(spoilt, tmp_path / "data", str)
    path.unlink()
    with pytest.raises(SiteError, match="missing"):
        restore(spoilt, tmp_path / "data", str)
    with pytest.raises(SiteError, match="no copy"):
        restore(tmp_path, tmp_path / "data", str)
    assert not (tmp_path / "data").exists()


def test_what_has_not_changed_takes_no_room(demo: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "now", lambda: "2030-01-01T00:00:00Z")
    again = copied(demo, copy.parent)
    for path in (copy / "data/warc").iterdir():
        assert path.stat().st_ino == (again / "data/warc" / path.name).stat().st_ino
    assert listed(again).keys() == listed(copy).keys()
    shutil.rmtree(again)


@pytest.mark.parametrize("number", [1, 5])
def test_a_copy_that_is_killed(demo: Path, tmp_path: Path, number: int) -> None:
    done = command(*where(demo), "backup", tmp_path, dies_at=number)
    assert done.returncode == -signal.SIGKILL
    assert [path.name[0] for path in sorted(tmp_path.iterdir()) if path.name != "lock"] == ["."]
    done = command(*where(demo), "backup", tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "lock") == [Path(done.stdout.strip()).name]


def test_a_restoring_that_is_killed(copy: Path, tmp_path: Path) -> None:
    done = command("--data", tmp_path / "data", "restore", copy, dies_at=7)
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "data").exists()
    restored(copy, tmp_path / "data")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_file_that_is_finished_while_it_is_copied(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(demo, tmp_path / "data"))
    done = max((data / "warc").glob("*.warc.gz"))
    under_way = done.rename(done.with_name(done.name + OPEN))

    def finished(path: Path) -> int:
        under_way.rename(done)
        return whole_bytes(path)

    monkeypatch.setattr(backups, "whole_bytes", finished)
    copy = backup(data, {}, tmp_path / "copies", str)
    restore(copy, tmp_path / "restored", str)
    assert (tmp_path / "restored/warc" / done.name).read_bytes() == done.read_bytes()


@pytest.fixture
def refreshing(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """A refresh of the demo's sites that is under way, and takes its time."""
    data = tmp_path / "data"
    with serve_demo() as sites:
        for path in write_sites(data / "sites", sites.homes):
            path.write_text(path.read_text("utf-8").replace("delay = 0.0", "delay = 0.2"), "utf-8")
        words = [sys.executable, "-m", "signataires", *map(str, where(data)), "refresh", "--quiet"]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                yield data, process
            finally:
                process.kill()


def test_copies_during_a_refresh_that_is_killed_at_last(
    refreshing: tuple[Path, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    data, process = refreshing
    copies, under_way = list[Path](), list[Path]()
    while process.poll() is None and len(copies) < 12:
        time.sleep(0.3)
        if (data / "crawl.db").is_file() and any((data / "warc").glob("*")):
            copies.append(copied(data, tmp_path / f"copies-{len(copies)}"))
            under_way += [copies[-1]] if any((copies[-1] / "data/warc").glob("*.open")) else []
            if under_way:
                break
    assert under_way, "the refresh was over before a copy could be made"
    process.kill()  # a refresh that ended while the copy was made is not there to be killed
    process.wait()
    last = copied(data, tmp_path / "copies-last")
    restored(under_way[-1], tmp_path / "one")
    restored(last, tmp_path / "other")
