"""The loader: of each host one whole attempt, once, whatever befell it and the workers."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest

from scraper.keeper import Tally
from scraper.memory import Memory
from scraper.record import Exchange, Recorder
from scraper.remembered import take_out
from signataires.evidence.manifests import digest_of_file
from signataires.spread.attempts import numbers
from signataires.spread.loader import Loader, Torn

URL, NIGHT = "https://rivages.example/spip.php?article5", "2026-03-01T01:00:00Z"
TASK = "rivages.example"


@pytest.fixture
def loader(tmp_path: Path) -> Loader:
    (tmp_path / "data").mkdir()
    data = tmp_path / "data"
    return Loader(data, data / "warc", data / "attempts", _said(tmp_path).append)


SAID = dict[Path, list[str]]()


def _said(folder: Path) -> list[str]:
    return SAID.setdefault(folder, [])


def attempt(loader: Loader, folder: Path, number: int, moment: str, words: str, *, ended: bool = True) -> Path:
    """An attempt as a worker leaves it: a capture, the memory, what it ended with."""
    work = folder / f"work-{number}"
    recorder = Recorder(work / "warc", "rivages", moment, {})
    recorder.keep(Exchange("GET", URL, (), 200, (("Content-Type", "text/html"),), words.encode(), moment))
    warc = recorder.close()
    assert warc is not None
    with closing(Memory(work / "crawl.db", "rivages")) as memory:
        memory.note(URL, state="captured", digest=words, fetched_at=moment)
    place = loader.place / TASK / f"{number:06}"
    place.mkdir(parents=True)
    (place / "begun").touch()
    take_out(work / "crawl.db", place / "memory.db", ["rivages"])
    tally = asdict(Tally(started=moment)) | {"seen": {}, "state": "ok", "finished": moment, "site": "rivages"}
    files = {warc.name: [warc.stat().st_size, digest_of_file(warc)]}
    warc.rename(place / warc.name)
    if ended:
        told = {"whole": True, "night": NIGHT, "tallies": {"rivages": tally}, "files": files}
        (place / "end.json").write_text(json.dumps(told), "utf-8")
    return place


def held(loader: Loader) -> list[str]:
    return sorted(path.name for path in loader.captures.glob("rivages-*"))


def remembered(loader: Loader) -> str:
    with closing(Memory(loader.data / "crawl.db", "rivages")) as memory:
        return memory.addresses[URL].digest


def test_of_two_whole_attempts_one_is_taken(loader: Loader, tmp_path: Path) -> None:
    attempt(loader, tmp_path, 1, "2026-03-01T01:00:05Z", "mort", ended=False)
    attempt(loader, tmp_path, 2, "2026-03-01T01:10:00Z", "un")
    attempt(loader, tmp_path, 3, "2026-03-01T01:20:00Z", "deux")
    assert [*loader.load(NIGHT)] == ["rivages"]
    assert held(loader) == ["rivages-20260301011000-00000.warc.gz"]
    assert remembered(loader) == "un"
    assert loader.load(NIGHT) == {}, "the other came after it was taken: nobody asks for it again"
    assert held(loader) == ["rivages-20260301011000-00000.warc.gz"]


def test_a_loader_that_is_killed_does_the_same_again(
    loader: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt(loader, tmp_path, 1, "2026-03-01T01:10:00Z", "un")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    for method in ("_note", "_remember"):
        with monkeypatch.context() as killing:
            killing.setattr(Loader, method, die)
            with pytest.raises(KeyboardInterrupt):
                loader.load(NIGHT)
    assert [*loader.load(NIGHT)] == ["rivages"]
    assert held(loader) == ["rivages-20260301011000-00000.warc.gz"]
    assert remembered(loader) == "un"
    assert numbers(loader.place / TASK) == [1]


def test_another_file_of_the_same_name_is_never_overwritten(loader: Loader, tmp_path: Path) -> None:
    place = attempt(loader, tmp_path, 1, "2026-03-01T01:10:00Z", "un")
    (name,) = (path.name for path in place.glob("*.warc.gz"))
    loader.captures.mkdir()
    (loader.captures / name).write_bytes(b"another")
    loader.load(NIGHT)
    assert held(loader) == ["rivages-20260301011000-00000.warc.gz", "rivages-20260301011000-00001.warc.gz"]
    assert (loader.captures / name).read_bytes() == b"another"


def test_what_ends_after_a_newer_run_is_left_out_and_said(loader: Loader, tmp_path: Path) -> None:
    attempt(loader, tmp_path, 1, "2026-03-01T01:10:00Z", "un")
    loader.captures.mkdir()
    (loader.captures / "rivages-20260302010000-00000.warc.gz").write_bytes(b"newer")
    assert loader.load(NIGHT) == {}
    assert held(loader) == ["rivages-20260302010000-00000.warc.gz"]
    assert "attempt 1 ended after a newer run of its sites was taken: it is left out" in _said(tmp_path)[-1]


def test_a_file_that_is_not_what_was_told_is_refused(loader: Loader, tmp_path: Path) -> None:
    place = attempt(loader, tmp_path, 1, "2026-03-01T01:10:00Z", "un")
    (path,) = place.glob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Torn, match="is not the file that the attempt told of"):
        loader.load(NIGHT)
    assert held(loader) == []
