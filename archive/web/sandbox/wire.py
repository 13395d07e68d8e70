"""What parent and child say to each other: plain values, each with its length before it."""

from __future__ import annotations

import marshal
import socket
import struct
from typing import Any, NamedTuple

HEAD = struct.Struct(">I")


class Question(NamedTuple):
    """A query, its parameters, its time in milliseconds, and after how many rows the answer is cut (0: never)."""

    sql: str
    params: dict[str, Any] | list[Any]
    time: int
    rows: int


class Answer(NamedTuple):
    """Columns and rows, and whether there were more; or, in `error`, why there are none (« interrupted » among it)."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    cut: bool
    error: str = ""


def packed(value: Question | Answer) -> bytes:
    """The bytes of a message."""
    body = marshal.dumps(tuple(value))
    return HEAD.pack(len(body)) + body


def unpacked(body: bytes) -> Any:
    """The values of a message, without its length."""
    return marshal.loads(body)


def receive(connection: socket.socket) -> bytes | None:
    """The next message of a blocking socket; None when the other side is gone."""
    head = _exactly(connection, HEAD.size)
    return _exactly(connection, HEAD.unpack(head)[0]) if head else None


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)
