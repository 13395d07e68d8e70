"""Many machines: attempts one at a time, crawlers that die with their workers, each run taken once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.simulation import Costs, Fleet, Machines, night
from scraper.site import SiteError, load_sites
from signataires.demo import ORGANISATIONS, Demo, serve_demo, write_sites
from signataires.places import captures, place
from signataires.runs import Here
from signataires.spread.attempts import Attempt, begin, numbers, whole
from signataires.spread.engine import Processes, engine
from signataires.spread.extraction import Spread
from tests.archives import Archive
from tests.clusters import Dask, dask, object_storage
from tests.digest import content_hash, rows

PATIENCE = 120.0


def until(there: Callable[[], bool], what: str) -> None:
    limit = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < limit, what
        time.sleep(0.05)


# --- attempts ----------------------------------------------------------------------------------------------------


def test_attempts_come_one_after_another(tmp_path: Path) -> None:
    first = begin(tmp_path, 0.4, "a")
    assert first is not None
    began, found = time.monotonic(), list[Attempt | None]()
    waiting = threading.Thread(target=lambda: found.append(begin(tmp_path, 0.4, "b")))
    waiting.start()
    time.sleep(1.2)
    assert found == [], "nobody begins while the first is alive"
    first.end(whole=True, night="a")
    waiting.join()
    (second,) = found
    assert second is not None
    assert second.folder.name == "000002"
    assert time.monotonic() - began < 10
    second.end(whole=False, night="b")
    assert [number for number, _ in whole(tmp_path, 0)] == [1]


def test_who_gives_no_sign_of_life_is_followed_once_its_lease_has_lapsed(tmp_path: Path) -> None:
    dead = tmp_path / "000001"
    dead.mkdir()
    (dead / "begun").touch()
    began = time.monotonic()
    attempt = begin(tmp_path, 0.5, "a")
    assert attempt is not None
    assert time.monotonic() - began > 0.5
    attempt.end(whole=True, night="a")
    assert begin(tmp_path, 0.5, "a") is None, "what was done tonight is not done again"
    assert numbers(tmp_path) == [1, 2]


def test_who_cannot_say_that_it_is_alive_knows_that_its_lease_lapses(tmp_path: Path) -> None:
    attempt = begin(tmp_path / "task", 0.4, "a")
    assert attempt is not None
    assert not attempt.lapsed
    (tmp_path / "task").rename(tmp_path / "gone")  # the storage is away
    until(lambda: attempt.lapsed, "a lease without a sign of life must lapse")


def test_of_many_who_begin_at_once_one_is_first(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from signataires.spread.attempts import begin\n"
        "attempt = begin(Path(sys.argv[1]), 1.0, str(time.time()))\n"
        "began = time.time(); time.sleep(0.2); attempt.end(whole=True, night='', began=began, ended=time.time())\n"
    )
    many = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(4)]
    assert [one.wait(60) for one in many] == [0] * 4
    spans = sorted((told["began"], told["ended"]) for _, told in whole(tmp_path, 0))
    assert len(spans) == 4
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))


# --- engines -----------------------------------------------------------------------------------------------------


def die_once(path: str) -> str:
    """Kills its process the first time."""
    if path and not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path.upper()


def fail(path: str) -> str:
    raise ValueError(path)


def test_work_of_a_process_that_died_is_done_again(tmp_path: Path) -> None:
    tasks = [str(tmp_path / "mark"), "", "", ""]
    found = list(Processes(2).map(die_once, tasks))
    assert sorted(task for task, _ in found) == sorted(tasks)
    assert all(result == task.upper() for task, result in found)


def test_what_work_raises_comes_with_its_task() -> None:
    ((task, error),) = Processes(1).map(fail, ["x"])
    assert task == "x"
    assert isinstance(error, ValueError)


def test_no_engine_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine("", print) is None
    assert engine("1", print) is None
    assert isinstance(engine("2", print), Processes)
    for lacking in ("signataires.spread.cluster", "upath"):
        monkeypatch.setitem(sys.modules, lacking, None)
    with pytest.raises(SiteError, match="pip install 'signataires\\[cluster\\]'"):
        engine("tcp://127.0.0.1:8786", print)
    with pytest.raises(SiteError, match="s3://a/b: no such storage can be read here"):
        place("s3://a/b")
    monkeypatch.setenv("SIGNATAIRES_CAPTURES", "/elsewhere")
    assert captures(Path("data")) == Path("/elsewhere")


# --- a cluster ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve_demo() as sites:
        yield sites


def _archive(folder: Path, demo: Demo, delay: float = 0.0) -> Archive:
    archive = Archive(folder)
    for path in write_sites(archive.sites, demo.homes):
        path.write_text(path.read_text("utf-8").replace("delay = 0.0", f"delay = {delay}"), "utf-8")
    (folder / "organisations.toml").write_bytes(ORGANISATIONS.read_bytes())
    return archive


@pytest.fixture(scope="module")
def undisturbed(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """What one machine makes of the demo's sites."""
    archive = _archive(tmp_path_factory.mktemp("one") / "archive", demo)
    done = archive.run("refresh")
    assert done.returncode == 0, done.stderr
    return archive


def crawlers(folder: Path) -> list[int]:
    """The processes that are crawling for a cluster whose workers have their folders below this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if b"signataires.spread.visit" in words and (process / "cwd").readlink().is_relative_to(folder):
                found.append(int(process.name))
        except OSError:
            continue  # it has just ended
    return found


def parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[1])


def kill_a_worker(folder: Path, demo: Demo) -> None:
    """Kills -9 the worker of a crawl that is under way; its crawler must be gone at once."""
    before = len(demo.requests)
    until(lambda: len(demo.requests) > before + 6 and bool(crawlers(folder)), "no crawl came under way")
    crawler = crawlers(folder)[0]
    os.kill(parent(crawler), signal.SIGKILL)
    until(lambda: crawler not in crawlers(folder), "the crawler must die with its worker")


def restart_the_scheduler(cluster: Dask, folder: Path) -> None:
    until(lambda: bool(crawlers(folder)), "no crawl came under way")
    cluster.scheduler.kill()


def test_killed_workers_and_schedulers_leave_the_archive_of_one_machine(
    demo: Demo, undisturbed: Archive, tmp_path: Path
) -> None:
    archive = _archive(tmp_path / "archive", demo, delay=0.1)
    folder = tmp_path / "cluster"
    with object_storage("archive") as env:
        env |= {"SIGNATAIRES_LEASE": "3", "SIGNATAIRES_PATIENCE": "60", "SIGNATAIRES_CAPTURES": "s3://archive/warc"}
        with dask(folder, 2, env) as cluster:
            refresh = subprocess.Popen(
                archive.command("refresh", "--workers", cluster.address), env={**os.environ, **env},
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            kill_a_worker(folder, demo)
            restart_the_scheduler(cluster, folder)
            _, said = refresh.communicate(timeout=300)
            assert refresh.returncode == 0, said
            assert "tasks are given again" in said
        rebuilt = subprocess.run(
            archive.command("rebuild", "--workers", "2"), env={**os.environ, **env}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert rebuilt.returncode == 0, rebuilt.stderr
    assert content_hash(archive.path) == content_hash(undisturbed.path)
    assert not list((archive.data / "warc").glob("*")), "captures lie in object storage alone"
    held = rows(archive.path, "select url, count(*) from captures where status = 200 group by url having count(*) > 1")
    assert held == [], "no capture is there twice"


def test_what_is_read_elsewhere_is_what_is_read_here(undisturbed: Archive, tmp_path: Path) -> None:
    sites, told = load_sites(undisturbed.sites), list[str]()
    paths = sorted((undisturbed.data / "warc").glob("*.warc.gz"))
    copies = [tmp_path / "warc" / path.name for path in paths]
    (tmp_path / "warc").mkdir()
    for path, copy in zip(paths, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    spread = Spread(Processes(2), tmp_path / "warc", sites, told.append, small=0)
    spread.ahead(copies)
    for copy in copies:
        assert list(spread(copy)) == list(Here(sites, told.append)(copy))
    assert told == []
    assert not [path for path in (tmp_path / "readings").rglob("*") if path.is_file()]


def test_a_simulated_night_is_bound_by_politeness_cores_and_deaths() -> None:
    costs = Costs(0.02, 0.01, 0.01, 0.7, 3.0, 0.05, 10.0, 4e3, 3e3, 2e4, 7e3, 6e3)
    fleet = Fleet("essai", 200, 50)
    alone, four = (night(fleet, Machines(workers, 4, 0.0), costs, first=True) for workers in (1, 4))
    assert four.hours < alone.hours
    assert four.hours >= max(fleet.sizes()) * fleet.delay / 3600, "no machine makes a site answer faster"
    deadly = night(fleet, Machines(1, 4, 1.0), costs, first=True)
    assert deadly.hours > alone.hours
    assert deadly.redone > alone.redone == 0
