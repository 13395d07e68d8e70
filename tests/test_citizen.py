"""A run among others on a machine: its lock, the word to stop, a bare environment, bounds, full and read-only disks."""

from __future__ import annotations

import json
import logging
import os
import pty
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest

from archive.schema import open_archive, shrink_log
from benchmarks import fleet
from scraper.log import KEPT, SIZE, log_to, logged
from scraper.site import SiteError
from scraper.watch import MB, Bounds, Watch
from signataires.demo import ORGANISATIONS, Demo, serve_demo, write_sites
from signataires.lock import Locked, lock
from signataires.verbs.work import size
from tests import killed
from tests.archives import Archive
from tests.digest import content, rows
from tests.mounts import mounts
from tests.readers import HALF


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve_demo() as sites:
        yield sites


@pytest.fixture(scope="module")
def first_night(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive after its first night. Nobody writes into it."""
    made = _new(tmp_path_factory.mktemp("first"), demo)
    assert made.refresh()[0] == 0
    return made


@pytest.fixture
def archive(tmp_path: Path, demo: Demo) -> Archive:
    """An archive before its first night."""
    return _new(tmp_path, demo)


@pytest.fixture
def grown(archive: Archive, first_night: Archive) -> Archive:
    """An archive after its first night, to be written."""
    shutil.copytree(first_night.data, archive.data)
    return archive


def _new(folder: Path, demo: Demo) -> Archive:
    made = Archive(folder)
    (folder / "organisations.toml").write_bytes(ORGANISATIONS.read_bytes())
    write_sites(made.sites, demo.homes)
    return made


def whole(archive: Archive) -> bool:
    """Whether the archive is sound and every row of it agrees with the others."""
    sound = rows(archive.path, "pragma integrity_check") == [("ok",)]
    return sound and not [name for name, query in HALF.items() if rows(archive.path, query)]


# --- one at a time -----------------------------------------------------------------------------------------------


def test_the_second_of_two_runs_leaves(grown: Archive) -> None:
    before = content(grown.path, moments=True)
    with lock(grown.data):
        done = grown.run("refresh")
    assert done.returncode == 3
    assert f"another run (process {os.getpid()} on " in done.stderr
    assert "nothing was done" in done.stderr
    assert content(grown.path, moments=True) == before


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    held = "import sys, time; from pathlib import Path; from signataires.lock import lock\n"
    held += "with lock(Path(sys.argv[1])): print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", held, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(Locked, match=f"process {holder.pid} "), lock(tmp_path):
            pass
        holder.kill()
    assert str(holder.pid) in (tmp_path / "lock").read_text("utf-8")  # left behind, and no lock
    with lock(tmp_path):
        pass


@pytest.mark.parametrize(
    "left",
    ["", "1234", "{", json.dumps({"process": os.getpid(), "host": "a", "since": "b"})],
    ids=["nothing", "an-old-form", "half", "our-own-process"],
)
def test_what_stands_in_the_file_locks_nothing(tmp_path: Path, left: str) -> None:
    (tmp_path / "lock").write_text(left, "utf-8")
    with lock(tmp_path), pytest.raises(Locked, match="another run"), lock(tmp_path):
        pass


def test_a_holder_that_may_hang_is_told_how_to_end(tmp_path: Path) -> None:
    told = json.dumps({"process": 77, "host": "a", "since": "2020-01-01T00:00:00Z"})
    with lock(tmp_path):
        (tmp_path / "lock").write_text(told, "utf-8")
        with pytest.raises(Locked, match="`kill 77` ends it"), lock(tmp_path):
            pass


def test_a_file_system_without_locks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with pytest.raises(SiteError, match="keep the archive on a disk of this machine"), lock(tmp_path):
        pass


# --- the word to stop --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "nth", "words"),
    [
        ("fetching", 20, ("refresh",)),
        ("folding", 25, ("refresh",)),
        ("reading again", 2, ("refresh",)),
        ("reading", 30, ("rebuild",)),
    ],
)
def test_ended_cleanly(grown: Archive, phase: str, nth: int, words: tuple[str, ...]) -> None:
    if phase in ("fetching", "folding"):
        shutil.rmtree(grown.data)
    if phase == "reading again":
        with closing(sqlite3.connect(grown.data / "crawl.db")) as private, private:
            private.execute("update facts set value = 'other rules' where name like 'reading:%'")
    report = grown.folder / "report.json"
    more = ["--report", str(report)] if words == ("refresh",) else []
    command = [sys.executable, "-m", "tests.killed", phase, str(nth), "0", "SIGTERM", *grown.command(*words, *more)[3:]]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert time.monotonic() - began < 40
    assert (done.returncode, "stopped by SIGTERM; what was there is kept" in done.stderr) == (1, True), done.stderr
    assert not [*(grown.data / "warc").glob("*.open"), *grown.data.glob("rebuild-*")]
    if more:
        assert json.loads(report.read_text("utf-8"))["trouble"].startswith("stopped by SIGTERM")
    if phase == "fetching":
        assert len([*(grown.data / "warc").glob("*.warc.gz")]) >= 2
    assert grown.run(*words).returncode == 0
    assert rows(grown.path, "select count(*) from statements") == [(42,)]
    assert whole(grown)


# --- where it runs -----------------------------------------------------------------------------------------------


def test_from_a_bare_environment(grown: Archive) -> None:
    shutil.rmtree(grown.data)
    report = grown.folder / "report.json"
    command = [str(Path(sys.executable).with_name("signataires")), *grown.command("refresh", "--quiet")[3:]]
    done = subprocess.run(
        [*command, "--report", str(report)], env={}, cwd="/", capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    told = json.loads(report.read_text("utf-8"))
    assert told["trouble"] == ""
    assert {site["state"] for site in told["sites"].values()} == {"ok"}
    assert sum(site["statements"] for site in told["sites"].values()) == 42


def test_quiet_speaks_when_somebody_must_look(grown: Archive) -> None:
    grown.site("zone", "http://127.0.0.1:9/")
    report = grown.folder / "report.json"
    done = grown.run("refresh", "--quiet", "--report", str(report))
    assert (done.returncode, done.stdout) == (1, "")
    lines = [line for line in done.stderr.splitlines() if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in lines] == ["zone", "lagazette", "ondes", "passerelles"]
    assert lines[0].startswith("zone: failed; ")
    assert json.loads(report.read_text("utf-8"))["sites"]["zone"]["state"] == "failed"
    assert "zone: failed" in (grown.data / "signataires.log").read_text("utf-8")


def test_a_report_that_cannot_be_written_is_refused_at_once(archive: Archive) -> None:
    done = archive.run("refresh", "--report", str(archive.folder / "no" / "report.json"))
    assert done.returncode == 2
    assert "no report can be written there" in done.stderr
    assert not archive.data.exists()


def test_progress_is_for_terminals(grown: Archive) -> None:
    assert "\x1b" not in grown.run("rebuild").stderr
    ours, theirs = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        try:
            while some := os.read(ours, 4096):
                shown.append(some)
        except OSError:
            return  # the terminal went with its last user

    reader = threading.Thread(target=read)
    reader.start()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(grown.command("rebuild"), stderr=theirs, env=environment) as process:
        os.close(theirs)
        process.wait(60)
    reader.join(10)
    os.close(ours)
    text = b"".join(shown).decode()
    assert process.returncode == 0
    assert "captures, KB" in text
    assert "42 statements" in text


def test_the_log_turns_itself_over(tmp_path: Path) -> None:
    log_to(tmp_path)
    said: list[str] = []
    tell = logged(said.append)
    for number in range(600):
        tell(f"{number} " + "x" * 10_000)
    files = sorted(tmp_path.glob("signataires.log*"))
    assert len(files) == KEPT + 1
    assert all(path.stat().st_size <= SIZE for path in files)
    assert said[-1] in files[0].read_text("utf-8")
    for name in ("signataires", "scrapy", "twisted"):
        for handler in logging.getLogger(name).handlers[:]:
            logging.getLogger(name).removeHandler(handler)
            handler.close()


# --- bounds ------------------------------------------------------------------------------------------------------


def test_too_little_room_begins_nothing(archive: Archive) -> None:
    done = archive.run("refresh", "--least-free", "900T")
    assert done.returncode == 2
    assert "900000000 MB must stay free (--least-free): make room; nothing was done" in done.stderr
    assert not archive.path.exists()


def test_room_is_looked_after(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "a.warc.gz").write_bytes(b"x" * 1000)
    assert Watch(tmp_path, Bounds(0, 0, 0)).room(10**15) == ""
    assert Watch(tmp_path, Bounds(0, 1500, 0)).room(400) == ""
    assert "(--most-captures)" in Watch(tmp_path, Bounds(0, 1500, 0)).room(600)
    assert "5 MB are needed" in Watch(tmp_path, Bounds(10**18, 0, 0)).room(wanted=5 * MB)
    assert not Watch(tmp_path, Bounds(0, 0, 0)).crowded()
    assert Watch(tmp_path, Bounds(0, 0, MB)).crowded()


def test_sizes() -> None:
    assert [size(text) for text in ("0", "500M", "2g", "1kB")] == [0, 500 * MB, 2000 * MB, 1000]


def test_a_run_that_takes_too_much_memory_still_ends(archive: Archive) -> None:
    assert archive.run("refresh", "--most-memory", "1M").returncode in (0, 1)
    assert whole(archive)


def test_no_file_may_grow(archive: Archive) -> None:
    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000))

    done = archive.run("refresh", preexec_fn=bound)
    assert done.returncode == 1, done.stderr
    assert "; what was there is kept, and the next run goes on from there" in done.stderr
    assert "Traceback" not in done.stderr
    assert archive.run("refresh").returncode == 0
    assert rows(archive.path, "select count(*) from statements") == [(42,)]
    assert whole(archive)


@pytest.mark.parametrize("most", ["700k", "1400k"])
def test_a_full_disk(archive: Archive, most: str) -> None:
    archive.data.mkdir()
    with mounts() as own:
        own.run("mount", "-t", "tmpfs", "-o", f"size={most}", "tmpfs", archive.data)
        command = own.command(*archive.command("refresh", "--least-free", "0"))
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1, done.stderr
        assert "make room" in done.stderr
        assert "Traceback" not in done.stderr
        own.run("mount", "-o", "remount,size=50m", archive.data)
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        shutil.copytree(own.seen(archive.data), archive.folder / "seen")
    archive.data = archive.folder / "seen"
    assert rows(archive.path, "select count(*) from statements") == [(42,)]
    assert whole(archive)


def test_a_folder_for_reading_only(grown: Archive) -> None:
    before = content(grown.path, moments=True)
    with mounts() as own:
        own.run("mount", "--bind", grown.data, grown.data)
        own.run("mount", "-o", "remount,ro,bind", grown.data)
        command = own.command(*grown.command("refresh"))
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert f"{grown.data}: cannot be written (Read-only file system); nothing was done" in done.stderr
    assert content(grown.path, moments=True) == before


def test_a_reader_cannot_make_the_log_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(open_archive(path)) as db, closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from statements").fetchall()
        db.execute("insert into sites (id) values ('a')")
        db.commit()
        assert not shrink_log(db, patience=10)
        reader.rollback()
        assert shrink_log(db)
        assert path.with_name("archive.db-wal").stat().st_size == 0


@pytest.mark.long
def test_sixty_sites_in_little_memory(tmp_path: Path) -> None:
    with fleet.fleet(tmp_path, 60) as sixty:
        for _ in range(2):
            told = fleet.night(sixty)
            print(fleet.line(told))
            assert len(told["sites"]) == 60
            assert told["peak_rss"] < fleet.MEMORY
    assert whole(sixty)


def test_every_phase_is_one_that_the_command_enters() -> None:
    for module, name in killed.PHASES.values():
        assert callable(attrgetter(name)(import_module(module))), (module, name)
