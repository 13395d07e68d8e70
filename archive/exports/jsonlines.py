"""Rows as JSON Lines: one object a line, UTF-8, every value as the archive holds it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from archive.exports.columns import Column, Values

ROWS = 500  # written at once


def write_jsonlines(columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[bytes]:
    """The rows in pieces of UTF-8. Nothing is marked or drawn: JSON holds every character."""
    names = [column.name for column in columns]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines: list[str] = []
    for row in rows:
        lines.append(encode(dict(zip(names, row, strict=True))) + "\n")
        if len(lines) == ROWS:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()
