"""The names of groups within a list of signatories: « Associations : », « Partis et mouvements », « Bretagne »."""

from __future__ import annotations

import re

from scraper.introductions import is_otherwise
from scraper.sheet import Sheet, fold, pattern, remembered, words

# What a name ends in that goes on with what follows.
_UNFINISHED = re.compile(r"(?:[,;/&(•·|+]|\s[-–—]|\b(?:et|and|y|de|du|des|la|le|les|pour|par|l['’]|d['’]))$")
# What every such end is, alone or as the end of a longer word.
_ENDS = (*",;/&(•·|+-–—'’\n", "et", "and", "y", "de", "du", "des", "la", "le", "les", "pour", "par")
_NAME_INSIDE = re.compile(r"[,;(]|\s[A-ZÀ-Ý]{2,}\b|\d|\s[A-ZÀ-Ý][a-zà-ÿ]")


def is_unfinished(text: str) -> bool:
    """Whether a text ends in what goes on with what follows."""
    return text.endswith(_ENDS) and _UNFINISHED.search(text, max(0, len(text) - 9)) is not None


def is_section(sheet: Sheet, line: int) -> bool:
    """Whether a line is, or begins with, the name of a group of signatories."""
    kind = section_of(sheet.text[slice(*sheet.body(line))])
    if kind == "region":
        return _heads_group(sheet, line)
    return kind == "named" or (kind == "labelled" and not is_otherwise(sheet, line))


def _heads_group(sheet: Sheet, line: int) -> bool:
    """Whether a line stands over the next one and below an empty one: « Bretagne » over the names from there."""
    if not 0 < line < len(sheet.lines) - 1 or sheet.marked(line):
        return False
    following = sheet.next(line, 1)
    if following is None:
        return False
    items = sheet.marked(following) != ""
    apart = sheet.line(line - 1) == "" or (items and sheet.marked(line - 1) != "")
    return apart and (items or following == line + 1)


@remembered
def section_of(body: str) -> str:
    """ "named" for a group of signatories, "labelled" for words and a colon alone on a line, "region", or empty."""
    label, colon, rest = fold(body[:200]).partition(":")
    label = label.strip()
    if colon and not rest.strip() and len(body) < 200:
        return "labelled" if len(label) <= 90 else ""
    if not colon and len(label) < 40 and label in words("regions"):
        return "region"
    if len(label) > 80 or not pattern("sections").fullmatch(label) or is_unfinished(label):
        return ""
    return "named" if colon or not _NAME_INSIDE.search(body) else ""


def rest_of_section(sheet: Sheet, line: int) -> str:
    """What stands behind the name of a group on its line."""
    start, end = sheet.body(line)
    _, _, rest = sheet.text[start:end].replace("|", ":", 1).partition(":")
    return rest.strip()
