"""WARC files that whole programs made: wget, warcio and pywb; they say what our own crawl says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signataires.demo import Demo, serve_demo
from tests.archives import Archive
from tests.conftest import needs
from tests.demo_archive import get, wait_for
from tests.digest import content, rows
from tests.other_warcs import demo_archive
from tests.servers.apache import free_port
from tests.servers.process import running

SAYS = "select id, url, title, published, text, signature_count from statements order by 1"


@pytest.fixture(scope="module")
def sites() -> Iterator[Demo]:
    with serve_demo() as demo:
        yield demo


@pytest.fixture(scope="module")
def crawled(sites: Demo, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """What our own crawl makes of the demo's sites."""
    own = demo_archive(tmp_path_factory.mktemp("own") / "archive", sites)
    done = own.run("refresh")
    assert done.returncode == 0, done.stderr
    return own


def _wget(folder: Path, urls: list[str], *words: str) -> list[Path]:
    needs("wget", "wget")
    (folder / "urls").write_text("\n".join(urls), "utf-8")
    command = ["wget", "-q", "--tries=1", "--warc-file=wget", *words, "-P", "mirror", "-i", "urls"]
    subprocess.run(command, cwd=folder, timeout=100, check=False)  # exits with 8 where an address answers 404
    return sorted(folder.glob("*.warc*"))


def wget_mirror(folder: Path, _: list[str], homes: list[str]) -> list[Path]:
    """Whole sites by their links, in plain files of a few records each."""
    return _wget(folder, homes, "-r", "-l", "inf", "--no-warc-compression", "--warc-max-size=100K")


def wget_twice(folder: Path, urls: list[str], _: list[str]) -> list[Path]:
    """A second visit that records revisits only: their originals are in the first file."""
    first = _wget(folder, urls, "-O", "/dev/null", "--warc-cdx")
    (folder / "again").mkdir()
    return [*first, *_wget(folder / "again", urls, "-O", "/dev/null", "--warc-dedup=../wget.cdx")]


def warcio(folder: Path, urls: list[str], _: list[str]) -> list[Path]:
    """warcio's recorder around Python's own HTTP client."""
    script = (
        "import sys; from warcio.capture_http import capture_http; import http.client as http\n"
        "from urllib.parse import urlsplit\n"
        "with capture_http('warcio.warc.gz'):\n"
        "    for url in open('urls').read().split():\n"
        "        parts = urlsplit(url)\n"
        "        line = http.HTTPConnection(parts.netloc)\n"
        "        line.request('GET', url[url.index('/', 8):], headers={'Accept-Encoding': 'gzip'})\n"
        "        line.getresponse().read(); line.close()\n"
    )
    (folder / "urls").write_text("\n".join(urls), "utf-8")
    subprocess.run([sys.executable, "-c", script], cwd=folder, timeout=100, check=True)
    return [folder / "warcio.warc.gz"]


def pywb(folder: Path, urls: list[str], _: list[str]) -> list[Path]:
    """Webrecorder's own recorder, which a person's browser asks through."""
    wayback, port = Path(sys.executable).with_name("wayback"), free_port()
    subprocess.run([wayback.with_name("wb-manager"), "init", "rec"], cwd=folder, check=True, capture_output=True)
    (folder / "config.yaml").write_text("collections:\n  live: $live\nrecorder: live\n", "utf-8")
    command = [wayback, "-b", "127.0.0.1", "-p", str(port), "-d", folder]
    with running(command, folder / "log.txt") as process:
        wait_for(f"http://127.0.0.1:{port}", process, folder / "log.txt")
        for url in urls:
            get(f"http://127.0.0.1:{port}/rec/record/mp_/{url}")
    return sorted((folder / "collections").rglob("*.warc.gz"))


ALL = ("ondes", "passerelles", "lagazette")
MAKERS = {wget_mirror: ALL, wget_twice: ALL, warcio: ALL, pywb: ("passerelles",)}  # and the sites that each is sent to


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_what_others_recorded_says_what_our_own_crawl_says(
    sites: Demo, crawled: Archive, tmp_path: Path, make: Callable[[Path, list[str], list[str]], list[Path]]
) -> None:
    homes = [sites.homes[slug] for slug in MAKERS[make]]
    listed = rows(crawled.path, "select url from statements union select url from documents")
    urls = [url for (url,) in listed if url.startswith(tuple(homes))]
    (tmp_path / "made").mkdir()
    made = make(tmp_path / "made", urls, homes)
    assert made
    archive = demo_archive(tmp_path / "archive", sites)
    done = archive.run("build", *map(str, made))
    assert done.returncode == 0, done.stderr
    assert rows(archive.path, SAYS) == [row for row in rows(crawled.path, SAYS) if row[1].startswith(tuple(homes))]
    if make is not wget_twice:
        return
    grown = content(archive.path, moments=True)
    assert archive.run("build", *map(str, made)).stderr.count("taken before") == len(made)
    for verb in ("rebuild", "verify"):
        done = archive.run(verb)
        assert done.returncode == 0, done.stderr
    assert content(archive.path, moments=True) == grown
