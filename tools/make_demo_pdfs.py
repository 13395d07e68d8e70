"""Writes the PDFs of the demo into `signataires/demo/files/`, the same bytes each time.

Run by hand when an article of `signataires/demo/content/` that has a document changes; needs fpdf2, which the
project itself does not: `pip install fpdf2`, then `python tools/make_demo_pdfs.py`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from signataires.demo.content import SLUGS, Article, load  # noqa: E402
from signataires.demo.markup import blocks, to_text, unmark  # noqa: E402

FILES = ROOT / "signataires" / "demo" / "files"


def lines_of(article: Article) -> list[str]:
    """The lines of the document: the article's text, then what only the document says."""
    assert article.document is not None
    found = [block for part in (*article.parts, article.document.text) for block in blocks(unmark(part))]
    return [to_text(line) for block in found for line in [*block.split("\n"), ""]]


def write(article: Article) -> Path:
    """Writes the document of an article and returns its path."""
    assert article.document is not None
    pdf = FPDF()
    pdf.core_fonts_encoding = "windows-1252"  # the standard fonts have ’, – and œ, Latin-1 has not
    pdf.set_creation_date(datetime(2025, 12, 1, 8, 0, tzinfo=UTC))
    pdf.set_producer("signataires demo")
    pdf.set_title(article.document.title)
    pdf.set_lang("fr")
    pdf.add_page()
    pdf.set_font("Helvetica", style="B", size=15)
    pdf.multi_cell(0, 8, article.title, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    pdf.set_font("Helvetica", size=11)
    for line in lines_of(article):
        pdf.multi_cell(0, 6, line, align="L", new_x="LMARGIN", new_y="NEXT") if line else pdf.ln(3)
    path = FILES / article.document.name
    pdf.output(str(path))
    return path


def main() -> None:
    """Writes every document of the demo."""
    FILES.mkdir(exist_ok=True)
    for slug in SLUGS:
        for article in load(slug).articles:
            if article.document:
                sys.stderr.write(f"{write(article)}\n")


if __name__ == "__main__":
    main()
