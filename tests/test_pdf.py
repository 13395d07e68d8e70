"""The text of PDF files, good, broken and hostile."""

from __future__ import annotations

import zlib

import pytest
from fpdf import FPDF

from scraper import pdf
from scraper.pdf import PdfError, pdf_text

LINES = ["Communiqué n° 3 : « Rouvrir l'accueil » à Villebrume", "Signataires : Collectif des Rivages solidaires"]


def made(pages: int) -> bytes:
    document = FPDF()
    document.set_font("Helvetica", size=12)
    for number in range(1, pages + 1):
        document.add_page()
        for line in (*LINES, f"Page {number}"):
            document.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def written_by_hand(content: bytes, count: int = 1, kids: int = 1) -> bytes:
    """A PDF whose one page, with this compressed content, stands `kids` times in it, and which says `count` times."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b"3 0 R " * kids, count),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 14000] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, told in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, told)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n%b" % (len(objects) + 1, table) + trailer


def test_accents_and_lines() -> None:
    assert pdf_text(made(1)) == "\n".join([*LINES, "Page 1"]) + "\n\n"


def test_pages_are_parted_by_an_empty_line() -> None:
    first, second, rest = pdf_text(made(2)).split("\n\n")
    assert (first.split("\n")[-1], second.split("\n")[-1], rest) == ("Page 1", "Page 2", "")


def test_pages_without_end_are_not_all_read() -> None:
    text = pdf_text(made(pdf.PAGES + 30))
    assert f"Page {pdf.PAGES}\n" in text
    assert f"Page {pdf.PAGES + 1}\n" not in text


def test_a_count_of_pages_that_is_a_lie() -> None:
    assert pdf_text(written_by_hand(b"BT /F1 12 Tf 10 10 Td (Bonjour) Tj ET", count=999_999_999)) == "Bonjour\n\n"


def test_text_without_end_is_not_all_read() -> None:
    page = b"BT /F1 5 Tf 9 13990 Td " + b"(Collectif des Rivages) Tj 0 -6 Td " * 2000 + b"ET"
    length = len(pdf_text(written_by_hand(page)))
    assert 100 * length > 2 * pdf.CHARACTERS
    assert pdf.CHARACTERS <= len(pdf_text(written_by_hand(page, 100, 100))) <= pdf.CHARACTERS + 2 * length


WRONG = {
    "empty": b"",
    "a-page-of-html": b"<!DOCTYPE html><title>404</title>",
    "only-the-name": b"%PDF-1.4\n%%EOF",
    "torn": made(1)[:400],
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_read_says_so(body: bytes) -> None:
    with pytest.raises(PdfError, match=r"^the PDF cannot be read: .*Failed to load document"):
        pdf_text(body)


def test_a_bomb_harms_only_its_own_process() -> None:
    packed_once = zlib.compress(b" " * 600_000_000, 1)
    with pytest.raises(PdfError, match="the PDF cannot be read"):
        pdf_text(written_by_hand(packed_once).replace(b"/FlateDecode", b"[/FlateDecode /FlateDecode]"))


def test_a_reading_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.0005)
    with pytest.raises(PdfError, match="was not read in"):
        pdf_text(made(1))
