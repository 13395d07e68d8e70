"""The characters of a capture, one to one with its bytes, so that what is changed in them goes back unharmed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I)
HEAD = 4096  # bytes in which a page names its charset
# What pages say and what browsers take it to mean (WHATWG Encoding Standard), by Python's name of the codec.
BROWSER_NAMES = {"iso8859-1": "cp1252", "ascii": "cp1252"}
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
ZEROS = 20  # one NUL in so many characters is no text of eight bits
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


class Unsure(ValueError):
    """What a capture says cannot be told for sure; the message is the reason, a word of `REASONS`."""


REASONS = ("format", "charset", "damaged", "traces")


@dataclass(frozen=True, slots=True)
class Text:
    """A body as characters. Bytes that are no UTF-8 in a page of UTF-8 stand as lone surrogates in `written`."""

    written: str
    codec: str
    errors: str = "strict"

    @property
    def meant(self) -> str:
        """The characters that a reader sees, each where it is `written`: stray bytes are windows-1252."""
        return self.written.translate(_WINDOWS) if self.errors != "strict" else self.written

    def bytes(self, written: str) -> bytes:
        """Other characters in the same charset. Raises `Unsure` where it has them not."""
        try:
            return written.encode(self.codec, self.errors)
        except UnicodeError as error:
            raise Unsure("charset") from error


def read(body: bytes, content_type: str = "") -> Text:
    """The characters of a body, a byte order mark included. Raises `Unsure` when they do not give the same bytes again.

    UTF-8 where it is valid, else the declared charset, else UTF-8 with bytes of windows-1252 in it: as pages are read.
    """
    text = _read(body, content_type)
    if text.bytes(text.written) != body or (not text.codec.startswith("utf-16") and _has_zeros(text.written)):
        raise Unsure("charset")
    return text


def _has_zeros(text: str) -> bool:
    return text.count("\0") * ZEROS > len(text)


def _read(body: bytes, content_type: str) -> Text:
    codec = next((codec for mark, codec in MARKS if body.startswith(mark)), "")
    try:
        return Text(body.decode(codec or "utf-8"), codec or "utf-8")
    except UnicodeDecodeError as error:
        if codec.startswith("utf-16"):
            raise Unsure("charset") from error
    declared = CHARSET.search(content_type.encode("latin-1", "replace")) or CHARSET.search(body[:HEAD])
    try:
        name = codecs.lookup(declared.group(1).decode("ascii")).name if declared else ""
        name = BROWSER_NAMES.get(name, name)
        if name and not name.startswith("utf"):
            return Text(body.decode(name), name)
    except (LookupError, UnicodeError):
        pass  # an unknown or wrong name: what the bytes themselves say
    return Text(body.decode("utf-8", "surrogateescape"), "utf-8", "surrogateescape")
