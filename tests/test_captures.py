"""Captures in their public form: every link to one works, nobody is named in them, and what is masked is told."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.captures.charset import read
from archive.captures.masking import Names, mask
from archive.captures.private import Private, opened
from archive.captures.public import Captures, Kept, Public
from archive.captures.records import read_record
from tests.demo_archive import get, persons
from tests.digest import rows
from tests.test_exports import export, table

LISTS = "status = 200 and media_type in ('application/rss+xml', 'application/json', 'text/xml', 'application/xml')"
PERSONS = Names.of(persons())


@pytest.fixture(scope="module")
def captures(demo: Path) -> Iterator[Captures]:
    with closing(sqlite3.connect(demo / "archive.db")) as db, opened(demo / "crawl.db") as private:
        yield Captures(db, private, demo / "warc")


def listed(demo: Path, where: str = "1") -> list[dict[str, Any]]:
    with closing(sqlite3.connect(demo / "archive.db")) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(f"select * from captures where {where} order by id")]


def read_for_statements(demo: Path) -> list[dict[str, Any]]:
    return listed(demo, "id in (select capture_id from statements union select capture_id from revisions)")


def names_in(record: bytes, kind: str = "text/html") -> int:
    """How many characters of a public record belong to names of persons."""
    return mask(gzip.decompress(record), kind, PERSONS).count


def test_every_capture_that_exports_link_to_has_its_page(demo: Path, datasette: str, tmp_path: Path) -> None:
    done = export(demo, tmp_path, "--format", "csv")
    assert done.returncode == 0, done.stderr
    links = set[str]()
    for product in ("statements", "signatures", "changes"):
        found = [row["capture_link"] for row in table(tmp_path / f"{product}.csv")]
        assert found
        assert all(found), product
        links.update(found)
    for link in links:
        path = link.removeprefix("https://archive.example")
        page = get(datasette + path)
        assert page.status == 200, link
        assert path.rpartition("/")[2] in page.text
        record = get(f"{datasette}{path}.warc.gz")
        assert record.status == 200, link
        assert len(list(ArchiveIterator(BytesIO(record.body)))) == 1


def test_nobody_is_named_in_what_is_handed_out(demo: Path, captures: Captures) -> None:
    masked = 0
    for row in listed(demo):
        try:
            found = captures.public(row)
        except Kept:
            continue
        assert names_in(found.record) == 0, row["url"]
        masked += found.masked > 0
    assert masked >= 2


def test_what_a_masked_record_says_of_itself(demo: Path, captures: Captures) -> None:
    found = [(row, made) for row in read_for_statements(demo) if (made := captures.public(row)).masked]
    assert found
    for row, made in found:
        original = read_record(demo / "warc" / row["warc"], row["offset"])
        record = next(ArchiveIterator(BytesIO(made.record), check_digests="raise"))
        told = record.rec_headers.get_header
        assert record.content_stream().read() == made.body
        assert told("X-Masked-From") == original.field("WARC-Record-ID") != told("WARC-Record-ID")
        assert told("X-Masked-Payload-Digest") == original.field("WARC-Payload-Digest")
        assert int(told("X-Masked-Characters")) == made.masked
        assert told("WARC-Date") == original.field("WARC-Date")
        before, after = (read(body, made.content_type).meant for body in (original.body, made.body))
        assert len(before) == len(after)
        assert {b for a, b in zip(before, after, strict=True) if a != b} == {"_"}
        assert captures.public(row) == made  # the same bytes each time


def test_what_is_not_masked_is_the_record_itself(demo: Path, captures: Captures) -> None:
    found = [(row, made) for row in read_for_statements(demo) if not (made := captures.public(row)).masked]
    assert found
    for row, made in found:
        raw = (demo / "warc" / row["warc"]).read_bytes()
        assert raw[row["offset"] :].startswith(made.record)


def test_every_page_of_a_statement_is_handed_out(demo: Path, captures: Captures) -> None:
    for row in read_for_statements(demo):
        assert isinstance(captures.public(row), Public)


def reason(captures: Captures, row: dict[str, Any]) -> str:
    try:
        captures.public(row)
    except Kept as why:
        return str(why)
    return ""


def test_what_is_not_handed_out(demo: Path, captures: Captures, tmp_path: Path) -> None:
    lists = listed(demo, LISTS)
    assert lists
    assert {reason(captures, row) for row in lists} == {"unread"}
    row = read_for_statements(demo)[0]
    assert reason(captures, row | {"warc": "nothing.warc.gz"}) == "elsewhere"
    assert reason(captures, row | {"offset": row["offset"] + 1}) == "damaged"
    assert reason(captures, row | {"url": "https://elsewhere.example/"}) == "damaged"
    assert reason(captures, row | {"warc": "../archive.db"}) == "elsewhere"
    assert reason(Captures(captures.db, None, captures.folder), row) == "elsewhere"


def test_a_page_of_a_site_of_which_excerpts_are_public_is_not_handed_out(demo: Path, captures: Captures) -> None:
    row = read_for_statements(demo)[0]
    with closing(sqlite3.connect(":memory:")) as copy:
        captures.db.backup(copy)
        copy.execute("update sites set rights = 'excerpt' where id = ?", [row["site_id"]])
        assert reason(Captures(copy, captures.private, captures.folder), row) == "rights"


def test_a_file_that_cannot_be_masked_names_nobody(demo: Path, captures: Captures) -> None:
    found = dict(rows(demo / "archive.db", "select sha256, statement_id from documents where capture_id != ''"))
    assert found
    for row in listed(demo, "media_type = 'application/pdf'"):
        assert reason(captures, row) == ""
    with closing(sqlite3.connect(demo / "crawl.db")) as held, closing(sqlite3.connect(":memory:")) as copy:
        held.backup(copy)
        withheld = [("s", statement, "Personne Essai") for statement in found.values()]
        copy.executemany("insert into withheld (site, statement, name) values (?, ?, ?)", withheld)
        stricter = Captures(captures.db, Private(copy), captures.folder)
        for row in listed(demo, "media_type = 'application/pdf'"):
            assert reason(stricter, row) == "format"


@pytest.mark.parametrize("masked", [False, True])
def test_the_page_as_it_was_is_safe_to_look_at(demo: Path, datasette: str, captures: Captures, masked: bool) -> None:
    found = ((row, captures.public(row).masked) for row in read_for_statements(demo))
    row, count = next((row, count) for row, count in found if (count > 0) == masked)
    page = get(f"{datasette}/captures/{row['id']}")
    for told in (escape(row["url"]), row["sha256"], row["warc"], str(row["offset"])):
        assert told in page.text
    assert "sandbox src=" in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    view = get(f"{datasette}/captures/{row['id']}/vue")
    policy = view.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    for part in ("<script", "href=", "src=", "<link", "<meta http", "onclick", "<form"):
        assert part not in view.text
    source = get(f"{datasette}/captures/{row['id']}/source")
    assert source.headers["content-type"].startswith("text/plain")
    assert source.headers["x-content-type-options"] == "nosniff"
    assert "<html" in source.text.lower()
    told = get(f"{datasette}/captures/{row['id']}.json").data
    assert (told["sha256"], told["masked"]) == (row["sha256"], count)
    assert told["record"].endswith(f"/captures/{row['id']}.warc.gz")
    assert get(f"{datasette}/captures/nothing").status == 404


def test_a_capture_that_is_kept_says_why(demo: Path, datasette: str) -> None:
    row = listed(demo, LISTS)[0]
    page = get(f"{datasette}/captures/{row['id']}?lang=en")
    assert page.status == 200
    assert "whom it names was not checked" in page.text
    for form in (".warc.gz", "/vue", "/source"):
        assert get(f"{datasette}/captures/{row['id']}{form}").status == 404
