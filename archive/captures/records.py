"""WARC records one at a time: read from their file and place, checked against their digests; written anew."""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

GZIP = b"\x1f\x8b"
LARGEST = 50_000_000  # bytes of one body, decoded: as many as are read of a capture
# What warcio and zlib raise on bytes that are no longer a WARC file, by what they stumble over.
DAMAGE = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    zlib.error,
    ValueError,
    AttributeError,
    OverflowError,
    TypeError,
)


class Damaged(ValueError):
    """A record that is not there, or whose bytes are not those that its digest was made of."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One record: `fields` are its own headers, `headers` those of the answer, `body` without any encoding.

    `raw` is the record as one gzip member: that of its file, where this is compressed.
    """

    kind: str
    fields: tuple[tuple[str, str], ...]
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    raw: bytes

    def field(self, name: str) -> str:
        """A header of the record; empty where it has none."""
        return next((value for found, value in self.fields if found.lower() == name.lower()), "")

    def header(self, name: str) -> str:
        """A header of the answer; empty where it has none."""
        return next((value for found, value in self.headers if found.lower() == name.lower()), "")


class Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's writer with SHA-256."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")

    @staticmethod
    def _create_temp_file() -> BytesIO:
        return BytesIO()


def read_record(path: Path, offset: int) -> Recorded:
    """The record at a place of a file. Raises `Damaged`, and `OSError` where the file cannot be read."""
    with path.open("rb") as file:
        file.seek(offset)
        try:
            records = ArchiveIterator(file, check_digests=True)
            record = next(records, None)
            if record is None:
                raise Damaged(f"{path.name}: no record at byte {offset}")
            body = record.content_stream().read(LARGEST + 1)
            record.raw_stream.read()
            if record.raw_stream.limit or record.digest_checker.problems:
                raise Damaged(f"{path.name}: the record at byte {offset} is not what its digest was made of")
            http = record.http_headers
            length = records.get_record_length()
        except DAMAGE as error:
            raise Damaged(f"{path.name}: no whole record at byte {offset}: {error}") from error
        file.seek(offset)
        raw = file.read(length)
        return Recorded(
            kind=record.rec_type,
            fields=tuple(record.rec_headers.headers),
            status=http.statusline if http else "",
            headers=tuple(http.headers) if http else (),
            body=body,
            raw=raw if raw.startswith(GZIP) else gzip.compress(raw, mtime=0),
        )


def digest_of(body: bytes) -> str:
    """`sha256:` and the digest in base 32, as WARC headers take it."""
    return "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode("ascii")


def write_record(
    kind: str, url: str, status: str, headers: Iterable[tuple[str, str]], body: bytes, fields: Mapping[str, str]
) -> bytes:
    """A record as one gzip member. Its id comes of what it says, so that it is the same each time."""
    out = BytesIO()
    writer = Writer(out, gzip=True, warc_version="1.1")
    http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
    named = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join([kind, url, *map(str, sorted(fields.items())), digest_of(body)]))
    told = {"WARC-Record-ID": f"<urn:uuid:{named}>", **fields}
    writer.write_record(writer.create_warc_record(url, kind, BytesIO(body), http_headers=http, warc_headers_dict=told))
    return out.getvalue()


def write_info(name: str, moment: str, told: Mapping[str, str]) -> bytes:
    """The first record of a file: what it is, and of when; the same for the same words."""
    out = BytesIO()
    writer = Writer(out, gzip=True, warc_version="1.1")
    record = writer.create_warcinfo_record(name, dict(told))
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{name}\n{moment}\n{sorted(told.items())}")
    record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{named}>")
    record.rec_headers.replace_header("WARC-Date", moment)
    writer.write_record(record)
    return out.getvalue()
