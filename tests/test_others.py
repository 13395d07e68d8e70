"""Records as others write them (Common Crawl, Browsertrix, old servers), among our own, and files that are none."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

import brotli
import pytest

from archive.model import Capture, Event, Sighting, Statement
from archive.resolve import Directory
from scraper.read import events_of, read_pages
from scraper.record import Exchange, Recorder
from scraper.site import Site, SiteError, make_site
from signataires.brought import bring
from signataires.demo import ORGANISATIONS, serve_demo
from signataires.pipeline import build, rebuild
from signataires.runs import evidence
from tests.digest import content, rows
from tests.other_warcs import HTML, MOMENT, PAGE, PLAIN, URL, File, demo_archive

# --- odd records -------------------------------------------------------------------------------------------------


def read(path: Path, *sites: Site) -> tuple[list[Event], list[str]]:
    """The events of a file but for captures, and what was said of it."""
    told, known = list[str](), {site.slug: site for site in sites}
    answers = read_pages(path, known, told.append)
    found = [event for answer in answers for event in evidence(events_of(answer, known))]
    return [event for event in found if not isinstance(event, Capture)], told


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:], b""))


def _encoded(name: str) -> tuple[bytes, list[tuple[str, str]]]:
    body = PAGE.format("").encode()
    coded = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}.get(name, bytes)(body)
    return coded, [("Content-Encoding", name)]


BODIES = {
    "HTTP/1.0": (PLAIN, [], {"protocol": "HTTP/1.0"}),
    "HTTP/2": (PLAIN, [], {"protocol": "HTTP/2"}),
    "no reason": (PLAIN, [], {"status": "200"}),
    "chunked": (chunked(PLAIN), [("Transfer-Encoding", "chunked")], {}),
    "said to be chunked": (PLAIN, [("Transfer-Encoding", "chunked")], {}),
    "gzip": (*_encoded("gzip"), {}),
    "deflate": (*_encoded("deflate"), {}),
    "br": (*_encoded("br"), {}),
    "chunked gzip": (
        chunked(gzip.compress(PLAIN)), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")], {},
    ),
    "said to be gzip": (PLAIN, [("Content-Encoding", "gzip")], {}),  # Browsertrix: decoded, its head as it came
    "said to be br": (PLAIN, [("Content-Encoding", "br")], {}),
    "Common Crawl": (PLAIN, [("X-Crawl-Content-Encoding", "br"), ("X-Crawl-Transfer-Encoding", "chunked")], {}),
    "resource": (PLAIN, [], {"kind": "resource"}),
    "moment with an offset": (PLAIN, [], {"moment": "2019-05-04T05:02:01.123456+02:00"}),
    "payload digest of another kind": (PLAIN, [], {"Payload_Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}),
}  # fmt: skip


@pytest.mark.parametrize("zipped", [True, False], ids=["zipped", "plain"])
@pytest.mark.parametrize("name", BODIES)
def test_bodies_in_every_form(tmp_path: Path, site: Site, name: str, zipped: bool) -> None:
    body, head, more = BODIES[name]
    file = File(tmp_path / "others.warc", zipped)
    path = file.add(body, HTML, *head, **more).add(body, HTML, *head, **more, url=URL.replace("5", "6")).done()
    found, told = read(path, site)
    assert told == []
    assert [(type(event), event.number) for event in found if isinstance(event, Statement)] == [
        (Statement, "5"), (Statement, "6"),
    ]  # fmt: skip
    assert "Villebrume, fermé depuis" in found[0].text  # type: ignore[union-attr]


REFUSED = {
    "zstd": ({"body": b"\x28\xb5\x2f\xfd", "head": [("Content-Encoding", "zstd")]}, "compressed by 'zstd'"),
    "cut gzip": ({"body": gzip.compress(PLAIN)[:-40], "head": [("Content-Encoding", "gzip")]}, "is cut or changed"),
    "truncated": ({"body": PLAIN, "Truncated": "length"}, "cut by who recorded it (WARC-Truncated: length)"),
    "no moment": ({"body": PLAIN, "moment": "yesterday"}, "WARC-Date should be a moment in UTC, it is 'yesterday'"),
    "no status": ({"body": PLAIN, "status": "OK"}, "no HTTP status in"),
    "another block": ({"body": PLAIN, "Block_Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, "block digest failed"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_record_that_cannot_be_read_is_named_and_the_next_is_read(tmp_path: Path, site: Site, name: str) -> None:
    given, why = REFUSED[name]
    more: dict[str, Any] = {key: value for key, value in given.items() if key not in ("body", "head")}
    file = File(tmp_path / "others.warc.gz").add(given["body"], HTML, *given.get("head", []), **more)
    found, told = read(file.add(PLAIN, url=URL.replace("5", "6")).done(), site)
    assert [event.number for event in found if isinstance(event, Statement)] == ["6"]
    assert len(told) == 1
    assert told[0].startswith(f"others.warc.gz: passed over: {URL}: ")
    assert why in told[0]


def test_an_answer_without_a_head_is_named(tmp_path: Path, site: Site) -> None:
    record = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: {MOMENT}\r\n"
    record += "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\nContent-Length: 4\r\n\r\nhalt\r\n\r\n"
    found, told = read(File(tmp_path / "others.warc.gz").raw(record).add(PLAIN).done(), site)
    assert len(found) == len(told) == 1


def test_what_others_say_of_runs_is_not_believed(tmp_path: Path, site: Site) -> None:
    note = Recorder(tmp_path, "essai", MOMENT, {})
    run = {
        "started": MOMENT,
        "finished": MOMENT,
        "state": "ok",
        "requests": 7,
        "bytes": 9,
        "failed": "",
        "warnings": [],
    }
    note.note(f"urn:signataires:run:rivages:{MOMENT}", run)
    path = note.close()
    assert path is not None
    assert read(path.rename(tmp_path / "_brought-20261125120000-abc-runs.warc.gz"), site) == ([], [])


def test_revisits(tmp_path: Path, site: Site) -> None:
    file = File(tmp_path / "others.warc.gz").add(PLAIN, Payload_Digest="sha1:ONE")
    file.add(kind="revisit", Payload_Digest="sha1:ONE", moment="2019-06-04T03:02:01Z", url=URL.replace("5", "6"))
    file.add(kind="revisit", Payload_Digest="sha1:TWO", moment="2019-07-04T03:02:01Z")
    found, told = read(file.done(), site)
    assert told == []
    assert [type(event) for event in found] == [Statement, Statement, Sighting]
    assert found[1].text == found[0].text  # type: ignore[union-attr]
    assert found[1].number == "6"  # type: ignore[union-attr]


def test_pictures_and_other_hosts_leave_nothing(tmp_path: Path, site: Site) -> None:
    file = File(tmp_path / "others.warc.gz").add(b"\x89PNG", ("Content-Type", "image/png"), url=URL + ".png")
    file.add(b"p { color: red }", ("Content-Type", "text/css"), url="https://rivages.example/style.css")
    file.add(PLAIN, url="https://ailleurs.example/").add(PLAIN, url="dns:rivages.example", kind="resource")
    file.add(b"<html><body><a href='/Appel'>Appel</a></body></html>", url="https://rivages.example/")
    known = {site.slug: site}
    answers = read_pages(file.done(), known, pytest.fail)
    found = [event for answer in answers for event in evidence(events_of(answer, known))]
    assert {event.url for event in found if isinstance(event, Capture)} <= {"https://rivages.example/"}
    assert not any(isinstance(event, Statement) for event in found)


def test_of_two_sites_on_one_host_the_nearer_owns_a_page(tmp_path: Path, site: Site) -> None:
    section = make_site("digue", {"organisation": "digue", "home": f"{site.home}digue/", "family": "generic"}, "tests")
    path = File(tmp_path / "o.warc").add(PLAIN, url=f"{section.home}appel").add(PLAIN).done()
    found = [answer.capture.site for answer in read_pages(path, {s.slug: s for s in (site, section)}, print)]  # type: ignore[union-attr]
    assert found == ["digue", "rivages"]


# --- among our own -----------------------------------------------------------------------------------------------


def keep(data: Path, moment: str, text: str) -> None:
    """One night of our own: the page, with other words each time."""
    body = PAGE.format(text).encode()
    recorder = Recorder(data / "warc", "rivages", moment, {})
    recorder.keep(Exchange("GET", URL, (), 200, (HTML,), body, moment))
    recorder.close()


def test_what_was_seen_before_us_comes_first_however_late_it_is_brought(
    tmp_path: Path, site: Site, directory: Directory
) -> None:
    data, known, told = tmp_path / "data", {site.slug: site}, list[str]()
    old = File(tmp_path / "old.warc.gz").add(PAGE.format("Avant tout.").encode()).done()
    between = File(tmp_path / "between.warc.gz").add(PAGE.format("Entre.").encode(), moment="2026-03-02T12:00:00Z")
    keep(data, "2026-03-01T01:00:00Z", "Un.")
    build(data, known, directory, told.append)
    assert bring([old], data / "warc", known, told.append).troubles == ()
    build(data, known, directory, told.append)
    keep(data, "2026-03-03T01:00:00Z", "Deux.")
    bring([between.done()], data / "warc", known, told.append)
    build(data, known, directory, told.append)
    seen = rows(data / "archive.db", "select seen_at, text from revisions order by seen_at")
    assert [(at[:10], text.split("hiver. ")[1].split("\n")[0]) for at, text in seen] == [
        ("2019-05-04", "Avant tout."), ("2026-03-01", "Un."), ("2026-03-02", "Entre."), ("2026-03-03", "Deux."),
    ]  # fmt: skip
    assert rows(data / "archive.db", "select first_seen from statements") == [(MOMENT,)]
    grown = content(data / "archive.db", moments=True)
    rebuild(data, known, directory, told.append)
    assert content(data / "archive.db", moments=True) == grown


def test_a_site_that_is_added_later_finds_what_was_brought(tmp_path: Path, site: Site, blog: Site) -> None:
    data, told = tmp_path / "data", list[str]()
    post = PAGE.replace('class="page_article"', 'class="single postid-9"').format("").encode()
    path = File(tmp_path / "o.warc.gz").add(PLAIN).add(post, url="https://digue.example/un-appel/").done()
    bring([path], data / "warc", {site.slug: site}, told.append)
    directory = Directory.load(ORGANISATIONS)
    assert len(build(data, {site.slug: site}, directory, told.append)) == 1
    both = {site.slug: site, blog.slug: blog}
    build(data, both, directory, told.append)
    assert rows(data / "archive.db", "select id from statements order by id") == [("digue-9",), ("rivages-5",)]
    grown = content(data / "archive.db", moments=True)
    rebuild(data, both, directory, told.append)
    assert content(data / "archive.db", moments=True) == grown


# --- bad files ---------------------------------------------------------------------------------------------------


def test_one_gzip_member_is_compressed_anew(tmp_path: Path, site: Site) -> None:
    plain = File(tmp_path / "o.warc", zipped=False).add(PLAIN).add(PLAIN, url=URL.replace("5", "6")).done()
    path = tmp_path / "o.warc.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert bring([path], tmp_path / "warc", {site.slug: site}, print).taken == 1
    (kept,) = (tmp_path / "warc").iterdir()
    found, told = read(kept, site)
    assert told == []
    assert len(found) == 2


BAD = {
    "empty": (b"", "the file is empty"),
    "a page": (b"<html>WARC/1.0", "no WARC file: it begins neither with WARC/ nor as a gzip file does"),
    "zipped page": (gzip.compress(b"<html>"), "no WARC file"),
    "ARC": (b"filedesc://o.arc 0.0.0.0 20080430204825 text/plain 1\n", "an ARC file; `warcio recompress`"),
    "half a record": (b"WARC/1.0\r\nWARC-Ty", "no WARC file: "),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_in_clear_words(tmp_path: Path, site: Site, name: str) -> None:
    data, why = BAD[name]
    path = tmp_path / "bad.warc"
    path.write_bytes(data)
    good = File(tmp_path / "good.warc").add(PLAIN).done()
    came = bring([path, good], tmp_path / "warc", {site.slug: site}, print)
    assert came.taken == 1
    assert len(came.troubles) == 1
    assert came.troubles[0].startswith(f"{path}: ")
    assert why in came.troubles[0]
    assert len(list((tmp_path / "warc").iterdir())) == 1


def test_a_file_of_no_site_is_refused_with_its_hosts(tmp_path: Path, site: Site) -> None:
    path = File(tmp_path / "o.warc").add(PLAIN, url="https://ailleurs.example/").done()
    (trouble,) = bring([path], tmp_path / "warc", {site.slug: site}, print).troubles
    assert "none of its 1 answers is of a site, they are of ailleurs.example; nothing was taken" in trouble


def test_a_file_that_is_cut_gives_what_it_has(tmp_path: Path, site: Site) -> None:
    whole = File(tmp_path / "o.warc.gz").add(PLAIN).add(PLAIN, url=URL.replace("5", "6")).done()
    whole.write_bytes(whole.read_bytes()[:-200])
    came = bring([whole], tmp_path / "warc", {site.slug: site}, print)
    assert came.taken == 1
    assert came.troubles


def test_the_command_says_what_was_refused(tmp_path: Path) -> None:
    with serve_demo() as demo:
        archive = demo_archive(tmp_path / "archive", demo)
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(b"<html>")
    done = archive.run("build", str(bad))
    assert done.returncode == 1
    assert f"{bad}: no WARC file" in done.stderr
    with pytest.raises(SiteError, match=r"lacking\.warc: no such file or folder; nothing was done"):
        bring([tmp_path / "lacking.warc"], archive.data / "warc", {}, print)
