"""The place of each public value: found when statements change, read again by `verify`.

`places` names for a title, a date and every name of a list the capture that says it, and from which character to which
of the document: of the page as it stands, or, for a PDF, of the text that PDFium reads in it (`within`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.captures.charset import Unsure, read
from archive.captures.places import Document, Span, holds
from archive.captures.records import Damaged, read_record
from archive.model import Block, Event, Hint, Statement
from archive.story import Record, Row
from scraper.pdf import PdfError, pdf_text
from scraper.site import Site
from signataires.evidence.dates import find_date, says

PDF = "application/pdf"


@dataclass
class Placer:
    """Finds places and holds them to the captures. `timezones` are the sites'."""

    db: sqlite3.Connection
    folder: Path
    sites: Mapping[str, Site]
    _read: Any = field(init=False)

    def __post_init__(self) -> None:
        self._read = lru_cache(maxsize=8)(self._document)

    def of(self, record: Record, events: Sequence[tuple[str, Event]]) -> list[Row]:
        """The places of what a statement's events came to."""
        seen = [event for _, event in events]
        return [_place(record.statement, *one) for one in self._of(record, seen)]

    def failing(self) -> Iterator[str]:
        """The places at which the captures say something else, each in words."""
        for row in _rows(self.db, _ALL):
            text = self._text(row["capture_id"], row["within"])
            piece = (text or "")[row["start"] : row["end"]]
            if not piece or not row["value"] or not self._says(row, piece):
                where = f"{row['within']} of capture {row['capture_id']}, characters {row['start']} to {row['end']}"
                yield f"places {row['id']}: {row['value']!r} does not stand in the {where}"

    def _says(self, row: Row, piece: str) -> bool:
        if row["field"] in ("published", "modified"):
            return says(piece, row["value"], self._timezone(row["site_id"]))
        return holds(piece, row["value"])

    def _timezone(self, site: str) -> str:
        return self.sites[site].timezone if site in self.sites else "Europe/Paris"

    # --- documents -----------------------------------------------------------------------------------------------

    def _text(self, capture: str, within: str) -> str | None:
        """The characters of a capture, or the text of its PDF; None where there are none."""
        for row in _rows(self.db, "select * from captures where id = ?", [capture]):
            try:
                found = read_record(self.folder / Path(row["warc"]).name, row["offset"])
                if within == "text":
                    return pdf_text(found.body)
                return read(found.body, found.header("content-type")).meant
            except (OSError, Damaged, Unsure, PdfError):
                return None
        return None

    def _document(self, capture: str, within: str) -> Document | None:
        text = self._text(capture, within)
        return Document(text) if text else None

    # --- finding -------------------------------------------------------------------------------------------------

    def _of(self, record: Record, seen: Sequence[Event]) -> Iterator[tuple[str, str | None, str, str, Span]]:
        """Each value's field, signature, capture, kind of document, place."""
        told = record.statement
        page, own = self._read(told["capture_id"], "document"), told["capture_id"]
        title = page.find(told["title"]) if page and told["title"] else None
        if title:
            yield "title", None, own, "document", title
        for name in ("published", "modified"):
            if told[name]:
                yield from self._date(seen, told, name, page, title)
        yield from self._list(record, [event for event in seen if isinstance(event, Statement)])

    def _date(
        self, seen: Iterable[Event], told: Row, name: str, page: Document | None, title: Span | None
    ) -> Iterator[tuple[str, None, str, str, Span]]:
        zone = self._timezone(told["site_id"])
        if page and (found := find_date(page, told[name], zone, title)):
            yield name, None, told["capture_id"], "document", found
            return
        for hint in _hints(seen, name, told[name]):
            listing = self._read(hint.capture, "document")
            entry = listing and (listing.find(hint.url) or (hint.title and listing.find(hint.title)))
            if entry and (found := find_date(listing, told[name], zone, entry)):
                yield name, None, hint.capture, "document", found
                return

    def _list(self, record: Record, versions: Sequence[Statement]) -> Iterator[tuple[str, str, str, str, Span]]:
        signatures = sorted(
            record.signatures, key=lambda row: (row["state"] != "listed", row["position"], str(row["id"]))
        )
        former = any(row["state"] != "listed" for row in signatures)
        sources = [*_sources(versions[-1:]), *_files(record), *(_sources(versions[:-1]) if former else ())]
        after = dict[str, int]()
        for row in signatures:
            for capture, within, lists in sources:
                document = self._read(capture, within)
                if document is None:
                    continue
                if capture not in after:
                    after[capture] = next((begin for one in lists if (begin := _begin(document, one))), 0)
                if found := document.next(row["as_written"], after[capture]):
                    after[capture] = max(after[capture], found[1])
                    yield "as_written", row["id"], capture, within, found
                    break


_ALL = """
select p.*, s.site_id, case field when 'title' then s.title when 'published' then s.published
  when 'modified' then s.modified else g.as_written end as value
from places p join statements s on s.id = p.statement_id left join signatures g
  on g.statement_id = p.statement_id and g.id = p.signature_id
order by p.capture_id, p.id
"""


def _place(told: Row, name: str, signature: str | None, capture: str, within: str, span: Span) -> Row:
    return {
        "id": signature or f"{told['id']}-{name}",
        "statement_id": told["id"],
        "signature_id": signature,
        "field": name,
        "capture_id": capture,
        "within": within,
        "start": span[0],
        "end": span[1],
    }


def _sources(versions: Iterable[Statement]) -> list[tuple[str, str, tuple[Block, ...]]]:
    """The captures of some versions, the newest first, each with its lists."""
    return [(one.capture, "document", one.blocks) for one in versions][::-1]


def _begin(document: Document, block: Block) -> int:
    """Where a list begins: with its text, or after what introduces it; 0 where neither is found."""
    if block.text and (found := document.find(block.text)):
        return found[0]
    return found[1] if block.heading and (found := document.find(block.heading)) else 0


def _files(record: Record) -> list[tuple[str, str, tuple[Block, ...]]]:
    """The captures of attached files in which names can be looked for."""
    read = [row for row in sorted(record.documents, key=lambda row: str(row["id"])) if row["capture_id"]]
    return [(row["capture_id"], "text", ()) for row in read if row["media_type"] == PDF]


def _hints(seen: Iterable[Event], name: str, value: str) -> list[Hint]:
    """What listings said of a date, the newest first."""
    return [event for event in seen if isinstance(event, Hint) and getattr(event, name) == value][::-1]


def _rows(db: sqlite3.Connection, query: str, told: Iterable[Any] = ()) -> Iterator[Row]:
    cursor = db.execute(query, list(told))
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, values, strict=True)) for values in cursor)
