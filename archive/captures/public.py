"""A capture in its public form: as it was, or with names masked in it, or not at all; and the reason told in words.

A capture of a page that was read as a statement, of a file attached to one, of a redirect or of an error may be public,
once the names that are withheld from the statements of its site are masked in it. Nobody has read whom a feed, a list
or another page names: these are not handed out.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.captures.charset import Unsure
from archive.captures.masking import READ_AS_TEXT, Masked, Names, mask, mask_text
from archive.captures.private import Private
from archive.captures.records import LARGEST, Damaged, Recorded, digest_of, read_record, write_record

REDIRECTS = range(300, 400)
ENCODINGS = ("content-encoding", "content-length", "transfer-encoding")
AS_RECEIVED = "X-Archive-Orig-"  # the field's own name for a header that no longer holds
WHY = 'names of natural persons, or what was withdrawn: each character is replaced by "_"'


class Kept(ValueError):
    """A capture that is not handed out; the message is the reason, a word that the site and the exports explain."""


@dataclass(frozen=True, slots=True)
class Public:
    """What may be handed out: a WARC record as a gzip member, and the body that it holds.

    `masked` counts characters; 0 says that the record is, byte for byte, the one that was recorded.
    """

    record: bytes
    kind: str
    content_type: str
    body: bytes
    masked: int = 0


Row = dict[str, Any]  # of the table of captures


@dataclass(frozen=True, slots=True)
class Captures:
    """The captures of an archive as the public may have them; `private` says what is withheld from them."""

    db: sqlite3.Connection
    private: Private | None
    folder: Path

    def public(self, row: Row) -> Public:
        """The public form of a capture. Raises `Kept` with the reason where there is none."""
        if self.private is None:
            raise Kept("elsewhere")
        if self.db.execute("select 1 from sites where id = ? and rights = 'excerpt'", [row["site_id"]]).fetchone():
            raise Kept("rights")
        found = self._read(row)
        names = self.private.names(row["site_id"])
        if found.kind == "revisit":
            return self._revisit(row, found, names)
        made = self._body(row, found, names)
        return _answer(row, found, made, names)

    def _read(self, row: Row) -> Recorded:
        try:
            found = read_record(self.folder / Path(row["warc"]).name, row["offset"])
        except FileNotFoundError as error:
            raise Kept("elsewhere") from error
        except Damaged as error:
            raise Kept("damaged") from error
        if found.field("WARC-Target-URI") != row["url"]:
            raise Kept("damaged")
        if len(found.body) > LARGEST:
            raise Kept("large")
        return found

    def _body(self, row: Row, found: Recorded, names: Names) -> Masked:
        """The body that may be public. Raises `Kept`."""
        assert self.private is not None
        read_for = self.private.statements(row["id"])
        if row["status"] < REDIRECTS.start and not read_for:
            raise Kept("unread")
        content_type = found.header("content-type")
        if not found.body or (not names and READ_AS_TEXT.match(row["media_type"])):
            return Masked(found.body)
        if READ_AS_TEXT.match(row["media_type"]):
            try:
                return mask(found.body, content_type, names)
            except Unsure as reason:
                raise Kept(str(reason)) from reason
        # Where no name can be masked, none may be there: its text was read, and its statements withhold nobody.
        if any(map(self.private.withholds, read_for)) or not self._has_text(row):
            raise Kept("format")
        return Masked(found.body)

    def _has_text(self, row: Row) -> bool:
        query = "select 1 from documents where capture_id = ? and text != ''"
        return self.db.execute(query, [row["id"]]).fetchone() is not None

    def _revisit(self, row: Row, found: Recorded, names: Names) -> Public:
        """A revisit of the public form of its original. Raises `Kept` where that has none."""
        original = self.original(row)
        made = self.public(original)
        if not made.masked and mask_text(_told(found), names) == _told(found):
            return Public(found.raw, "revisit", made.content_type, b"")
        fields = _fields(found, "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Profile")
        fields |= {"WARC-Payload-Digest": digest_of(made.body)} | _masked_from(found, made.masked)
        headers = [(name, mask_text(value, names)) for name, value in found.headers]
        record = write_record("revisit", row["url"], found.status, headers, b"", fields)
        return Public(record, "revisit", made.content_type, b"", made.masked)

    def original(self, row: Row) -> Row:
        """The capture that a revisit found unchanged. Raises `Kept` where it is not known."""
        cursor = self.db.execute(
            'select * from captures where sha256 = ? and site_id = ? and status = 200 and fetched_at <= ? and id != ?'
            ' order by fetched_at, id',
            [row["sha256"], row["site_id"], row["fetched_at"], row["id"]],
        )  # fmt: skip
        names = [column[0] for column in cursor.description]
        for values in cursor:
            other = dict(zip(names, values, strict=True))
            if self._read(other).kind == "response":
                return other
        raise Kept("original")


def _answer(row: Row, found: Recorded, made: Masked, names: Names) -> Public:
    told = mask_text(_told(found), names)
    if made.body == found.body and told == _told(found):
        return Public(found.raw, "response", found.header("content-type"), found.body)
    fields = _fields(found) | _masked_from(found, made.count)
    headers = [(name, mask_text(value, names)) for name, value in found.headers]
    if made.count:
        named = {name: AS_RECEIVED + name for name, _ in headers if name.lower() in ENCODINGS}
        headers = [(named.get(name, name), value) for name, value in headers]
        headers.append(("Content-Length", str(len(made.body))))
    record = write_record("response", row["url"], found.status, headers, made.body, fields)
    return Public(record, "response", found.header("content-type"), made.body, max(made.count, 1))


def _told(found: Recorded) -> str:
    return "\n".join(value for _, value in found.headers)


def _fields(found: Recorded, *more: str) -> dict[str, str]:
    return {name: value for name in ("WARC-Date", *more) if (value := found.field(name))}


def _masked_from(found: Recorded, count: int) -> dict[str, str]:
    return {
        "X-Masked": WHY,
        "X-Masked-Characters": str(count),
        "X-Masked-From": found.field("WARC-Record-ID"),
        "X-Masked-Payload-Digest": found.field("WARC-Payload-Digest"),
    }
