"""A readable view of a source: tags, entities and broken encodings resolved, every slice traceable to the raw text.

Plain text maps to itself. In HTML a block element or `<br>` ends a line, an item begins with « • », the cells of a row
are parted by « | », a picture stands for its `alt` text. What the reader does not see is left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

_PARAGRAPHS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr html main menu nav ol p pre section summary table tbody tfoot thead ul".split()
)
_LINES = frozenset("br caption li tr option".split())
_SILENT = frozenset("head script style template noscript svg textarea select button title iframe object".split())
# How many line ends stand before and after an element.
_BREAKS = {**dict.fromkeys(_PARAGRAPHS, 2), **dict.fromkeys(_LINES, 1)}
# Elements that show, besides what they hold: the others (« b », « span ») are passed over.
_SHOWN = _BREAKS.keys() | _SILENT | {"img", "td", "th", "a"}


def _broken(char: str) -> str:
    """How UTF-8 looks when it was read as Windows-1252: « é » as « Ã© »."""
    return "".join(
        bytes([byte]).decode("cp1252", errors="replace").replace("\ufffd", chr(byte)) for byte in char.encode()
    )


_MENDED = {
    _broken(char): char for char in map(chr, [*range(0xA0, 0x180), *range(0x2010, 0x2040), 0x20AC, 0x2122, 0x202F])
}
_MENDED |= {
    shape.replace("\xa0", " "): char for shape, char in _MENDED.items() if shape.endswith("\xa0") and char in "àÀ"
}
_UNSEEN = r"\u00ad\u200b-\u200f\u2060\ufeff\r"
# One character of these first, which is found fast; then what it may be the beginning of.
_MARKS = (
    rf"[<&{_UNSEEN}](?:"
    r"(?<=<)(?:!--|/?(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?=[\s/>])[^<>]*)>|[!?][a-zA-Z][^<>]*>)"
    r"|(?<=&)(?:amp;)*(?P<entity>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
    rf"|(?<![<&])(?P<unseen>[{_UNSEEN}]*))"
)
_TOKEN = re.compile(
    _MARKS
    + r"|(?P<broken>"
    + "|".join(sorted(map(re.escape, _MENDED), key=lambda shape: -len(shape)))
    + r")|(?P<composed>[^\W\d_][\u0300-\u036f]+)"
)
# Most sources are whole: what two searches say at once need not be looked for at every letter.
_WHOLE_TOKEN = re.compile(_MARKS)
_COMBINING = re.compile(r"[\u0300-\u036f]")
_BROKEN_FIRST = frozenset(shape[0] for shape in _MENDED)
_BROKEN = re.compile(
    f"[{''.join(sorted(map(re.escape, _BROKEN_FIRST)))}][{''.join(sorted({re.escape(shape[1]) for shape in _MENDED}))}]"
)
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_MARKUP = re.compile(r"<(?:/?(?:" + "|".join(sorted(_PARAGRAPHS | _LINES)) + r"))(?=[\s/>])", re.I)


# A stretch of the view: its start there, its start and length in the raw text, whether both are the same characters.
_Segment = tuple[int, int, int, bool]


class View:
    """The text of a source as a reader sees it. `original` gives back what the source has for a slice of it."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._parts: list[str] = []
        self._segments: list[_Segment] = []
        self._size = 0
        self._breaks = 2
        self._marked_up = _MARKUP.search(raw) is not None
        self._read(raw)
        self.text = "".join(self._parts)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the raw source that a slice of the view was made from."""
        if end <= start or not self._segments:
            return 0, 0
        return self._raw_start(start), self._raw_end(end - 1)

    @cached_property
    def _starts(self) -> list[int]:
        return [segment[0] for segment in self._segments]

    def _at(self, place: int) -> _Segment:
        return self._segments[max(0, bisect_right(self._starts, place) - 1)]

    def _raw_start(self, place: int) -> int:
        start, raw, _, verbatim = self._at(place)
        return raw + (place - start if verbatim else 0)

    def _raw_end(self, place: int) -> int:
        start, raw, length, verbatim = self._at(place)
        return raw + (place - start + 1 if verbatim else length)

    # --- reading ---------------------------------------------------------------------------------------------------

    def _read(self, raw: str) -> None:
        place, unclosed, after_link = 0, False, False
        broken = any(first in raw for first in _BROKEN_FIRST) and _BROKEN.search(raw)
        token = _TOKEN if broken or _COMBINING.search(raw) else _WHOLE_TOKEN
        while match := token.search(raw, place):
            start, end = match.span()
            if start > place:
                self._plain(place, start)
                after_link = after_link and raw[place:start].isspace()
            place, kind = end, match.lastgroup
            if kind == "rest":
                tag, closing = match["tag"].lower(), raw[start + 1] == "/"
                if tag in _SHOWN:
                    place = self._tag(match, tag, closing, between_links=after_link and tag == "a" and not closing)
                    after_link = closing if tag == "a" else after_link and tag != "img"
            elif kind is not None:
                self._char(match, kind)
            elif match[0] == "<!--":
                end = -1 if unclosed else raw.find("-->", place)
                unclosed = unclosed or end < 0
                place = end + 3 if end >= 0 else place
        self._plain(place, len(raw))

    def _plain(self, start: int, end: int) -> None:
        if start == end:
            return
        text = self.raw[start:end]
        if not self._marked_up:
            self._add(text, start, end - start, verbatim=True)
        elif not (text.isspace() and self._breaks):
            self._add(text.replace("\n", " "), start, end - start, verbatim=True)

    def _add(self, text: str, raw: int, length: int, *, verbatim: bool = False) -> None:
        if text:
            self._segments.append((self._size, raw, length, verbatim))
            self._parts.append(text)
            self._size += len(text)
            self._breaks = 0

    def _end_line(self, breaks: int, raw: int, length: int) -> None:
        """Ends the line, with an empty one after it for two breaks, however many elements end here."""
        if breaks > self._breaks:
            before = self._breaks
            self._add("\n" * (breaks - before), raw, length)
            self._breaks = breaks

    def _char(self, match: re.Match[str], kind: str) -> None:
        if kind == "entity":
            shown = html.unescape(f"&{match['entity']};")
            plain = match[0] if shown == f"&{match['entity']};" else shown.replace("\xad", "").replace("\u200b", "")
        elif kind == "broken":
            plain = _MENDED[match["broken"]]
        else:
            plain = unicodedata.normalize("NFC", match["composed"]) if kind == "composed" else ""
        self._add(plain, match.start(), len(match[0]))

    def _tag(self, match: re.Match[str], tag: str, closing: bool, *, between_links: bool) -> int:
        """Shows a tag; gives back where reading goes on."""
        start, end = match.span()
        if tag in _SILENT and not closing:
            return self._skip(tag, end)
        if tag == "img" and (alt := _ALT.search(self.raw, start, end)):
            self._picture(alt)
            return end
        if (breaks := _BREAKS.get(tag, int(between_links))) > self._breaks:
            self._end_line(breaks, start, end - start)
        if tag == "li":
            if not closing:
                self._add("• ", start, end - start)
            self._breaks = 2  # « <li><p> »: the mark and the name share a line.
        elif closing and tag in ("td", "th"):
            self._add(" | ", start, end - start)
        return end

    def _skip(self, tag: str, place: int) -> int:
        """Past the element that holds nothing to read; just past its opening when it is never closed."""
        end = self._closings.get(tag)
        if end is None:
            end = self._closings[tag] = [found.start() for found in re.finditer(rf"</{tag}\b", self.raw, re.I)]
        after = bisect_right(end, place - 1)
        return end[after] if after < len(end) else place

    @cached_property
    def _closings(self) -> dict[str, list[int]]:
        return {}

    def _picture(self, alt: re.Match[str]) -> None:
        group = 1 if alt[1] is not None else 2
        shown = html.unescape(alt[group]).replace("\n", " ").strip()
        name = any(map(str.isalpha, shown))
        # SPIP 3.2 typesets « - » at the start of a line as a picture of a dash.
        self._end_line(int(name), alt.start(group), 0)
        self._add(
            shown if name else f"{shown} ", alt.start(group), len(alt[group]), verbatim=shown == alt[group] and name
        )
        self._end_line(int(name), alt.end(group), 0)
