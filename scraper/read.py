"""Captures back into what they say: WARC files in, events out, in the order in which things were seen."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.health.model import Seen
from archive.model import (
    Absence,
    Capture,
    Event,
    Hint,
    Move,
    Reading,
    Refusal,
    Rereading,
    Run,
    Sighting,
    Statement,
    Tombstone,
)
from scraper.canonical import canonical, is_article, number_in
from scraper.cleaning import TEXT_OF
from scraper.discover import discover
from scraper.extract import extract
from scraper.glance import FILES, NotAStatement
from scraper.listings.entry import DiscoveryError
from scraper.others import LARGEST, Answer, Damaged, Others, Owners
from scraper.page import Page
from scraper.pdf import PdfError, pdf_text
from scraper.record import capture_id
from scraper.scope import in_category, in_scope
from scraper.signatories import find_blocks
from scraper.site import Site
from scraper.structured import read_json

# The name of a site's run, or of a file of notes.
OURS = re.compile(r"^(?:(?P<slug>[a-z0-9-]+)|_runs|_reread|_withdrawn)-\d{14}-\d{5}\.warc(?:\.gz)?$")
BY_NUMBER = re.compile(r"wp/v2/posts/(\d+)")  # recorded only where the API said that it has no such post
RUN_URI = "urn:signataires:run:"
REREAD_URI = "urn:signataires:reread:"
MOMENT = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T\d\d:\d\d:\d\dZ", re.A)
WITHDRAWN_URI = "urn:signataires:withdrawal:"
MOVED, REDIRECTS = (301, 308), (301, 302, 303, 307, 308)


# What warcio and zlib raise on bytes that are no longer a WARC file, by what they stumble over.
DAMAGE = (
    ArchiveLoadFailed,
    Damaged,
    StatusAndHeadersParserException,
    EOFError,
    zlib.error,
    ValueError,
    AttributeError,
    OverflowError,
    TypeError,
)


Told = Answer | Run | Rereading | Tombstone  # what one record says


def read_pages(path: Path, sites: Mapping[str, Site], say: Callable[[str], None]) -> Iterator[Told]:
    """The answers and our own notes of a WARC file, in its order.

    A file that is damaged is read up to the damage, which is said; of a file that others made, records that cannot be
    read are passed over, which is said too. Records of no known site are passed over.
    """
    named = OURS.match(path.name)
    slug = named["slug"] or "" if named else ""
    ours = named is not None and (slug in sites or not slug)
    others = None if ours else Others(path, Owners(sites))
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests=True, no_record_parse=not ours)
        try:
            for record in records:
                place = records.get_record_offset
                try:
                    found = (
                        others.answer(record, place) if others else _answer(record, path.name, place, sites.get(slug))
                    )
                except Damaged as error:
                    if ours:
                        raise
                    say(f"{path.name}: passed over: {error}")
                    continue
                if found is not None:
                    yield found
        except DAMAGE as error:
            say(f"{path.name}: damaged after byte {records.offset}: {error}; what precedes it was read")


def _answer(record: ArcWarcRecord, warc: str, place: Callable[[], int], site: Site | None) -> Told | None:
    about = record.rec_headers
    url = about.get_header("WARC-Target-URI") or ""
    if record.rec_type == "metadata" and url.startswith((RUN_URI, REREAD_URI, WITHDRAWN_URI)):
        return _note(record, url)
    about_pages = record.rec_type in ("response", "revisit") and not url.endswith("/robots.txt")
    if not about_pages or site is None or record.http_headers is None:
        return None
    body = record.content_stream().read(LARGEST)
    _hold_to_digest(record, url)
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    moment = re.sub(r"\.\d+Z$", "Z", about.get_header("WARC-Date") or "")
    if not MOMENT.fullmatch(moment):
        raise Damaged(f"{url}: {moment!r} is no moment of a capture")
    digest = about.get_header("WARC-Payload-Digest") or ""
    status = int(record.http_headers.get_statuscode())
    capture = Capture(
        id=capture_id(url, moment, digest),
        site=site.slug,
        url=url,
        fetched_at=moment,
        status=status,
        media_type=headers.get("content-type", "").partition(";")[0].strip().lower(),
        sha256=_hexadecimal(digest, body),
        warc=warc,
        offset=place(),  # asked for last: warcio reads on to the record's end to know where it began
    )
    return Answer(capture, Page(url, body, status, headers, moment, capture.id), record.rec_type == "revisit")


def _hold_to_digest(record: ArcWarcRecord, url: str) -> None:
    record.raw_stream.read()  # to its end, however much of it was wanted: the digest is that of the whole
    if record.raw_stream.limit:
        raise Damaged(f"{url}: the record ends {record.raw_stream.limit} bytes before its end")
    if record.digest_checker.problems:
        raise Damaged(f"{url}: {record.digest_checker.problems[0]}")


def _note(record: ArcWarcRecord, url: str) -> Told:
    written = record.content_stream().read()
    _hold_to_digest(record, url)
    try:
        told = read_json(written)
        if url.startswith(WITHDRAWN_URI):
            return _withdrawn(told)
        return _run(url, told) if url.startswith(RUN_URI) else _reread(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Damaged(f"{url}: not a note as we write them: {error!r}") from error


def _hexadecimal(digest: str, body: bytes) -> str:
    kind, _, value = digest.partition(":")
    if kind == "sha256" and len(value) == 56:
        return base64.b32decode(value).hex()
    return hashlib.sha256(body).hexdigest()


def _run(uri: str, told: Mapping[str, Any]) -> Run:
    message = "; ".join(filter(None, [told["failed"], *told["warnings"]]))
    slug, _, started = uri.removeprefix(RUN_URI).partition(":")
    moment = re.sub(r"\D", "", started)
    return Run(
        id=f"{slug}-{moment}",
        site=slug,
        started=told["started"],
        finished=told["finished"],
        state=told["state"],
        requests=told["requests"],
        bytes=told["bytes"],
        message=message,
        seen=Seen.of(told["seen"]) if told.get("seen") else None,
        trust=json.dumps(told["trust"], sort_keys=True) if told.get("trust") else "",
    )


def _reread(told: dict[str, Any]) -> Rereading:
    told.pop("finished")
    frozen: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return Rereading(**frozen)


def _withdrawn(told: dict[str, Any]) -> Tombstone:
    frozen: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return Tombstone(**{name: value for name, value in frozen.items() if name != "finished"})


def events_of(answer: Told, sites: Mapping[str, Site]) -> Iterator[Event]:
    """What one record says: its capture first, then a statement, hints, a file's text, an absence, a move."""
    if isinstance(answer, Run | Rereading | Tombstone):
        yield answer
        return
    capture, page = answer.capture, answer.page
    yield capture
    site = sites[capture.site]
    url = canonical(site, page.url)
    if answer.revisit:
        yield Sighting(site.slug, url, capture.sha256, capture.id)
    elif page.status in REDIRECTS:
        yield from _moves(site, url, page)
    elif (post := BY_NUMBER.search(page.url)) and page.status in (401, 404):
        yield Absence(site.slug, url, f"REST {page.status}", capture.id, post.group(1))
    elif page.status in (404, 410):
        yield Absence(site.slug, url, str(page.status), capture.id)
    elif page.status == 200:
        yield from _content(site, url, page)


def _moves(site: Site, url: str, page: Page) -> Iterator[Move | Absence]:
    """Where an address sends its readers: to the page's own new one, or away from it (to the home page)."""
    try:
        to = canonical(site, urljoin(page.url, page.headers.get("location", "")))
    except ValueError:
        to = ""
    if not to or not is_article(site, to):
        yield Absence(site.slug, url, f"redirects to {to or 'no address'}", page.capture)
    elif page.status in MOVED:
        yield Move(site.slug, url, to, number_in(site, url) or number_in(site, to), page.capture)


def _content(site: Site, url: str, page: Page) -> Iterator[Event]:
    if page.media_type in FILES.values() or TEXT_OF.lower() in page.headers:
        yield _file(site, url, page)
    elif page.media_type in ("text/html", "application/xhtml+xml") and is_article(site, url):
        yield _page(site, url, page)
    else:
        yield from _hints(site, page)


def _page(site: Site, url: str, page: Page) -> Statement | Refusal:
    try:
        statement = extract(site, page)
    except NotAStatement as reason:
        return Refusal(site.slug, url, str(reason), page.capture)
    told = in_scope(site, statement.title, statement.text, statement.url) or in_category(site, page, statement.number)
    return replace(statement, in_scope=told)


def _hints(site: Site, page: Page) -> Iterator[Hint]:
    try:
        listing = discover(site, page)
    except DiscoveryError:
        return  # said when it was crawled; an answer that lists nothing has nothing to tell
    for entry in listing.entries:
        yield Hint(
            site=site.slug,
            url=entry.url,
            source=listing.kind,
            number=entry.number,
            title=entry.title,
            published=entry.published,
            modified=entry.modified,
            author=entry.author,
            section=entry.section,
            keywords=entry.keywords,
            documents=entry.documents,
            chosen=listing.chosen,
            capture=page.capture,
        )


def _file(site: Site, url: str, page: Page) -> Reading:
    digest = hashlib.sha256(page.body).hexdigest()
    reading = Reading(site.slug, url, page.media_type, digest, "", capture=page.capture)
    if TEXT_OF.lower() in page.headers:
        return replace(reading, text=page.text, blocks=find_blocks(page.text))
    if page.media_type != "application/pdf":
        return reading
    try:
        text = pdf_text(page.body)
    except PdfError as error:
        return replace(reading, warnings=(f"{site.slug}: {url}: {error}",))
    return replace(reading, text=text, blocks=find_blocks(text))
