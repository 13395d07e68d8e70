"""Three hundred invented statements of invented organisations, always the same ones, for the test sites.

The n-th article depends on n alone. What is rare on real sites is here often enough to be met: each typography of
signatory lists, lists of persons, tables, PDFs, titles used twice, moments near midnight, articles nobody may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from tests.servers.writer import STOCK, Writer, typeset

State = Literal["published", "draft", "future", "bin", "private"]

COUNT = 300
# How lists are typed. "sentence": « nos organisations (A, B, C) appellent … » in the text itself.
TYPOGRAPHIES = (
    "dash", "commas", "list", "en dash", "semicolons", "lines", "sentence", "glued dash", "bullets", "slashes",
)  # fmt: skip
DASHES_ALLOWED = ("dash", "list", "lines", "bullets", "slashes")
HEADINGS = (
    "Signataires :", "Organisations signataires", "Premiers signataires :", "Liste des signataires", "Signatures :",
    "Associations signataires :", "Ont signé cet appel :",
)  # fmt: skip

HIDDEN: dict[int, State] = {
    11: "draft", 48: "draft", 102: "draft", 187: "draft", 266: "draft",
    33: "future", 154: "future", 240: "future",
    71: "bin", 129: "bin", 215: "bin",
    90: "private", 168: "private", 288: "private",
}  # fmt: skip
SAME_TITLE = {58: 55, 143: 20, 231: 228}  # number → whose title it bears too
LONG_TITLE = 99
FIRST_DAY = datetime(2016, 2, 3)
FAR_FUTURE = datetime(2097, 5, 1, 9, 0)
HOURS = (0, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 23)  # never the hour that a change of clocks skips


@dataclass(frozen=True)
class Attachment:
    """A PDF beside an article: the text in it, and whether the article links to it or only has it attached."""

    name: str
    title: str
    text: str
    linked: bool


@dataclass(frozen=True)
class Article:
    """One statement. `published` is in the time of the site, without a zone. See `markup` for the paragraphs."""

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


@cache
def articles(count: int = COUNT) -> tuple[Article, ...]:
    """The first `count` articles, oldest first."""
    return tuple(_article(number, title) for number, title in enumerate(_titles(count)))


def _article(number: int, title: str) -> Article:
    writer = Writer(f"statement {number}")
    style = number % 3
    title = typeset(title, style)
    typography = _typography(number)
    signatories = _signatories(writer, typography)
    paragraphs = [typeset(paragraph, style) for paragraph in _body(writer, number)]
    if typography == "sentence":
        paragraphs.append(f"Réunies ce jour, nos organisations ({', '.join(signatories)}) appellent à se rassembler.")
    return Article(
        key=f"article-{number:03}",
        title=title,
        surtitle=writer.draw("surtitres") if number % 3 == 0 else "",
        subtitle=typeset(writer.sentence("titres"), style) if number % 6 == 1 else "",
        standfirst=typeset(writer.paragraph(2), style) if number % 3 == 1 else "",
        paragraphs=tuple(paragraphs),
        postscript="Contact presse : secretariat@example.org" if number % 8 == 3 else "",
        published=_published(writer, number),
        state=HIDDEN.get(number, "published"),
        section=writer.draw("sections"),
        authors=tuple(writer.draw("auteurs") for _ in range(1 + (number % 9 == 4))),
        keywords=tuple(writer.draw("mots") for _ in range(number % 4)),
        signatories=signatories,
        persons=writer.persons(4 + number % 5) if number % 20 == 12 or typography == "persons" else (),
        typography=typography,
        heading=HEADINGS[number // 5 % len(HEADINGS)] if signatories else "",
        documents=_documents(writer, number, title, signatories),
    )


@cache
def _titles(count: int) -> tuple[str, ...]:
    """Each its own, but for the few in `SAME_TITLE`; one never ends."""
    titles: list[str] = []
    for number in range(count):
        writer = Writer(f"title {number}")
        title = writer.sentence("titres")
        while title in titles:
            title = writer.sentence("titres")
        if number == LONG_TITLE:
            title = " : ".join([title, *(writer.draw("consequence") for _ in range(5))])
        titles.append(titles[SAME_TITLE[number]] if number in SAME_TITLE else title)
    return tuple(titles)


def _typography(number: int) -> str:
    """Three articles in five have a list, of each typography as many; a few of the others one of persons only."""
    place = {0: 0, 2: 1, 4: 2}.get(number % 5)
    if place is not None:
        return TYPOGRAPHIES[(number // 5 * 3 + place) % len(TYPOGRAPHIES)]
    return "persons" if number % 75 == 1 else "none"


def _signatories(writer: Writer, typography: str) -> tuple[str, ...]:
    if typography in ("none", "persons"):
        return ()
    most = 6 if typography == "sentence" else 30
    return writer.organisations(writer.rng.randint(3, most), dashes=typography in DASHES_ALLOWED)


def _body(writer: Writer, number: int) -> list[str]:
    """Between 1.5 and 6 KB: paragraphs, most with sub-heads, some with a quotation or a table."""
    paragraphs = []
    for place in range(writer.rng.randint(4, 9)):
        if place and writer.rng.random() < 0.3:
            paragraphs.append("## " + writer.sentence("intertitres"))
        paragraphs.append(writer.paragraph(writer.rng.randint(4, 7)))
    if number % 7 == 2:
        paragraphs.insert(2, "> " + writer.sentence("citations"))
    if number % 15 == 8:
        paragraphs.append(_table(writer))
    return paragraphs


def _table(writer: Writer) -> str:
    rows = [writer.rng.choice(STOCK["tableaux"])]
    for _ in range(writer.rng.randint(3, 6)):
        rows.append([writer.draw("ville"), *(str(writer.rng.randint(2, 400)) for _ in rows[0][1:])])
    return "\n".join(f"|{'|'.join(row)}|" for row in rows)


def _published(writer: Writer, number: int) -> datetime:
    if HIDDEN.get(number) == "future":
        return FAR_FUTURE + timedelta(days=number)
    day = FIRST_DAY + timedelta(days=number * 119 // 10)
    return day.replace(hour=writer.rng.choice(HOURS), minute=writer.rng.randrange(60))


def _documents(writer: Writer, number: int, title: str, signatories: tuple[str, ...]) -> tuple[Attachment, ...]:
    """One article in twelve has a PDF of its text, every other one of them a second one that nothing links to."""
    if number % 12 != 5:
        return ()
    text = "\n\n".join([title, writer.paragraph(8), "Signataires : " + ", ".join(signatories or ["à venir"])])
    leaflet = "\n\n".join([f"Tract : {title}", writer.paragraph(5)])
    documents = (
        Attachment(f"Communiqué n°{number} (définitif).pdf", f"Le communiqué n° {number} en PDF", text, linked=True),
        Attachment(f"tract_été_{number}.pdf", "Le tract à imprimer", leaflet, linked=False),
    )
    return documents if number % 24 == 5 else documents[number % 36 == 17 :][:1]
