"""Captures: what was received is what is kept, every digest is right, a crash costs its last record and no more."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import sys
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from scraper.record import OPEN, Exchange, Recorder, capture_id, digest_of, salvage

MOMENT, URL = "2026-03-01T09:30:00Z", "https://rivages.example/spip.php?article5"
ASKED = (("Host", "rivages.example"), ("User-Agent", "Signataires/0.1"))
HTML = (("Content-Type", "text/html; charset=utf-8"),)
NOTE = {"started": MOMENT, "finished": "2026-03-01T09:31:00Z", "state": "ok", "warnings": ["« échec »"]}


PLAIN = Exchange("GET", URL, ASKED, 200, HTML, b"<p>Appel</p>", "2026-03-01T09:30:01Z")
ZIPPED = replace(
    PLAIN, headers=(*HTML, ("Content-Encoding", "gzip")), body=gzip.compress("<p>Reçu tel quel</p>".encode(), mtime=0)
)


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path, "rivages", MOMENT, {"software": "Signataires/0.1"})
    yield recorder
    recorder.close()


def records(path: Path) -> list[tuple[Any, bytes]]:
    """The records of a file with their payloads as they lie there, still encoded."""
    with path.open("rb") as file:
        return [(record, record.raw_stream.read()) for record in ArchiveIterator(file, no_record_parse=False)]


def kinds(path: Path) -> list[str]:
    return [record.rec_type for record, _ in records(path)]


def fill(recorder: Recorder) -> None:
    recorder.keep(PLAIN)
    recorder.keep(ZIPPED)
    recorder.revisit(PLAIN, "2026-02-01T09:30:00Z", PLAIN.digest)
    recorder.revisit(replace(PLAIN, status=304, body=b""), "2026-02-01T09:30:00Z", PLAIN.digest)
    recorder.note("urn:signataires:run:rivages:" + MOMENT, NOTE)


def test_warcio_finds_every_digest_right(recorder: Recorder, tmp_path: Path) -> None:
    fill(recorder)
    path = recorder.close()
    assert path == tmp_path / "rivages-20260301093000-00000.warc.gz"
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "--verbose", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.count("digest pass")) == (0, 8)
    assert done.stdout.count("not checked (revisit)") == 2


def test_the_checker_would_find_a_wrong_one(recorder: Recorder, tmp_path: Path) -> None:
    recorder.keep(PLAIN)
    path = recorder.close()
    assert path is not None
    altered = tmp_path / "altered.warc"
    altered.write_bytes(gzip.decompress(path.read_bytes()).replace(b"Appel", b"Refus"))
    assert Checker(SimpleNamespace(inputs=[str(altered)], verbose=False)).process_all() == 1


def test_requests_responses_and_revisits(recorder: Recorder) -> None:
    fill(recorder)
    path = recorder.close()
    assert path is not None
    pair, again = ["response", "request"], ["revisit", "request"]
    assert kinds(path) == ["warcinfo", *pair, *pair, *again, *again, "metadata"]
    told = [record for record, _ in records(path)]
    assert told[2].rec_headers.get_header("WARC-Concurrent-To") == told[1].rec_headers.get_header("WARC-Record-ID")
    assert told[2].http_headers.get_header("User-Agent") == "Signataires/0.1"
    assert [item.rec_headers.get_header("WARC-Profile").rpartition("/")[2] for item in (told[5], told[7])] == [
        "identical-payload-digest",
        "server-not-modified",
    ]
    assert told[5].rec_headers.get_header("WARC-Refers-To-Date") == "2026-02-01T09:30:00Z"
    assert told[5].rec_headers.get_header("WARC-Payload-Digest") == PLAIN.digest


def test_a_body_is_kept_as_it_was_received(recorder: Recorder) -> None:
    recorder.keep(replace(ZIPPED, headers=(*ZIPPED.headers, ("X-Twice", "1"), ("X-Twice", "2"))))
    path = recorder.close()
    assert path is not None
    response, payload = records(path)[1]
    assert payload == ZIPPED.body
    assert [value for name, value in response.http_headers.headers if name == "X-Twice"] == ["1", "2"]
    assert response.rec_headers.get_header("WARC-Payload-Digest") == digest_of(ZIPPED.body)


@given(body=st.binary(max_size=3000), status=st.sampled_from([200, 301, 404, 410, 500, 599]))
def test_any_body_comes_back(tmp_path_factory: pytest.TempPathFactory, body: bytes, status: int) -> None:
    recorder = Recorder(tmp_path_factory.mktemp("warc"), "rivages", MOMENT, {})
    recorder.keep(replace(PLAIN, body=body, status=status))
    path = recorder.close()
    assert path is not None
    response, payload = records(path)[1]
    assert (response.http_headers.get_statuscode(), payload) == (str(status), body)


def test_a_digest_is_sha_256_in_base_32() -> None:
    assert digest_of(b"Appel") == "sha256:" + b32encode(hashlib.sha256(b"Appel").digest()).decode()


def test_the_id_is_the_answers_own(recorder: Recorder) -> None:
    assert recorder.keep(PLAIN) == capture_id(URL, PLAIN.fetched_at, PLAIN.digest)
    assert recorder.keep(ZIPPED) != recorder.keep(PLAIN)
    assert recorder.revisit(PLAIN, MOMENT, PLAIN.digest) == recorder.keep(PLAIN)


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, "rivages", MOMENT, {}, largest=2000)
    for number in range(6):
        recorder.keep(replace(PLAIN, body=number.to_bytes(1) * 50))
    recorder.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"rivages-20260301093000-{serial:05}.warc.gz" for serial in range(len(names))]
    assert len(names) > 1
    assert sum(kinds(tmp_path / name).count("response") for name in names) == 6


def test_nothing_recorded_leaves_no_file(recorder: Recorder, tmp_path: Path) -> None:
    assert recorder.close() is None
    assert list(tmp_path.iterdir()) == []


def test_a_crash_at_any_byte_costs_the_torn_record_alone(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "whole", "rivages", MOMENT, {})
    recorder.keep(PLAIN)
    before = next((tmp_path / "whole").iterdir()).stat().st_size
    recorder.note("urn:signataires:run:rivages:" + MOMENT, NOTE)
    path = recorder.close()
    assert path is not None
    whole, kept = path.read_bytes(), ["warcinfo", "response", "request"]
    for size in range(before, len(whole) + 1):
        folder, told = tmp_path / "torn", list[str]()
        folder.mkdir()
        (folder / (path.name + OPEN)).write_bytes(whole[:size])
        assert salvage(folder, told.append) == [folder / path.name]
        assert kinds(folder / path.name) == ([*kept, "metadata"] if size == len(whole) else kept)
        torn = size - before if size < len(whole) else 0
        assert [line.split(";")[1].split()[0] for line in told] == ([str(torn)] if torn else [])
        rest = folder / f"{path.name}.torn"
        assert (rest.read_bytes() if torn else b"") == whole[before:size][:torn]
        shutil.rmtree(folder)


def test_what_is_whole_is_left_alone(recorder: Recorder, tmp_path: Path) -> None:
    fill(recorder)
    recorder.close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    told: list[str] = []
    assert salvage(tmp_path, told.append) == []
    assert ({path.name: path.read_bytes() for path in tmp_path.iterdir()}, told) == (before, [])
