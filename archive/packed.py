"""The HTML of a text, kept beside it in a fiftieth of its room: most of it is the text, marked up as one guesses."""

from __future__ import annotations

import zlib

WINDOW = 32_768  # bytes that zlib looks back


def pack(html: str, text: str) -> bytes:
    """HTML that says a text, to be unpacked beside the same text."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=_dictionary(text))
    return packer.compress(html.encode()) + packer.flush()


def unpack(packed: bytes, text: str) -> str:
    """The HTML that was packed. Raises zlib.error when the text is another."""
    return zlib.decompressobj(-15, _dictionary(text)).decompress(packed).decode()


def _dictionary(text: str) -> bytes:
    guessed = text.replace("\n• ", "</li><li>").replace("\n\n", "</p><p>").replace("\n", "<br>")
    return guessed.encode()[-WINDOW:]
