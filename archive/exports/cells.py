"""Texts as a spreadsheet's cells: nothing in them is run, nothing is lost, and `restored` gives back what they were.

Two rules. A text that a spreadsheet would run as a formula gets an apostrophe in front; for a French spreadsheet's CSV
also one that it would take for a number, a date or a truth value. A character that no spreadsheet can hold stands as
its picture (« ␀ » for NUL), and a picture that stood in the text already is told from these by « ␦ » before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps

MARK = "'"
ESCAPE = "␦"
_SPACE = r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*"
# Apostrophes count as nothing, so that marking a marked text can be undone.
_LIVE = re.compile(rf"{MARK}*(?:[\t\n]|{_SPACE}[=+\-@＝＋－＠﹢﹣﹦﹫])")
_MONTHS = (
    r"janv(?:ier|\.)?|jan(?:uary|\.)?|f[ée]vr?(?:ier|\.)?|feb(?:ruary|\.)?|mars|mar(?:ch|\.)?|avr(?:il|\.)?|apr(?:il|\.)?"
    r"|mai|may|juin|june?|juil(?:let|\.)?|july?|ao[ûu]t|aug(?:ust|\.)?|sept?(?:embre|ember|\.)?|oct(?:obre|ober|\.)?"
    r"|nov(?:embre|ember|\.)?|d[ée]c(?:embre|ember|\.)?"
)
_DAYS = (
    r"lun(?:di|\.)?|mar(?:di|\.)?|mer(?:credi|\.)?|jeu(?:di|\.)?|ven(?:dredi|\.)?|sam(?:edi|\.)?|dim(?:anche|\.)?"
    r"|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_SHORT = 300  # characters
_LONGEST = 80  # characters: what is longer is no number and no date
_READ = re.compile(
    rf"{MARK}*(?:{_SPACE}(?=.*\d)(?:[\d\s.,:;/%‰€$£¥()°'’_-]|\b(?:{_MONTHS}|{_DAYS}|EUR|USD)\b|er\b|[ehtz]|[ap]m\b)+"
    rf"|{_SPACE}(?:vrai|faux|true|false){_SPACE}"
    r"|#(?:N/A|REF!|DIV/0!|VALEUR!|VALUE!|NOM\?|NAME\?|NOMBRE!|NUM!|NULL?!))",
    re.I | re.S,
)
_HELD = "\t\n"  # the control characters that a cell can hold
_PICTURES = {chr(code): chr(0x2400 + code) for code in range(32) if chr(code) not in _HELD}
_PICTURES |= {"\ufffe": f"{ESCAPE}E", "\uffff": f"{ESCAPE}F"}  # no characters at all, and no XML
_PICTURES |= {sign: ESCAPE + sign for sign in [*map(chr, range(0x2400, 0x2420)), ESCAPE]}
_DRAW = str.maketrans(_PICTURES)
_SIGNS = {picture: sign for sign, picture in _PICTURES.items()}
_DRAWN = re.compile("|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True))))
_CONTROLS = bytes(code for code in range(32) if chr(code) not in _HELD)


def remembering(way: Callable[[str], str]) -> Callable[[str], str]:
    """The same way, remembering short texts: a title stands beside each of its statement's signatures."""
    remembered = lru_cache(4096)(way)

    @wraps(way)
    def again(text: str) -> str:
        return remembered(text) if len(text) <= _SHORT else way(text)

    return again


@remembering
def harmless(text: str) -> str:
    """The text as a cell that nothing runs."""
    text = drawn(text)
    # An apostrophe that the other way of writing would have put there is told from one that the text begins with.
    return MARK + text if _LIVE.match(text) or (text.startswith(MARK) and is_read(text)) else text


@remembering
def literal(text: str) -> str:
    """The text as a cell of a French spreadsheet's CSV, which is taken for text and nothing else."""
    text = drawn(text)
    return MARK + text if _LIVE.match(text) or is_read(text) else text


def restored(cell: str) -> str:
    """What the text of a CSV's cell was, whichever of the two ways it was written."""
    bare = cell.removeprefix(MARK)
    return undrawn(bare if bare != cell and (_LIVE.match(bare) or is_read(bare)) else cell)


def is_live(text: str) -> bool:
    """Whether a spreadsheet would run the text as a formula."""
    return _LIVE.match(text) is not None


def is_read(text: str) -> bool:
    """Whether a spreadsheet would take the text for a number, a date or a truth value."""
    return len(text.lstrip(MARK)) <= _LONGEST and _READ.fullmatch(text) is not None


def drawn(text: str) -> str:
    """The text with pictures in place of what no cell can hold."""
    return text.translate(_DRAW) if _is_odd(text) else text


def undrawn(text: str) -> str:
    """What a text was before pictures were drawn in it, as in the cells of a workbook."""
    return _DRAWN.sub(lambda match: _SIGNS[match[0]], text) if _is_odd(text) else text


def _is_odd(text: str) -> bool:
    # On bytes this is twenty times as fast as any pattern, and every cell is asked.
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw.translate(None, _CONTROLS)) != len(raw) or b"\xe2\x90" in raw or b"\xef\xbf" in raw
