"""What is withdrawn is recognised by digests alone, wherever it stands, and cleaned out of what a site answers."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.withdrawals.digests import Digester
from archive.withdrawals.model import Withdrawal, withdrawal_of
from archive.withdrawals.recognise import Withdrawn, forms
from archive.withdrawals.words import words
from scraper.cleaning import TEXT_OF, Cleaner
from scraper.record import Exchange
from scraper.site import Site
from signataires.withdrawing.captures import Rewriter
from tests.traces import traces

DIGESTER = Digester(b"k" * 32, "00" * 16)
NAME = "Léonor Vastrenoux"
URL = "https://rivages.example/Le-texte-retire"


def withdrawal(what: str, **more: object) -> Withdrawal:
    return Withdrawal("w1", what, "2026-01-05T00:00:00Z", "MB", "asked", **more)  # type: ignore[arg-type]


def named(name: str) -> Withdrawal:
    return withdrawal("name", words=len(words(name)), digests=tuple(map(DIGESTER.words, forms(name))))


@pytest.fixture
def cleaner(site: Site) -> Cleaner:
    """A name and a page of a site are withdrawn."""
    digests = (DIGESTER.address(URL), DIGESTER.number("rivages", "7"))
    title = words("Le titre du texte retiré")
    page = withdrawal("page", site="rivages", digests=digests, titles=(f"{len(title)}:{DIGESTER.words(title)}",))
    return Cleaner(site, Withdrawn([named(NAME), page], DIGESTER))


WRITTEN = {
    "as it is": NAME,
    "in capitals": "LÉONOR VASTRENOUX",
    "the other way round": "VASTRENOUX Léonor",
    "without accents": "Leonor Vastrenoux",
    "accents apart": "Le\u0301onor Vastrenoux",
    "a soft hyphen": "Léonor Vastre\u00adnoux",
    "over two lines": "Léonor\nVastrenoux",
    "broken": "Léonor Vastre-\nnoux",
    "initials": "L. Vastrenoux",
    "entities": "L&eacute;onor&nbsp;Vastrenoux",
    "twice escaped": "L&amp;eacute;onor Vastrenoux",
    "markup within": "Léonor <strong>Vastrenoux</strong>",
    "two cells": "<td>Léonor</td><td>Vastrenoux</td>",
    "JSON": '"L\\u00e9onor Vastrenoux"',
    "an address": "https://rivages.example/hommage-a-leonor-vastrenoux",
    "an encoded address": "L%C3%A9onor_Vastrenoux",
    "an attribute": '<meta name="author" content="Léonor Vastrenoux">',
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_name_goes_however_it_is_written(cleaner: Cleaner, written: str) -> None:
    clean = cleaner.text(f"Avec {written}, hier.")
    assert "astr" not in clean.lower(), clean
    assert clean.startswith("Avec ")
    assert clean.endswith(", hier.")
    assert cleaner.text(clean) == clean


@pytest.mark.parametrize("text", ["Léonore Vastrenoux", "Vastrenoux", "Éléonor Vastrenouxe", "Léonor de Vastre"])
def test_another_name_stays(cleaner: Cleaner, text: str) -> None:
    assert cleaner.text(text) is text


@given(st.text(max_size=200))
def test_any_text_can_be_cleaned(text: str) -> None:
    withdrawn = Withdrawn([named(NAME)], DIGESTER)
    assert withdrawn.clean(f"{text} {NAME} {text}").count("Vastrenoux") == 2 * withdrawn.clean(text).count("Vastrenoux")


def test_digests_tell_nothing_without_the_key() -> None:
    others = Digester(b"x" * 32, "00" * 16)
    assert {DIGESTER.words(run) for run in forms(NAME)}.isdisjoint(others.words(run) for run in forms(NAME))
    assert DIGESTER.check != others.check


def exchange(body: str | bytes, media_type: str = "text/html; charset=utf-8", **headers: str) -> Exchange:
    raw = body.encode() if isinstance(body, str) else body
    told = (("Content-Type", media_type), ("ETag", '"1"'), *headers.items())
    return Exchange("GET", "https://rivages.example/x", (), 200, told, raw, "2026-01-05T00:00:00Z")


def test_an_answer_without_it_is_the_same(cleaner: Cleaner) -> None:
    told = exchange("<p>Rien de tel. <a href='/Un-autre'>Un autre texte</a></p>")
    assert cleaner.exchange(told) == told


def test_a_compressed_answer_in_latin_1(cleaner: Cleaner) -> None:
    body = gzip.compress(f"<p>Vu {NAME}, là.</p>".encode("latin-1"))
    clean = cleaner.exchange(exchange(body, "text/html; charset=iso-8859-1", **{"Content-Encoding": "gzip"}))
    assert clean.body == "<p>Vu [retiré], là.</p>".encode("latin-1")
    assert clean.header("content-encoding") == clean.header("etag") == ""
    assert clean.header("content-length") == str(len(clean.body))


def test_an_answer_in_utf_16(cleaner: Cleaner) -> None:
    clean = cleaner.exchange(exchange(f"<p>{NAME}</p>".encode("utf-16")))
    assert clean.body.decode("utf-16") == "<p>[retiré]</p>"


ADDRESSES = ["/?s=L%C3%A9onor+Vastrenoux", "/?s=Léonor Vastrenoux", "/Leonor-Vastrenoux", "/LÉONOR_VASTRENOUX.pdf"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_it_stands_in_an_address_or_a_header(cleaner: Cleaner, path: str) -> None:
    told = replace(exchange("<p>Rien.</p>", Link=f"<{path}>; rel=next"), url=f"https://rivages.example{path}")
    clean = cleaner.exchange(told)
    for line in (clean.url, clean.header("link")):
        assert "retire" in line
        assert line.isascii()
        assert "vastrenoux" not in line.lower()


@pytest.mark.parametrize("path", [*ADDRESSES, "/été?s=1"])
def test_a_record_in_whose_first_line_it_stands_is_rewritten(
    cleaner: Cleaner, site: Site, path: str, tmp_path: Path
) -> None:
    block = f"GET {path} HTTP/1.1\r\nHost: rivages.example\r\n\r\nq={NAME}".encode()
    told = (
        "WARC/1.1\r\nWARC-Type: request\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"WARC-Date: 2026-01-05T00:00:00Z\r\nWARC-Target-URI: https://rivages.example{quote(path, safe='/?=%+')}\r\n"
        f"Content-Type: application/http; msgtype=request\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    file = tmp_path / "rivages-20260105000000-00000.warc.gz"
    file.write_bytes(gzip.compress(told.encode() + block + b"\r\n\r\n"))
    draft = Rewriter({"rivages": site}, cleaner.withdrawn).draft(file)
    assert draft is not None
    draft.rename(file)
    assert traces(tmp_path, [NAME, "Vastrenoux"]) == []
    with file.open("rb") as clean:
        records = ArchiveIterator(clean, check_digests="raise")
        lines = [(record.http_headers.statusline, record.raw_stream.read()) for record in records]
    ((line, body),) = lines
    assert line.isascii()
    assert "retire" in line or "%C3%A9t%C3%A9" in line
    assert body == "q=[retiré]".encode()


def test_a_feed_loses_the_item(cleaner: Cleaner) -> None:
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>{text}</description></item>"
        for title, link, text in (("Un", URL, "Le secret."), ("Deux", f"{URL}-2", "Le reste."))
    )
    clean = cleaner.exchange(exchange(f'<?xml version="1.0"?><rss><channel>{items}</channel></rss>', "text/xml")).body
    assert (b"secret" in clean, b"Le-texte-retire<" in clean, b"Le reste." in clean) == (False, False, True)


def test_a_sitemap_loses_the_address(cleaner: Cleaner) -> None:
    urls = f"<url><loc>{URL}</loc></url><url><loc>https://rivages.example/Autre</loc></url>"
    clean = cleaner.exchange(
        exchange(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>')
    ).body
    assert (b"retire" in clean, b"Autre" in clean) == (False, True)


def test_the_api_loses_the_row(cleaner: Cleaner) -> None:
    rows = [
        {"id": 7, "link": "https://rivages.example/?p=7", "title": {"rendered": "Le secret"}},
        {"id": 8, "link": "x"},
    ]
    assert json.loads(cleaner.exchange(exchange(json.dumps(rows), "application/json")).body) == [{"id": 8, "link": "x"}]


def test_a_teaser_goes_whole_and_a_link_in_a_text_alone(cleaner: Cleaner) -> None:
    teaser = (
        f'<li><h3><a href="{URL}">Le titre</a></h3><p>Le secret en bref.</p></li><li><a href="/Autre">Autre</a></li>'
    )
    said = f'dit longuement dans <a href="{URL}">notre texte secret</a>, et nous le redisons ici avec force et patience'
    clean = cleaner.exchange(
        exchange(f"<!doctype html><body><ul>{teaser}</ul><p>Nous l’avons {said}.</p></body>")
    ).body.decode()
    assert "secret" not in clean
    assert "Le titre" not in clean
    assert "Autre" in clean
    assert "Nous l’avons dit longuement dans" in clean
    assert "avec force et patience" in clean


def test_a_title_goes_from_other_pages(cleaner: Cleaner) -> None:
    assert "du texte" not in cleaner.exchange(exchange("<h4>LE TITRE du texte retire</h4>")).body.decode()


def test_a_pdf_becomes_its_text(cleaner: Cleaner) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.multi_cell(0, text=f"Un tract sur le quai.\nSignataires : Attac, {NAME}, LDH")
    clean = cleaner.exchange(exchange(bytes(pdf.output()), "application/pdf"))
    assert clean.header(TEXT_OF.lower()) == "application/pdf"
    assert (b"Vastrenoux" in clean.body, b"Un tract sur le quai" in clean.body) == (False, True)


def test_a_pdf_that_only_says_who_wrote_it(cleaner: Cleaner) -> None:
    pdf = FPDF()
    pdf.set_author(NAME)
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.cell(text="Un tract sur le quai.")
    assert cleaner.exchange(exchange(bytes(pdf.output()), "application/pdf")).body.startswith(b"Un tract")


def test_a_packed_document_goes_whole(cleaner: Cleaner) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", "<w:t>Léonor</w:t><w:t>Vastrenoux</w:t>")
    assert (
        cleaner.exchange(exchange(raw.getvalue(), "application/vnd.oasis.opendocument.text")).body
        == "[retiré]".encode()
    )


def test_a_picture_stays(cleaner: Cleaner) -> None:
    told = exchange(b"\x89PNG\r\n\x1a\n\0\0" + NAME.encode(), "image/png")
    assert cleaner.exchange(told).body == told.body


@pytest.mark.parametrize("address", [URL, f"{URL}/", URL.replace("https", "http"), URL.replace("//", "//www.")])
def test_a_page_is_known_by_any_spelling_of_its_address(cleaner: Cleaner, address: str) -> None:
    assert cleaner.is_withdrawn(address)
    assert cleaner.is_withdrawn("https://rivages.example/spip.php?article7")
    assert not cleaner.is_withdrawn(f"{address}-2")


def test_a_period_has_both_its_ends(site: Site) -> None:
    period = withdrawal("period", site="rivages", since="2019-03", until="2020")
    days = ("2019-02-28", "2019-03-01", "2019", "2020-12-31", "2021-01-01", None)
    assert [period.covers("rivages", day) for day in days] == [False, True, False, True, False, False]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"what": "page"}, "id, at, by, why must be given"),
        ({"id": "w", "what": "thing", "at": "x", "by": "x", "why": "x"}, "it must be one of page, file"),
        ({"id": "w", "what": "page", "at": "x", "by": "x", "why": "x"}, "site must be given"),
        ({"id": "w", "what": "name", "at": "x", "by": "x", "why": "x"}, "words and digests"),
        ({"id": "w", "what": "page", "at": "x", "by": "x", "why": "x", "site": "s", "digests": ["clear"]}, "32 hexa"),
        ({"id": "w", "nom": 1}, "unknown key nom"),
    ],
)
def test_an_entry_that_cannot_hold_is_refused(entry: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        withdrawal_of(entry)


def test_traces_are_found(tmp_path: Path) -> None:
    """What the tests of withdrawals look with sees into gzip members, and gzip within gzip."""
    packed = gzip.compress(b"a ladislas b") + gzip.compress(gzip.compress("Ladislas".encode("utf-16-le")))
    (tmp_path / "one").write_bytes(b"xx" + packed)
    assert {line.split(" (")[1] for line in traces(tmp_path, ["Ladislas"])} >= {"utf-8)", "utf-16-le)"}
    assert traces(tmp_path, ["Ladislaw"]) == []
