"""The place of each public value: found when statements change, read again by `verify`.

`places` names for a title, a date and every name of a list the capture that says it, and from which character to which
of the document: of the page as it stands, or, for a PDF, of the text that PDFium reads in it (`within`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.captures.charset import Unsure, read
from archive.captures.places import Document, Span, holds
from archive.captures.records import Damaged, read_record
from archive.ledger import Ledger
from archive.model import Block, Hint, Statement
from archive.views import insert_places
from scraper.pdf import PdfError, pdf_text
from scraper.site import Site
from signataires.evidence.dates import find_date, says

PDF = "application/pdf"
Row = dict[str, Any]


@dataclass
class Placer:
    """Finds places and holds them to the captures. `timezones` are the sites'."""

    db: sqlite3.Connection
    folder: Path
    sites: Mapping[str, Site]
    _read: Any = field(init=False)

    def __post_init__(self) -> None:
        self._read = lru_cache(maxsize=8)(self._document)

    def renew(self, ledger: Ledger, statements: Collection[str]) -> None:
        """Finds the places of some statements anew, in the archive's own transaction."""
        for statement in sorted(statements):
            held = _rows(self.db, "select * from statements where id = ?", [statement])
            insert_places(self.db, statement, [_place(told, *one) for told in held for one in self._of(ledger, told)])

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

    def _of(self, ledger: Ledger, told: Row) -> Iterator[tuple[str, str | None, str, str, Span]]:
        """Each value's field, signature, capture, kind of document, place."""
        page, own = self._read(told["capture_id"], "document"), told["capture_id"]
        title = page.find(told["title"]) if page and told["title"] else None
        if title:
            yield "title", None, own, "document", title
        for name in ("published", "modified"):
            if told[name]:
                yield from self._date(ledger, told, name, page, title)
        yield from self._list(ledger, told)

    def _date(
        self, ledger: Ledger, told: Row, name: str, page: Document | None, title: Span | None
    ) -> Iterator[tuple[str, None, str, str, Span]]:
        zone = self._timezone(told["site_id"])
        if page and (found := find_date(page, told[name], zone, title)):
            yield name, None, told["capture_id"], "document", found
            return
        for hint in _hints(ledger, told["id"], name, told[name]):
            listing = self._read(hint.capture, "document")
            entry = listing and (listing.find(hint.url) or (hint.title and listing.find(hint.title)))
            if entry and (found := find_date(listing, told[name], zone, entry)):
                yield name, None, hint.capture, "document", found
                return

    def _list(self, ledger: Ledger, told: Row) -> Iterator[tuple[str, str, str, str, Span]]:
        query = "select * from signatures where statement_id = ? order by state <> 'listed', position, id"
        signatures = list(_rows(self.db, query, [told["id"]]))
        former = [row["last_seen"] for row in signatures if row["state"] != "listed"]
        versions = list(ledger.versions(told["id"])) if signatures else []
        sources = [*_sources(versions[-1:]), *self._files(told["id"]), *(_sources(versions[:-1]) if former else ())]
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

    def _files(self, statement: str) -> list[tuple[str, str, tuple[Block, ...]]]:
        query = "select capture_id, media_type from documents where statement_id = ? and capture_id != '' order by id"
        rows = _rows(self.db, query, [statement])
        return [(row["capture_id"], "text", ()) for row in rows if row["media_type"] == PDF]


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


def _hints(ledger: Ledger, statement: str, name: str, value: str) -> list[Hint]:
    """What listings said of a date, the newest first."""
    events = [event for _, event in ledger.events(statement)]
    return [event for event in events if isinstance(event, Hint) and getattr(event, name) == value][::-1]


def _rows(db: sqlite3.Connection, query: str, told: Iterable[Any] = ()) -> Iterator[Row]:
    cursor = db.execute(query, list(told))
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, values, strict=True)) for values in cursor)
