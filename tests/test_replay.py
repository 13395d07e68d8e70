"""The captures are standard: warcio finds nothing wrong in them, and pywb replays what readers saw."""

from __future__ import annotations

import html
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from signataires.demo import expected
from signataires.demo.content import SLUGS, load
from tests.demo_archive import Answer, get, wait_for
from tests.digest import rows
from tests.servers.apache import free_port
from tests.servers.process import running

COLLECTION = "demo"
REVISIT = "warc/revisit"
DOCUMENTS = {
    article.document.name: article.document for slug in SLUGS for article in load(slug).articles if article.document
}


@dataclass(frozen=True)
class Replay:
    """A running pywb and what its index says of every capture: address, moment, WARC file, place in it."""

    home: str
    index: list[dict[str, Any]]

    def get(self, url: str, timestamp: str = "", how: str = "mp_") -> Answer:
        """A capture as a browser gets it, or with `id_` as it was received."""
        return get(f"{self.home}/{COLLECTION}/{timestamp}{how}/{url}")


def tool(name: str, *words: str | Path, cwd: Path) -> str:
    """What a program of the test environment prints."""
    command = [Path(sys.executable).with_name(name), *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def replay(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    with replayed(tmp_path_factory.mktemp("pywb"), *warcs(demo)) as running:
        yield running


@contextmanager
def replayed(folder: Path, *added: str | Path) -> Iterator[Replay]:
    """pywb with what was added to its only collection."""
    port = free_port()
    tool("wb-manager", "init", COLLECTION, cwd=folder)
    tool("wb-manager", "add", COLLECTION, *added, cwd=folder)
    lines = (folder / "collections" / COLLECTION / "indexes" / "index.cdxj").read_text("utf-8").splitlines()
    index = [_entry(line) for line in lines]
    command = [Path(sys.executable).with_name("wayback"), "-b", "127.0.0.1", "-p", str(port), "-d", folder]
    with running(command, folder / "log.txt") as process:
        home = f"http://127.0.0.1:{port}"
        wait_for(home, process, folder / "log.txt")
        yield Replay(home, index)


def _entry(line: str) -> dict[str, Any]:
    _, timestamp, data = line.split(" ", 2)
    return {"timestamp": timestamp, **json.loads(data)}


def warcs(demo: Path) -> list[Path]:
    return sorted((demo / "warc").glob("*.warc.gz"))


def statements(demo: Path) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Site, title and date → address and moment of the capture that proves the statement."""
    found = rows(
        demo / "archive.db",
        "select site_id, title, published, captures.url, fetched_at from statements"
        " join captures using (site_id) where captures.id = statements.capture_id",
    )
    return {(site, title, day): (url, moment) for site, title, day, url, moment in found}


def digits(moment: str) -> str:
    """A moment as the Wayback Machine writes it in addresses."""
    return "".join(letter for letter in moment if letter.isdigit())[:14]


def test_warcio_finds_nothing_wrong(demo: Path) -> None:
    files = warcs(demo)
    assert {file.name.split("-")[0] for file in files} >= set(SLUGS)
    for file in files:
        said = tool("warcio", "check", "-v", file, cwd=demo)
        assert "digest pass" in said
        assert "digest failed" not in said
        assert "no digest" not in said


def test_every_capture_is_in_the_index(demo: Path, replay: Replay) -> None:
    indexed = {(entry["filename"], int(entry["offset"])): entry for entry in replay.index}
    captures = rows(demo / "archive.db", 'select warc, "offset", url, fetched_at from captures')
    assert captures
    for warc, offset, url, moment in captures:
        entry = indexed[warc, offset]
        assert (entry["url"], entry["timestamp"]) == (url, digits(moment))


@pytest.mark.parametrize("site", SLUGS)
def test_statements_are_replayed(demo: Path, replay: Replay, site: str) -> None:
    where = statements(demo)
    for one in [one for one in expected(2) if one.site == site]:
        url, moment = where[site, one.title, one.published]
        answer = replay.get(url, digits(moment))
        assert answer.status == 200, url
        page = html.unescape(answer.body.decode("windows-1252" if site == "lagazette" else "utf-8"))
        assert one.title in page, url


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_replayed_byte_for_byte(replay: Replay, name: str) -> None:
    entry = next(entry for entry in replay.index if entry["url"].endswith(f"/{name}"))
    answer = replay.get(entry["url"], entry["timestamp"])
    assert (answer.status, answer.headers.get_content_type()) == (200, "application/pdf")
    assert answer.body == DOCUMENTS[name].read()


def test_a_page_as_received(demo: Path, replay: Replay) -> None:
    url, moment = statements(demo)["lagazette", "Pétition pour le marché du jeudi", "2025-10-14"]
    answer = replay.get(url, digits(moment), "id_")
    assert "Pétition pour le marché du jeudi".encode("windows-1252") in answer.body


def test_revisits_resolve_to_their_originals(replay: Replay) -> None:
    # A page asked for past the server's copies has a query more than the one that is held of it.
    originals = {
        (entry["url"].partition("?relecture=")[0], entry["digest"]): entry
        for entry in replay.index
        if entry["mime"] != REVISIT
    }
    revisits = [entry for entry in replay.index if entry["mime"] == REVISIT]
    assert revisits
    for entry in revisits:
        original = originals[entry["url"].partition("?relecture=")[0], entry["digest"]]
        assert original["timestamp"] <= entry["timestamp"]
        seen = replay.get(entry["url"], entry["timestamp"], "id_")
        assert seen.status == 200, entry
        assert parsedate_to_datetime(seen.headers["Memento-Datetime"]).strftime("%Y%m%d%H%M%S") == entry["timestamp"]
        assert seen.body == replay.get(original["url"], original["timestamp"], "id_").body


def test_an_edited_page_is_replayed_as_it_was_then(demo: Path, replay: Replay) -> None:
    url, moment = statements(demo)["passerelles", "Canicule : ouvrons les cours d’école", "2025-07-01"]
    times = sorted({entry["timestamp"] for entry in replay.index if entry["url"] == url})
    assert digits(moment) == times[-1]
    before, after = (html.unescape(replay.get(url, time).text) for time in (times[0], times[-1]))
    assert "Comité des locataires des Tanneries (CLOTAN)" not in before
    assert "Comité des locataires des Tanneries (CLOTAN)" in after


def test_what_was_not_captured_is_not_invented(replay: Replay) -> None:
    assert replay.get("http://127.0.0.1:9/rien.html").status == 404
