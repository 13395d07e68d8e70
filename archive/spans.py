"""Stretches of a text, and what stands at their ends without being part of a name: marks of items, small words."""

from __future__ import annotations

import re
from functools import cache

from archive.keys import fold, key, remembered
from archive.shape import tidy
from archive.words import any_of, keys, pattern, words

Span = tuple[int, int]

# No name is longer. What is, is a text that nobody cut, and would cost time without end.
LONGEST = 600
BULLETS = "•∙●○▪■□◦‣⁃►▶▸➔→➤➢➜⇒✓✔☑✅★☆♦◆❖✦✊✱§"
# A mark before an item: a symbol, a lone « o », a number or letter with its point. A hyphen may touch the name.
MARK = re.compile(
    rf"\s*(?:[{BULLETS}»›·*+~>|–—−‑-]+\s*|o\s+(?=[^\W\d_])|[a-z]\)\s+"
    r"|(?:n°\s*)?\(?\d{1,3}(?:[.)]|\s?[°/-])(?:\s+(?=[^\W_])|(?=[A-ZÀ-Ý«]|\d[^\W\d_])))"
)
# A line set in: where no line is, none stands a level below another.
INDENTED = re.compile(r"\n[^\S\n]+[^\s]")
_LINK = re.compile(r"\s*[-–—:,(]*\s*(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w+)\)?$", re.I)
# What no link, and no mark of a note, does without.
_OF_LINK = re.compile(r"://|www\.|@", re.I)
_OF_NOTE = frozenset("*])¹²³⁴⁵⁶⁷⁸⁹†‡")
_NOTE = re.compile(r"(?:\s*(?:\*+|\[\d+\]|\(\d\)|[¹²³⁴⁵⁶⁷⁸⁹†‡]))+$")
_REPRESENTING = re.compile(r"Pour (?:l[ea]s? |l['’])?[^:]{2,60}:\s")
_NOBILITY = re.compile(r"(?:(?:LA|LE|LES|L['’]|DU|DES)\s*)?[A-ZÀ-Ý]{3,}\S*\s+[A-ZÀ-Ý][a-zà-ÿ]")


def strip(text: str, span: Span) -> Span:
    """The span without the spaces and line breaks at its ends."""
    start, end = span
    piece = text[start:end]
    if not (piece[:1].isspace() or piece[-1:].isspace()):
        return span
    bare = piece.lstrip()
    start = end - len(bare)
    return start, start + len(bare.rstrip())


def trim(text: str, span: Span) -> Span:
    """The span of the name alone: without marks, small words before it, and the punctuation of the list."""
    start, end = _trimmed(text[slice(*span)])
    return span[0] + start, span[0] + end


@remembered
def _trimmed(text: str) -> Span:
    if tidy(text):
        return 0, len(text)
    start, end = strip(text, (0, len(text)))
    while start < end:
        mark = MARK.match(text, start, end)
        small = before_name().match(fold(text[start : start + 40]), 0, end - start)
        if mark and start < mark.end() < end:
            start = mark.end()
        elif small and _stands_before(text[start:end], small):
            start += small.end()
        elif text[start] in ",;:–—/|•·.…\\" or text[start].isspace():
            start += 1
        else:
            break
    return strip(text, (start, _end_of_name(text, start, end)))


def is_name_start(text: str) -> bool:
    """Whether a text begins as names do: with a capital, a figure, an opening quote."""
    return text[:1].isupper() or text[:1].isdigit() or text[:1] in ("«", "“", '"', "#")


@cache
def conjunctions() -> str:
    """« et », « and », « ainsi que » …: an expression over folded text."""
    return any_of(re.escape(word) for word in words("names", "conjunctions")).pattern


@cache
def small_words() -> str:
    """Articles and prepositions: an expression over folded text."""
    return any_of(re.escape(word) for word in words("names", "articles") | words("names", "prepositions")).pattern


@cache
def before_name() -> re.Pattern[str]:
    """One small word before a name, or a conjunction."""
    return re.compile(rf"(?:{conjunctions()}|{small_words()})(?:\s+|(?<=')|$)")


def _stands_before(item: str, small: re.Match[str]) -> bool:
    """Whether the small word is none of the name's: set in lower case, with something to stand before."""
    rest = item[small.end() :].lstrip()
    word = small[0].strip()
    if not rest:
        return False
    if not item[0].islower() and item[0] != "&":
        return word == "pour" and _REPRESENTING.match(item) is not None
    if word in ("de", "d'", "des", "du") and _NOBILITY.match(rest):
        # « de LAUZUN Isabelle » keeps its particle, « de FNE Ain » does not.
        return key(rest.split()[0]) in keys("bodies", "acronyms") | keys("names", "heads")
    following = before_name().match(fold(rest[:40]))
    inner = rest[following.end() :] if following and rest[0].islower() else rest
    return bool(inner) and (not inner[0].islower() or _may_be_lower(inner))


def _may_be_lower(rest: str) -> bool:
    """« collectif Sud », « wikimedia.example »: names that may begin in lower case."""
    first = re.split(r"[\s'’-]", rest, maxsplit=1)[0]
    return key(first) in keys("names", "heads") or "." in first.strip(".") or " " not in rest


def _end_of_name(text: str, start: int, end: int) -> int:
    while end > start:
        item = text[start:end]
        beyond = (_LINK.search(item) if _OF_LINK.search(item) else None) or (
            _NOTE.search(item) if item[-1] in _OF_NOTE else None
        )
        if beyond and beyond.start() > 0:
            end = start + beyond.start()
        elif (
            item[-1].isspace()
            or item[-1] in ",;:|•·…/\\►–—*(["
            or item.endswith(("...", " -", ")-"))
            or (item[-1] == "." and not _is_abbreviated(item))
            or (item[-1] == ")" and item.count(")") > item.count("("))
        ):
            end -= 1
        else:
            break
    return end


def _is_abbreviated(item: str) -> bool:
    last = fold(item.split()[-1])
    if len(last) == 2 and key(item.split()[0]) in keys("persons", "given"):  # « Aïcha B. »
        return True
    return last in words("names", "abbreviations") or re.fullmatch(r"(?:[^\W\d_]\.){2,}", last) is not None


def is_nobody(folded: str) -> bool:
    """Whether a folded item is « etc. », « liste en cours »: words that name nobody."""
    return pattern("names", "nobody").fullmatch(folded) is not None
