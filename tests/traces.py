"""Where a text is left among files: as bytes in plain, in UTF-16, inside gzip, inside what is packed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path


def forms(text: str) -> dict[str, bytes]:
    """The bytes that a text may be written in; every form is as sure a sign as the other."""
    plain = {"utf-8": text.encode(), "utf-16-le": text.encode("utf-16-le"), "utf-16-be": text.encode("utf-16-be")}
    plain["json"] = "".join(c if ord(c) < 128 else f"\\u{ord(c):04x}" for c in text).encode()
    plain["html"] = escape(text).encode("ascii", "xmlcharrefreplace")
    plain["latin-1"] = text.encode("latin-1", "replace")
    return plain


def contents(raw: bytes) -> Iterator[bytes]:
    """What is in a file: its bytes; of each gzip member in it, the unpacked ones; of a packed file, every part."""
    yield raw
    place = raw.find(b"\x1f\x8b\x08")
    while place >= 0:
        unzip = zlib.decompressobj(wbits=31)
        try:
            inner = unzip.decompress(raw[place:])
        except zlib.error:
            inner = b""
        if inner:
            yield from contents(inner)
        taken = len(raw) - place - len(unzip.unused_data) if unzip.eof else 1
        place = raw.find(b"\x1f\x8b\x08", place + max(taken, 1))
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for name in packed.namelist():
                yield from contents(packed.read(name))


def traces(folder: Path, texts: Iterable[str]) -> list[str]:
    """Each text that is found, with the file and the form: whatever the case, also in the names of files."""
    wanted = {(text, name): raw.lower() for text in texts for name, raw in forms(text).items()}
    found = set[str]()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for content in (str(path.relative_to(folder)).encode(), *contents(path.read_bytes())):
            low = content.lower()
            found |= {
                f"{path.relative_to(folder)}: {text} ({name})" for (text, name), raw in wanted.items() if raw in low
            }
    return sorted(found)
