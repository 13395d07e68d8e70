"""Responses to WARC as they were received, and back.

One file for each site and run that recorded something, `<slug>-<moment>-<serial>.warc.gz`, and `_runs-…` for the
notes of a run; one gzip member for each record (WARC 1.1, ISO 28500:2017). A file in progress ends in `.open`; a crash
leaves it so, and `salvage` keeps its whole records.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from base64 import b32encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import responses
from io import BytesIO, FileIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
OPEN = ".open"
LARGEST = 1_000_000_000  # bytes of one file: what the field's tools expect of one


class Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's writer with SHA-256: its default, SHA-1, no longer proves anything to an opponent."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")

    @staticmethod
    def _create_temp_file() -> BytesIO:
        return BytesIO()  # what we record is in memory already; warcio's own file is left open after a revisit


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as they crossed the wire; `body` still carries its content encoding."""

    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str

    def header(self, name: str) -> str:
        """The value of an answer's header; empty where it has none."""
        return next((value for found, value in self.headers if found.lower() == name), "")

    @property
    def size(self) -> int:
        """About how many bytes the answer took on the wire."""
        return len(self.body) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    @property
    def torn(self) -> bool:
        """Whether a compressed body ends before its end: the connection broke, and what there is of it would lie."""
        return (
            self.header("content-encoding").lower() == "gzip"
            and bool(self.body)
            and not _member(BytesIO(self.body).read)
        )

    @property
    def digest(self) -> str:
        """The payload's digest in the form that WARC headers take it."""
        return digest_of(self.body)


def digest_of(payload: bytes) -> str:
    """`sha256:` and the digest in base 32 (RFC 4648), as the field writes digests."""
    return "sha256:" + b32encode(hashlib.sha256(payload).digest()).decode("ascii")


def capture_id(url: str, fetched_at: str, digest: str) -> str:
    """The id of a capture: the same for the same answer at the same moment, whatever file it lies in."""
    return hashlib.sha256(f"{url}\n{fetched_at}\n{digest}".encode()).hexdigest()[:20]


class Recorder:
    """Writes the captures of one site's run. `keep` and `revisit` return the id of the capture.

    A record is written whole or not at all: what raises `OSError` (a full disk) leaves the file as it was before.
    `written` counts bytes.
    """

    def __init__(self, folder: Path, slug: str, moment: str, info: Mapping[str, str], largest: int = LARGEST) -> None:
        self.folder, self._slug, self._largest = folder, slug, largest
        self._stamp = "".join(char for char in moment if char.isdigit())
        self._info, self._serial = {**info, "isPartOf": slug}, 0
        self._path: Path | None = None
        self._writer: Writer | None = None
        self._file: FileIO | None = None
        self.written = 0

    def keep(self, exchange: Exchange) -> str:
        """Records an answer whole, with its request."""
        return self._write(exchange, None)

    def revisit(self, exchange: Exchange, of_moment: str, digest: str, of_url: str = "") -> str:
        """Records, without its body, that an answer was the one recorded at `of_moment` with that payload digest.

        `of_url` is the address which that one was recorded under, where it is another.
        """
        return self._write(exchange, (of_url or exchange.url, of_moment, digest))

    def note(self, uri: str, about: Mapping[str, Any]) -> None:
        """Records what the run itself has to say, as JSON."""
        writer = self._open()
        payload = BytesIO(json.dumps(about, ensure_ascii=False, sort_keys=True).encode())
        headers = {"WARC-Date": str(about["finished"])}
        writer.write_record(
            writer.create_warc_record(
                uri, "metadata", payload, warc_content_type="application/json", warc_headers_dict=headers
            )
        )
        self._flush()

    def close(self) -> Path | None:
        """Ends the file; its name loses `.open`. None when nothing was recorded."""
        if self._path is None or self._file is None:
            return None
        os.fsync(self._file.fileno())
        whole = self._file.tell()
        self._file.close()
        done = self._path.with_name(self._path.name.removesuffix(OPEN))
        self._path.rename(done) if whole else self._path.unlink()
        self._path = self._writer = self._file = None
        return done if whole else None

    def _open(self) -> Writer:
        if self._file is not None and self._file.tell() > self._largest:
            self.close()
        if self._writer is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            name = self._free_name()
            self._path = self.folder / (name + OPEN)
            self._file = FileIO(self._path, "x")
            self._writer = Writer(BytesIO(), gzip=True, warc_version="1.1")
            self._writer.write_record(self._writer.create_warcinfo_record(name, self._info))
        return self._writer

    def _free_name(self) -> str:
        """The next name that no file has; two runs may begin in one second.

        It comes after all former ones even when the clock was put back: files are read in the order of their names.
        """
        former = (path.name.removeprefix(f"{self._slug}-")[:14] for path in self.folder.glob(f"{self._slug}-*-*.warc*"))
        self._stamp = max([self._stamp, *filter(str.isdigit, former)])
        while True:
            name = f"{self._slug}-{self._stamp}-{self._serial:05}.warc.gz"
            self._serial += 1
            if not (self.folder / name).exists() and not (self.folder / (name + OPEN)).exists():
                return name

    def _write(self, exchange: Exchange, same_as: tuple[str, str, str] | None) -> str:
        writer = self._open()
        about = {"WARC-Date": exchange.fetched_at}
        http = StatusAndHeaders(_status_line(exchange.status), list(exchange.headers), protocol="HTTP/1.1")
        if same_as:
            url, moment, digest = same_as
            about |= {"WARC-Refers-To-Target-URI": url, "WARC-Refers-To-Date": moment}
            about |= {"WARC-Profile": NOT_MODIFIED if exchange.status == 304 else REVISIT}
            about |= {"WARC-Payload-Digest": digest}
        response = writer.create_warc_record(
            exchange.url,
            "revisit" if same_as else "response",
            BytesIO(b"" if same_as else exchange.body),
            http_headers=http,
            warc_headers_dict=about,
        )
        asked = StatusAndHeaders(
            f"{exchange.method} {_target(exchange.url)} HTTP/1.1", list(exchange.request_headers), is_http_request=True
        )
        request = writer.create_warc_record(
            exchange.url,
            "request",
            http_headers=asked,
            warc_headers_dict={"WARC-Date": exchange.fetched_at},
        )
        writer.write_request_response_pair(request, response)
        self._flush()
        return capture_id(exchange.url, exchange.fetched_at, same_as[2] if same_as else exchange.digest)

    def _flush(self) -> None:
        """Puts what the writer has made since the last time at the end of the file."""
        assert self._writer is not None
        assert self._file is not None
        made, whole = memoryview(self._writer.out.getvalue()), self._file.tell()
        self._writer.out, left = BytesIO(), made
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            self._file.truncate(whole)
            self._file.seek(whole)
            if not whole:
                self.close()
            raise
        self.written += len(made)


def _status_line(status: int) -> str:
    return f"{status} {responses.get(status, 'Unknown')}"


def _target(url: str) -> str:
    path = url.split("://", 1)[-1].partition("/")[2]
    return "/" + path.partition("#")[0]


def salvage(folder: Path, say: Callable[[str], None]) -> list[Path]:
    """Ends the files that a crash left open: whole records stay, a torn last one goes to `<name>.torn`."""
    saved = []
    for path in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        whole = whole_bytes(path)
        torn = path.stat().st_size - whole
        if torn:
            with path.open("r+b") as file:
                file.seek(whole)
                path.with_name(path.name.removesuffix(OPEN) + ".torn").write_bytes(file.read())
                file.truncate(whole)
            say(f"{path.name}: an earlier run was killed while it wrote; {torn} bytes of its last record set aside")
        done = path.with_name(path.name.removesuffix(OPEN))
        path.replace(done)
        saved.append(done)
    return saved


def whole_bytes(path: Path) -> int:
    """How many bytes of a file are whole gzip members."""
    whole = 0
    with path.open("rb") as file:
        while True:
            file.seek(whole)
            size = _member(file.read)
            if not size:
                return whole
            whole += size


def _member(read: Callable[[int], bytes]) -> int:
    """The bytes of the gzip member that begins here; 0 when it is torn or there is none."""
    unzip, taken = zlib.decompressobj(wbits=31), 0
    while chunk := read(1 << 16):
        try:
            unzip.decompress(chunk)
        except zlib.error:
            return 0
        taken += len(chunk)
        if unzip.eof:
            return taken - len(unzip.unused_data)
    return 0
