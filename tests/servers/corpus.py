"""Three hundred invented statements of invented organisations, always the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["published", "draft", "future", "bin", "private"]


@dataclass(frozen=True)
class Attachment:
    name: str
    title: str
    text: str
    linked: bool

    def pdf(self) -> bytes:
        from fpdf import FPDF
        p = FPDF(); p.add_page(); p.set_font("Helvetica"); p.multi_cell(0, 8, self.text)
        return bytes(p.output())


@dataclass(frozen=True)
class Article:
    key: str
    title: str
    surtitle: str
    subtitle: str
    standfirst: str
    paragraphs: tuple[str, ...]
    postscript: str
    published: datetime
    state: State
    section: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    signatories: tuple[str, ...]
    persons: tuple[str, ...]
    typography: str
    heading: str
    documents: tuple[Attachment, ...]
