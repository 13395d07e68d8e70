"""Small real PDFs with French text."""

from __future__ import annotations

from datetime import UTC, datetime

from fpdf import FPDF

CODED = str.maketrans({"\u202f": "\xa0"})  # the one character of our texts that the fonts of every reader lack


def pdf(text: str) -> bytes:
    """A PDF of this text, the same bytes each time."""
    document = FPDF()
    document.set_creation_date(datetime(2020, 1, 1, tzinfo=UTC))
    document.core_fonts_encoding = "windows-1252"
    document.add_page()
    document.set_font("Helvetica", size=11)
    document.multi_cell(0, 6, text.translate(CODED))
    return bytes(document.output())
