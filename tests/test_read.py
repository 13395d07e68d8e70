"""Captures back into events: our own files, other people's, damaged ones."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fpdf import FPDF
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.model import Absence, Capture, Event, Hint, Move, Reading, Refusal, Run, Sighting, Statement
from scraper.read import events_of, read_pages
from scraper.record import Exchange, Recorder
from scraper.site import Site

MOMENT, URL = "2026-03-01T09:30:00Z", "https://rivages.example/spip.php?article5"
ARTICLE = """<html lang="fr"><head><link rel="canonical" href="https://rivages.example/Appel"></head>
<body class="page_article"><h1 class="entry-title">Appel : « Rouvrir l’accueil »</h1>
<div class="texte"><p>{} Nous demandons la réouverture du centre d’accueil de Villebrume, fermé depuis l’hiver dernier,
et des moyens durables pour toutes celles et ceux qui y vivent.</p></div></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Rivages</title><item><title>Un appel</title>
<link>https://rivages.example/Un-appel</link><pubDate>Sun, 01 Mar 2026 23:30:00 GMT</pubDate></item></channel></rss>"""
PAGE = Exchange(
    "GET", URL, (), 200, (("Content-Type", "text/html; charset=utf-8"),), ARTICLE.format("").encode(), MOMENT
)
RUN = {"started": MOMENT, "finished": "2026-03-01T09:31:00Z", "state": "suspect", "requests": 7, "bytes": 9000}


def answering(body: bytes | str = b"", status: int = 200, path: str = "spip.php?article5", **headers: str) -> Exchange:
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    body = body.encode() if isinstance(body, str) else body
    return replace(PAGE, url=f"https://rivages.example/{path}", status=status, headers=told or PAGE.headers, body=body)


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path, "rivages", MOMENT, {})
    yield recorder
    recorder.close()


def events(path: Path | None, site: Site) -> list[Event]:
    assert path is not None
    told: list[str] = []
    sites = {site.slug: site}
    found = [event for answer in read_pages(path, sites, told.append) for event in events_of(answer, sites)]
    assert told == []
    return found


def told_by(recorder: Recorder, site: Site, *exchanges: Exchange) -> list[Event]:
    for exchange in exchanges:
        recorder.keep(exchange)
    return [event for event in events(recorder.close(), site) if not isinstance(event, Capture)]


def test_a_page_is_its_capture_and_a_statement(recorder: Recorder, site: Site) -> None:
    zipped = replace(PAGE, headers=(*PAGE.headers, ("Content-Encoding", "gzip")), body=gzip.compress(PAGE.body))
    name = recorder.keep(zipped)
    capture, statement = events(recorder.close(), site)
    assert capture == Capture(
        name, "rivages", URL, MOMENT, 200, "text/html", hashlib.sha256(zipped.body).hexdigest(),
        "rivages-20260301093000-00000.warc.gz", capture.offset,
    )  # fmt: skip
    assert capture.offset > 0
    assert isinstance(statement, Statement)
    assert (statement.number, statement.url, statement.capture) == ("5", "https://rivages.example/Appel", name)
    assert statement.title == "Appel : « Rouvrir l’accueil »"
    assert statement.addresses == ("https://rivages.example/Appel", URL)


def test_a_page_read_again_unchanged(recorder: Recorder, site: Site) -> None:
    recorder.revisit(PAGE, "2026-02-01T09:30:00Z", PAGE.digest)
    recorder.revisit(replace(PAGE, status=304, body=b""), "2026-02-01T09:30:00Z", PAGE.digest)
    seen = [event for event in events(recorder.close(), site) if isinstance(event, Sighting)]
    digest = hashlib.sha256(PAGE.body).hexdigest()
    assert [(event.url, event.sha256) for event in seen] == [(URL, digest)] * 2


def test_absences_moves_and_refusals(recorder: Recorder, site: Site) -> None:
    found = told_by(
        recorder,
        site,
        answering(status=404),
        answering(status=410),
        answering(status=301, Location="/Appel#haut"),
        answering(status=302, Location="/Appel"),
        answering(status=503),
        answering("<html><body class='page_sommaire'><h1>Accueil</h1></body></html>"),
    )
    assert [replace(event, capture="") for event in found if not isinstance(event, Run)] == [
        Absence("rivages", URL, "404"),
        Absence("rivages", URL, "410"),
        Move("rivages", URL, "https://rivages.example/Appel", "5"),
        Refusal("rivages", URL, "another kind of page"),
    ]


def test_a_feed_is_hints(recorder: Recorder, site: Site) -> None:
    feed = answering(FEED, path="spip.php?page=backend", Content_Type="text/xml")
    (hint,) = told_by(recorder, site, feed)
    assert isinstance(hint, Hint)
    assert (hint.source, hint.url, hint.title) == ("feed", "https://rivages.example/Un-appel", "Un appel")
    assert (hint.published, hint.chosen) == ("2026-03-02", True)


def test_a_pdf_is_read(recorder: Recorder, site: Site) -> None:
    document = FPDF()
    document.set_font("Helvetica", size=12)
    document.add_page()
    document.cell(text="Communiqué de l'été")
    good = answering(bytes(document.output()), path="IMG/pdf/appel.pdf", Content_Type="application/pdf")
    broken = answering(b"%PDF-", path="IMG/pdf/brise.pdf", Content_Type="application/pdf")
    first, second = told_by(recorder, site, good, broken)
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert (first.text.strip(), first.sha256) == ("Communiqué de l'été", hashlib.sha256(good.body).hexdigest())
    assert (second.text, len(second.warnings)) == ("", 1)
    assert second.warnings[0].startswith("rivages: https://rivages.example/IMG/pdf/brise.pdf: the PDF cannot be read")


def test_what_the_run_says_of_itself(recorder: Recorder, site: Site) -> None:
    recorder.note(f"urn:signataires:run:rivages:{MOMENT}", {**RUN, "failed": "", "warnings": ["une", "deux"]})
    (run,) = events(recorder.close(), site)
    assert run == Run("rivages-20260301093000", "rivages", MOMENT, RUN["finished"], "suspect", 7, 9000, "une; deux")


def test_robots_txt_and_strangers_say_nothing(recorder: Recorder, site: Site) -> None:
    assert told_by(recorder, site, answering("User-agent: *", path="robots.txt", Content_Type="text/plain")) == []


def foreign(path: Path, urls: list[str], *, zipped: bool) -> Path:
    """A file as other programs write it: their name, SHA-1, no requests, moments with fractions."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=zipped)
        for url in urls:
            http = StatusAndHeaders("200 OK", [("content-type", "text/html")], protocol="HTTP/1.0")
            told = {"WARC-Date": "2019-05-04T03:02:01.987654Z"}
            body = BytesIO(ARTICLE.format("").encode())
            writer.write_record(
                writer.create_warc_record(url, "response", body, http_headers=http, warc_headers_dict=told)
            )
    return path


@pytest.mark.parametrize("zipped", [True, False], ids=["zipped", "plain"])
@pytest.mark.parametrize("name", ["WEB-20190504-crawl801.warc", "rivages.warc", "digue-20190504030201-00000.warc"])
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_other_peoples_files_are_accepted_by_host(tmp_path: Path, site: Site, name: str, zipped: bool) -> None:
    urls = ["http://www.rivages.example/spip.php?article5", "https://ailleurs.example/spip.php?article6"]
    path = foreign(tmp_path / (name + ".gz" * zipped), urls, zipped=zipped)
    capture, statement = events(path, site)
    assert isinstance(capture, Capture)
    assert isinstance(statement, Statement)
    assert (capture.url, capture.fetched_at, capture.warc) == (urls[0], "2019-05-04T03:02:01Z", path.name)
    assert capture.sha256 == hashlib.sha256(ARTICLE.format("").encode()).hexdigest()
    assert (statement.number, statement.url) == ("5", "https://rivages.example/Appel")


def test_an_answer_that_redirects_nowhere_breaks_nothing(recorder: Recorder, site: Site) -> None:
    told_by(recorder, site, answering(status=301, Location="http://[ancien]/"))


@pytest.mark.parametrize("harm", ["cut", "altered"])
def test_a_damaged_file_is_read_up_to_the_damage(recorder: Recorder, site: Site, tmp_path: Path, harm: str) -> None:
    bodies = [ARTICLE.format(number * "Appel. ").encode() for number in range(3)]
    for body in bodies:
        recorder.keep(replace(PAGE, body=body))
    whole = recorder.close()
    assert whole is not None
    path, data = tmp_path / "rivages-20260301093000-00001.warc.gz", whole.read_bytes()
    for place in range(200, len(data), 5):
        path.write_bytes(data[:place] if harm == "cut" else data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        told: list[str] = []
        read = [
            answer.page.body
            for answer in read_pages(path, {site.slug: site}, told.append)
            if not isinstance(answer, Run)
        ]
        assert read == bodies[: len(read)], f"{harm} at byte {place} of {len(data)}"
