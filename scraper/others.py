"""Answers out of WARC files that others made: Common Crawl, Browsertrix, wget, pywb, warcio.

Such files say less than ours and say it otherwise: digests of other kinds, bodies with or without their encodings,
revisits whose original lies elsewhere in the file, addresses of any site. A record that cannot be trusted is refused in
words of its own, and the next one is read; what a file says of runs is ours alone to say, so it is passed over.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.digestverifyingreader import DigestVerifyingReader
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException

from archive.model import Capture
from scraper.page import Page
from scraper.record import capture_id
from scraper.site import Site, bare_host

KINDS = ("response", "resource", "revisit")
LARGEST = 50_000_000  # bytes of one body, decoded
LOADER = ArcWarcRecordLoader(verify_http=False)
STATUS = re.compile(r"(?:HTTP/\S+\s+)?(\d{3})\b")


class Damaged(ValueError):
    """A record that is not what it says it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One record of a WARC file: a response, or a revisit without body, with the capture's own description."""

    capture: Capture
    page: Page
    revisit: bool


class Owners:
    """Which site an address belongs to: of several on one host, the one whose home's path says most of it."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self._by_host = defaultdict[str, list[Site]](list)
        for site in sorted(sites.values(), key=lambda site: (-len(urlsplit(site.home).path), site.slug)):
            for host in {bare_host(host) for host in (urlsplit(site.home).netloc, *site.hosts)}:
                self._by_host[host].append(site)

    def of(self, url: str) -> Site | None:
        """The site of an address; None when it is none's."""
        try:
            host = bare_host(urlsplit(url).netloc)
        except ValueError:  # « http://[adresse]/ »
            return None
        return next((site for site in self._by_host.get(host, ()) if site.owns(url)), None)


@dataclass(slots=True)
class Others:
    """Reads one file of another making. `foreign` counts the answers of each host that is no site's."""

    path: Path
    owners: Owners
    foreign: dict[str, int] = field(default_factory=dict)
    _originals: dict[str, int] = field(default_factory=dict)  # by payload digest, where the answer with it lies

    def answer(self, record: ArcWarcRecord, place: Callable[[], int]) -> Answer | None:
        """The answer of a record; None for one that is none, or no site's. Raises `Damaged`."""
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        if record.rec_type not in KINDS or not url.startswith(("http://", "https://")):
            return None
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        site = self.owners.of(url)
        if site is None:
            host = url.split("/", 3)[2]
            self.foreign[host] = self.foreign.get(host, 0) + 1
            return None
        if urlsplit(url).path == "/robots.txt":
            return None
        moment, truncated = _moment(record, url), record.rec_headers.get_header("WARC-Truncated")
        if truncated and record.rec_type != "revisit":  # which has no body, as wget says of it
            raise Damaged(f"{url}: cut by who recorded it (WARC-Truncated: {truncated})")
        page = _page(record, url, moment)
        offset = place()  # asked for last: warcio reads on to the record's end to know where it began
        if record.rec_type == "revisit":
            original = self._original(digest)
            page = replace(page, body=original.body, headers={**original.headers, **page.headers}) if original else page
            return self._told(site, page, digest, offset, revisit=original is None)
        self._originals.setdefault(digest, offset)
        return self._told(site, page, digest, offset, revisit=False)

    def _told(self, site: Site, page: Page, digest: str, offset: int, *, revisit: bool) -> Answer:
        capture = Capture(
            capture_id(page.url, page.fetched_at, digest), site.slug, page.url, page.fetched_at, page.status,
            page.media_type, hashlib.sha256(page.body).hexdigest(), self.path.name, offset,
        )  # fmt: skip
        return Answer(capture, replace(page, capture=capture.id), revisit)

    def _original(self, digest: str) -> Page | None:
        """The answer, earlier in this file, that a revisit says it equals."""
        offset = self._originals.get(digest) if digest else None
        if offset is None:
            return None
        with self.path.open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file, no_record_parse=True)))
            url = record.rec_headers.get_header("WARC-Target-URI")
            return _page(record, url, _moment(record, url))


def _moment(record: ArcWarcRecord, url: str) -> str:
    told = record.rec_headers.get_header("WARC-Date") or ""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        raise Damaged(f"{url}: its WARC-Date should be a moment in UTC, it is {told!r}") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _page(record: ArcWarcRecord, url: str, moment: str) -> Page:
    """What a record holds, its body decoded; a revisit's may be empty. Raises `Damaged`."""
    http = _http(record, url)
    if http is None:
        headers, status = {"content-type": record.content_type or ""} if record.rec_type == "resource" else {}, 200
    else:
        found = STATUS.match(f"{http.protocol or ''} {http.statusline}".strip())
        if not found:
            raise Damaged(f"{url}: no HTTP status in {http.statusline[:60]!r}")
        headers, status = {name.lower(): value for name, value in http.headers}, int(found[1])
    encoding = headers.get("content-encoding", "").strip().lower()
    if record.rec_type != "revisit" and encoding not in ("", "identity", *BufferedReader.get_supported_decompressors()):
        raise Damaged(f"{url}: its body is compressed by {encoding!r}, which cannot be read here")
    return Page(url, _body(record, url), status, headers, moment)


def _http(record: ArcWarcRecord, url: str) -> StatusAndHeaders | None:
    """The head of the answer in a record, read past it. Raises `Damaged` where there should be one."""
    stream = record.raw_stream
    digests = stream if isinstance(stream, DigestVerifyingReader) else None
    if digests:
        digests.payload_digester = None  # it is to begin after the head
    try:
        http = LOADER.load_http_headers(record.rec_type, url, stream, record.length)
    except (StatusAndHeadersParserException, EOFError, IndexError, ValueError) as error:
        raise Damaged(f"{url}: no HTTP answer in it ({error or type(error).__name__})") from error
    if http is None and record.rec_type == "response":
        raise Damaged(f"{url}: no HTTP answer in it")
    if (
        digests and not digests.block_digester
    ):  # makers differ in what they take a payload to be, not in what a block is
        digests.begin_payload()
    record.http_headers = http
    return http


def _body(record: ArcWarcRecord, url: str) -> bytes:
    content = record.content_stream()
    body: bytes = content.read(LARGEST)
    unzip = getattr(content, "decompressor", None)
    if body and len(body) < LARGEST and not getattr(unzip, "eof", True):
        raise Damaged(f"{url}: its compressed body is cut or changed")
    while record.raw_stream.read(1 << 16):
        pass  # to its end, however much of it was wanted: the digest is that of the whole
    if getattr(record.raw_stream, "limit", 0):
        raise Damaged(f"{url}: the record ends {record.raw_stream.limit} bytes before its end")
    if record.digest_checker.problems:
        raise Damaged(f"{url}: {record.digest_checker.problems[0]}")
    return body
