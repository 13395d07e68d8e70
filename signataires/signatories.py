"""The signatories of a text or of an HTML document: found, cut, resolved. What `signataires signatories` prints."""

from __future__ import annotations

from typing import Any

from archive.model import Signatory
from archive.names import split_names
from archive.resolve import Directory
from scraper.signatories import find_blocks
from scraper.source import View


def signatories_of(raw: str, directory: Directory) -> list[dict[str, Any]]:
    """One dictionary a signatory, in the order of the source; `as_written` is the exact slice from `start`."""
    view = View(raw)
    names = (item for block in find_blocks(view.text) for item in split_names(block, directory))
    return [_told(view, item, directory) for name in names if (item := directory.reviewed(name)[0])]


def _told(view: View, item: Signatory, directory: Directory) -> dict[str, Any]:
    start, end = view.original(item.start, item.start + len(item.as_written))
    match = directory.match(item)
    return {
        "as_written": view.raw[start:end],
        "name": item.name,
        "acronym": item.acronym,
        "other_acronyms": list(item.other_acronyms),
        "kind": item.kind,
        "role": item.role,
        "section": item.section,
        "support": item.support,
        "organisation": match.organisation,
        "match": match.match,
        "start": start,
    }
