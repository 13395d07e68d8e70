"""The signatories of a text or of an HTML document: found, cut, resolved. What `signataires signatories` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.listed import cut_alike
from archive.model import Block, Match
from archive.names import split_names
from archive.resolve import Directory
from scraper.signatories import find_blocks
from scraper.source import View


def signatories_of(raw: str, directory: Directory) -> list[dict[str, Any]]:
    """One dictionary a signatory, in the order of the source; `as_written` is the exact slice from `start`."""
    view = View(raw)
    return [told for block in find_blocks(view.text) for told in _of_block(view, block, directory)]


def _of_block(view: View, block: Block, directory: Directory) -> Iterator[dict[str, Any]]:
    names = split_names(block, directory)
    plain = cut_alike(block, names)
    for name in names:
        if item := directory.reviewed(name)[0]:
            match = directory.match(item)
            yield _told(view, match if name in plain else replace(match, evidence="registry"))


def _told(view: View, match: Match) -> dict[str, Any]:
    item = match.signatory
    start, end = view.original(item.start, item.start + len(item.as_written))
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
        "evidence": match.evidence,
        "confidence": match.confidence,
        "start": start,
    }
