"""A document without its markup and escapes, each character still at its own place.

Every function gives a text as long as the one it takes: what an escape means stands where the escape begins, and the
rest of it is `FILL`; tags are spaces or `TAG`. So what is found in the result is found in the document.
"""

from __future__ import annotations

import re
from html import unescape

from archive.keys import INVISIBLE

FILL, TAG = "\0", "\1"
_ENTITY = re.compile(
    rf"&{FILL}*(?:#{FILL}*(?:[xX][0-9a-fA-F{FILL}]{{1,40}}|[0-9][0-9{FILL}]{{0,40}})|[A-Za-z][A-Za-z0-9{FILL}]{{0,60}});?"
)
_JSON = re.compile(r"\\\\*(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtbf])|(/))")
_HEX = "[0-9a-fA-F]"
_PERCENT = re.compile(rf"%[cdCD]{_HEX}%[89abAB]{_HEX}|%[eE]{_HEX}(?:%[89abAB]{_HEX}){{2}}|%{_HEX}{{2}}")
_TAG = r"<\0*/?\0*[A-Za-z?][^<>]*>|<!--.*?(?:-->|\Z)|<!\[CDATA\[|<\0*/?\0*![^<>]*>"
_TAGS, _MARKUP = re.compile(_TAG, re.S), re.compile(rf"{_TAG}|\]\]>", re.S)  # what begins with one sign is found sooner
_AT_TAGS, _AT_MARKUP = (re.compile(f"({one.pattern})", re.S) for one in (_TAGS, _MARKUP))
_HIDDEN = [chr(code) for code in INVISIBLE]
_UNSEEN = re.compile(rf"[\u0300-\u036f{''.join(_HIDDEN)}]")
_ACCENTS = (b"\xcc", b"\xcd")  # in UTF-8, with one of these begins each mark that stands apart from its letter
# Elements that end no word (HTML, « phrasing content »).
_INLINE = re.compile(
    r"<!--|<\0*/?\0*(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong"
    r"|sub|sup|tt|u|var|wbr)(?![\w-])",
    re.I,
)
DEPTH = 3  # of escapes within escapes: HTML in XML in JSON


def unescaped(text: str) -> str:
    """Character references, JSON's and JavaScript's escapes and percent codes as what they mean; marks that stand apart
    from their letters, and what no reader sees, are `FILL`.
    """
    text = _JSON.sub(_json, text) if "\\" in text else text
    text = _PERCENT.sub(_percent, text) if "%" in text else text
    text = _ENTITY.sub(_entity, text) if "&" in text else text
    return _UNSEEN.sub(FILL, text) if _may_hold_unseen(text) else text


def _may_hold_unseen(text: str) -> bool:
    if text.isascii():
        return False
    told = text.encode("utf-8", "surrogatepass")
    return any(mark in told for mark in _ACCENTS) or any(mark in text for mark in _HIDDEN)


def apart(text: str) -> list[str]:
    """The text cut at its tags and comments: what stands before the first one, that one, and so on."""
    return (_AT_MARKUP if "]]>" in text else _AT_TAGS).split(text)


def bare(text: str, inline: str = " ", block: str = " ") -> str:
    """The text without tags and comments: what stands in place of those within words, and of all others."""
    if inline == block:
        return (_MARKUP if "]]>" in text else _TAGS).sub(lambda found: block * len(found[0]), text)
    return _MARKUP.sub(lambda found: (inline if _INLINE.match(found[0]) else block) * len(found[0]), text)


def views(text: str) -> list[str]:
    """The document as it may be read: as it stands; without its tags, with gaps in their place, without, with some.

    The same for what its escapes mean, and for what the escapes in these mean.
    """
    found = list[str]()
    for _ in range(DEPTH):
        meant = unescaped(text)
        if found and meant == text:
            break
        text = meant
        bared = (bare(text), bare(text, TAG), bare(text, TAG, TAG)) if _MARKUP.search(text) else ()
        found += [text, *bared]
    return found


def _filled(meant: str, length: int) -> str:
    return meant[:length] + FILL * (length - len(meant))


def _entity(found: re.Match[str]) -> str:
    return _filled(unescape(found[0].replace(FILL, "")), len(found[0]))


def _json(found: re.Match[str]) -> str:
    code, short, control, slash = found.groups()
    if control:
        return " " * len(found[0])
    return _filled(slash or chr(int(code or short, 16)), len(found[0]))


def _percent(found: re.Match[str]) -> str:
    raw = bytes.fromhex(found[0].replace("%", ""))
    try:
        return _filled(raw.decode("utf-8"), len(found[0]))
    except UnicodeDecodeError:
        meant = raw.decode("cp1252", "replace")
        return "".join(char + FILL * 2 for char in meant)
