"""Bytes that are nearly what they should be: saved answers, cut, doubled, spliced, and strewn with what is odd."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import strategies as st

LARGEST = 1 << 16  # bytes
MANY = (0, 1, 1, 1, 1, 2, 2, 3, 5, 12)  # mutations of one input: most are nearly right, some are not at all
_JOINT = re.compile(rb"""[<>"'{}\[\](),:;=/&\s-]""")
# What breaks readers of any format.
ODD = (
    *b"\x00 \xff \xfe\xff \xff\xfe \xef\xbb\xbf \xed\xa0\x80 \xc3 \xf0\x9f\x92\xa5 \xe2\x80\xae -1 0 1e999".split(b" "),
    *b"% %00 %s ../ http://[ http://[::1]:x/ // javascript:1 data:, \\u0000 \\ud83d \\".split(b" "),
    *b"&#0; &#x110000; &#xd800; &lt; ' \" = ; < >".split(b" "),
    *"\u0301 ² ٣ İ ß \u2028".encode().split(b" "),
    b"", b"\r", b"\n", b"\r\n\r\n", b"\t", b"9" * 25, b"9" * 5000, b" " * 5000, b"a" * 5000,
    b"[" * 3000, b'{"a":' * 3000, b"<b>" * 3000, b"((" * 500,
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of the seeds after some mutations; `words` are what the format is made of."""
    body = draw(st.sampled_from(seeds))
    pieces = st.one_of(st.sampled_from([*words, *ODD]), st.binary(max_size=12))
    for _ in range(draw(st.sampled_from(MANY))):
        start, end = _stretch(draw, body)
        kind = draw(st.sampled_from(("replace", "delete", "insert", "repeat", "move", "splice", "flip", "cut")))
        if kind == "replace":
            body = body[:start] + draw(pieces) + body[end:]
        elif kind == "delete":
            body = body[:start] + body[end:]
        elif kind == "insert":
            body = body[:start] + draw(pieces) * draw(st.sampled_from((1, 1, 2, 30, 1000))) + body[start:]
        elif kind == "repeat":
            body = body[:start] + body[start:end] * draw(st.sampled_from((2, 3, 50, 1000))) + body[end:]
        elif kind == "move":
            place, _ = _stretch(draw, body)
            body = body[:place] + body[start:end] + body[place:]
        elif kind == "splice":
            other = draw(st.sampled_from(seeds))
            here, there = _stretch(draw, other)
            body = body[:start] + other[here:there] + body[end:]
        elif kind == "flip" and body:
            place = min(start, len(body) - 1)
            body = body[:place] + bytes([body[place] ^ (1 << draw(st.integers(0, 7)))]) + body[place + 1 :]
        elif kind == "cut":
            body = body[start:end] if draw(st.booleans()) else body[:end]
        body = body[:LARGEST]
    return body


def _stretch(draw: st.DrawFn, body: bytes) -> tuple[int, int]:
    """Two places, mostly where the format has its joints."""
    places = [found.start() for found in _JOINT.finditer(body)] if draw(st.booleans()) else []
    if places:
        first = draw(st.integers(0, len(places) - 1))
        last = min(len(places) - 1, first + draw(st.integers(0, 12)))
        return places[first] + draw(st.integers(0, 1)), places[last] + draw(st.integers(0, 1))
    first = draw(st.integers(0, len(body)))
    return first, min(len(body), first + draw(st.integers(0, 200)))
