"""Files of captures rewritten without what was withdrawn; records that hold nothing of it keep their very bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urljoin

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from archive.withdrawals.recognise import Withdrawn
from scraper.cleaning import Cleaner
from scraper.read import OURS, REREAD_URI, RUN_URI, WITHDRAWN_URI
from scraper.record import Exchange, Writer
from scraper.site import Site

_MADE_ANEW = ("content-length", "warc-payload-digest", "warc-block-digest")
_OF_PAYLOAD = "WARC-Payload-Digest"
DRAFT = ".clean"
_ASCII = "".join(map(chr, range(32, 127)))  # of which a request or status line is; headers see to it themselves
NOTES = "_withdrawn"  # no site can be called so: the files of what stays of withdrawals


class Rewriter:
    """Rewrites one file after the other, in the order of their names.

    `digests` tells for each payload digest that is no more the one that came in its place. `lifted` are withdrawals
    that are none any more: what the captures tell of them goes too.
    """

    def __init__(self, sites: Mapping[str, Site], withdrawn: Withdrawn, lifted: frozenset[str] = frozenset()) -> None:
        self.sites, self.withdrawn, self.lifted = sites, withdrawn, lifted
        self.digests: dict[str, str] = {}

    def draft(self, path: Path) -> Path | None:
        """Writes the clean file beside the one there is; None when that one is clean."""
        named, draft = OURS.match(path.name), path.with_name(path.name.replace(".warc", DRAFT))
        changed = False
        with path.open("rb") as file, path.open("rb") as source, draft.open("wb") as clean:
            records = ArchiveIterator(file)
            for record in records:
                new = self._clean(record, (named["slug"] or "") if named else "")
                record.raw_stream.read()
                offset, size = records.get_record_offset(), records.get_record_length()
                if new is None:
                    changed = True
                elif new is record:
                    _copy(source, offset, size, clean)
                else:
                    changed = True
                    clean.write(self._bytes(record, new, packed=path.suffix == ".gz"))
            clean.flush()
            os.fsync(clean.fileno())
        if changed:
            return draft
        draft.unlink()
        return None

    def _bytes(self, old: ArcWarcRecord, new: ArcWarcRecord, *, packed: bool) -> bytes:
        out = BytesIO()
        Writer(out, gzip=packed).write_record(new)
        before, after = old.rec_headers.get_header(_OF_PAYLOAD), new.rec_headers.get_header(_OF_PAYLOAD)
        if old.rec_type == "response" and before and before != after:
            self.digests[before] = after
        return out.getvalue()

    def _clean(self, record: ArcWarcRecord, slug: str) -> ArcWarcRecord | None:
        """The record itself when it holds nothing that was withdrawn, another in its place, None for none."""
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        if record.rec_type == "warcinfo":
            return record
        if url.startswith((RUN_URI, REREAD_URI, WITHDRAWN_URI)):
            return self._note(record, url)
        if self.withdrawn.site(slug):
            return None
        site = self.sites.get(slug) or next((site for site in self.sites.values() if site.owns(url)), None)
        # Names go from captures of no site that we know too; any site will do to say so.
        site = site or next(iter(self.sites.values()))
        cleaner = Cleaner(site, self.withdrawn)
        if cleaner.is_withdrawn(url):
            return None
        if record.rec_type in ("response", "request", "revisit") and record.http_headers is not None:
            return self._exchange(cleaner, record, url)
        return record

    def _exchange(self, cleaner: Cleaner, record: ArcWarcRecord, url: str) -> ArcWarcRecord | None:
        http, body = record.http_headers, record.raw_stream.read()
        told = Exchange("GET", url, (), 0, tuple(http.headers), body, "")
        location = told.header("location")
        if location and record.rec_type == "response" and cleaner.is_withdrawn(urljoin(url, location)):
            return None
        clean = cleaner.exchange(told)
        digest = record.rec_headers.get_header(_OF_PAYLOAD) or ""
        same = (clean.url, clean.headers, clean.body) == (told.url, told.headers, told.body)
        line = cleaner.address(http.statusline)
        if same and line == http.statusline and not (record.rec_type == "revisit" and digest in self.digests):
            return record
        about = [(name, cleaner.address(value)) for name, value in record.rec_headers.headers]
        about = [(name, value) for name, value in about if name.lower() not in _MADE_ANEW]
        if record.rec_type == "revisit":
            about.append((_OF_PAYLOAD, self.digests.get(digest, digest)))
        headers = StatusAndHeaders(quote(line, safe=_ASCII), list(clean.headers), protocol=http.protocol)
        return _record(record.rec_type, about, clean.body, headers)

    def _note(self, record: ArcWarcRecord, url: str) -> ArcWarcRecord | None:
        raw = record.raw_stream.read()
        told = json.loads(raw)
        if url.startswith(WITHDRAWN_URI):
            return None if told["withdrawal"] in self.lifted else record
        slug = told.get("site", "")
        site = self.sites.get(slug) or next(iter(self.sites.values()))
        cleaner = Cleaner(site, self.withdrawn)
        if self.withdrawn.site(slug) or (url.startswith(REREAD_URI) and cleaner.is_withdrawn(told["url"])):
            return None
        clean = cleaned(cleaner, told)
        if clean == told and cleaner.address(url) == url:
            return record
        about = [(name, cleaner.address(value)) for name, value in record.rec_headers.headers]
        about = [(name, value) for name, value in about if name.lower() not in _MADE_ANEW]
        payload = json.dumps(clean, ensure_ascii=False, sort_keys=True).encode()
        return _record(record.rec_type, about, payload, None)


def cleaned(cleaner: Cleaner, told: Any) -> Any:
    """JSON with every text in it cleaned."""
    if isinstance(told, str):
        return cleaner.text(told)
    if isinstance(told, list):
        return [cleaned(cleaner, item) for item in told]
    if isinstance(told, dict):
        return {name: cleaned(cleaner, value) for name, value in told.items()}
    return told


def _record(kind: str, about: list[tuple[str, str]], body: bytes, http: StatusAndHeaders | None) -> ArcWarcRecord:
    headers = StatusAndHeaders("", about, protocol="WARC/1.1")
    content = headers.get_header("Content-Type")
    return ArcWarcRecord("warc", kind, headers, BytesIO(body), http, content, None)


def _copy(source: BinaryIO, offset: int, size: int, clean: BinaryIO) -> None:
    source.seek(offset)
    while size > 0 and (chunk := source.read(min(size, 1 << 20))):
        clean.write(chunk)
        size -= len(chunk)


def told(folder: Path) -> Iterator[dict[str, Any]]:
    """What the captures of a folder tell of withdrawals that were applied to them."""
    for path in sorted(folder.glob(f"{NOTES}-*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if (record.rec_headers.get_header("WARC-Target-URI") or "").startswith(WITHDRAWN_URI):
                    yield json.loads(record.content_stream().read())
