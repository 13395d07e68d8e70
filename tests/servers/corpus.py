"""Three hundred invented statements of invented organisations, always the same ones, for the test sites.

The n-th article depends on n alone. What is rare on real sites is here often enough to be met: each typography of
signatory lists, lists of persons, tables, PDFs, titles used twice, moments near midnight, articles nobody may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from tests.servers.lists import TYPOGRAPHIES, listing
from tests.servers.parts import Listing, Order, Part
from tests.servers.special import individuals
from tests.servers.writer import STOCK, Writer, typeset

__all__ = ["COUNT", "TYPOGRAPHIES", "Article", "Attachment", "articles"]

State = Literal["published", "draft", "future", "bin", "private"]

COUNT = 300
HEADINGS = (
    "Signataires :", "Organisations signataires", "Premiers signataires :", "Liste des signataires", "Signatures :",
    "Associations signataires :", "Ont signé cet appel :", "Les organisations signataires :", "Signataires",
    "Premières organisations signataires :", "Cosignataires :", "Associations, syndicats et partis signataires :",
    "Texte signé par :",
)  # fmt: skip
# What may follow a list at the end of a text.
TAILS = (
    "Contact presse : 01 00 00 00 00 – presse@example.org", "Pour rejoindre l'appel : appel@example.org",
    "Villebrume, le 12 mars", "Télécharger le tract",
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
    """One statement. `published` is in the time of the site, without a zone. See `markup` for the paragraphs.

    `listing` follows them. `signatories` are organisations as typed, `supporters` those of them that only support,
    `persons` bare names of all who must not be public. `logos` are the titles of the pictures in the listing, empty
    where the alternative text says the name. `classic`: typed in WordPress's editor of before the blocks.
    """

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
    listing: tuple[Part, ...]
    signatories: tuple[str, ...]
    supporters: tuple[str, ...]
    persons: tuple[str, ...]
    typography: str
    documents: tuple[Attachment, ...]
    logos: tuple[str, ...]
    classic: bool


@cache
def articles(count: int = COUNT) -> tuple[Article, ...]:
    """The first `count` articles, oldest first."""
    return tuple(_article(number, title) for number, title in enumerate(_titles(count)))


def _article(number: int, title: str) -> Article:
    writer = Writer(f"statement {number}")
    style = number % 3
    typography, rank = _typography(number)
    paragraphs = tuple(typeset(paragraph, style) for paragraph in _body(writer, number))
    order = Order(writer, rank, HEADINGS[number // 5 % len(HEADINGS)])
    listed = listing(typography, order)
    parts, persons = listed.parts, listed.persons
    if number % 20 == 12:
        beside, others = individuals(writer, 4 + number % 5)
        parts, persons = (*parts, beside), (*persons, *others)
    if listed.signatories and number % 3 == 1:
        parts = (*parts, Part("text", (TAILS[number // 3 % len(TAILS)],)))
    title = typeset(listed.title or title, style)
    return Article(
        key=f"article-{number:03}",
        title=title,
        surtitle=writer.draw("surtitres") if number % 3 == 0 else "",
        subtitle=typeset(writer.sentence("titres"), style) if number % 6 == 1 else "",
        standfirst=typeset(writer.paragraph(2), style) if number % 3 == 1 else "",
        paragraphs=paragraphs,
        postscript="Contact presse : secretariat@example.org" if number % 8 == 3 else "",
        published=_published(writer, number),
        state=HIDDEN.get(number, "published"),
        section=writer.draw("sections"),
        authors=tuple(writer.draw("auteurs") for _ in range(1 + (number % 9 == 4))),
        keywords=tuple(writer.draw("mots") for _ in range(number % 4)),
        listing=parts,
        signatories=listed.signatories,
        supporters=listed.supporters,
        persons=persons,
        typography=typography,
        documents=_documents(writer, number, title, listed),
        logos=tuple(
            name if part.kind == "captions" else ""
            for part in parts
            if part.kind in ("logos", "captions")
            for name in part.lines
        ),
        classic=number % 4 == 2,
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


def _typography(number: int) -> tuple[str, int]:
    """Three articles in five have a list, of each typography as many; a few of the others one of persons only.

    With the typography its rank: how many before this one have it too.
    """
    place = {0: 0, 2: 1, 4: 2}.get(number % 5)
    if place is not None:
        rank, which = divmod(number // 5 * 3 + place, len(TYPOGRAPHIES))
        return TYPOGRAPHIES[which], rank
    return ("persons", number // 75) if number % 75 == 1 else ("none", 0)


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


def _documents(writer: Writer, number: int, title: str, listed: Listing) -> tuple[Attachment, ...]:
    """One article in twelve has a PDF of its text, every other one of them a second one that nothing links to.

    So has each whose list stands in a file alone.
    """
    names = f"Communiqué n°{number} (définitif).pdf", f"tract_été_{number}.pdf"
    if number % 12 != 5 and not listed.document:
        return ()
    signed = listed.document or "Signataires : " + ", ".join(listed.signatories or ["à venir"])
    text = "\n\n".join([title, writer.paragraph(8), signed])
    leaflet = "\n\n".join([f"Tract : {title}", writer.paragraph(5)])
    own = Attachment(names[0], f"Le communiqué n° {number} en PDF", text, linked=True)
    other = Attachment(names[1], "Le tract à imprimer", leaflet, linked=False)
    if listed.document:
        return (own,)
    return (own, other) if number % 24 == 5 else (other,) if number % 36 == 17 else (own,)
