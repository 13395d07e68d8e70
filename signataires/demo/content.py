"""What the three demo sites publish, read from `content/*.toml`, on the first night and on the second."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from zoneinfo import ZoneInfo

from signataires.demo.markup import ANCIENT, HANDMADE, SPIP, WORDPRESS, Dialect, people, signatories

SLUGS = ("ondes", "passerelles", "lagazette")
PARIS = ZoneInfo("Europe/Paris")
Night = Literal[1, 2]
_DIALECTS = {"ondes": SPIP, "passerelles": WORDPRESS, "lagazette": HANDMADE}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF of an article. `text` is what stands in it besides the article's own title and text."""

    path: str
    title: str
    text: str = ""

    @property
    def name(self) -> str:
        """The name of the file, as it lies in `files/`."""
        return self.path.rsplit("/", 1)[-1]

    def read(self) -> bytes:
        """The PDF itself."""
        return (files(__package__) / "files" / self.name).read_bytes()


@dataclass(frozen=True, slots=True)
class Section:
    """A SPIP rubrique or a WordPress category."""

    number: int
    title: str
    slug: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is no article: about, contact, agenda, and one that robots.txt forbids."""

    path: str
    title: str
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One article in the notation of `markup`. Without `kind` it is no statement."""

    title: str
    text: str
    published: str  # ISO: a moment in Paris, a day, or a month when the page says no more
    kind: str = ""
    styles: tuple[str, ...] = ()
    number: int = 0
    slug: str = ""
    address: str = ""
    day: str = ""
    page: str = ""
    sections: tuple[int, ...] = ()
    author: str = ""
    surtitle: str = ""
    subtitle: str = ""
    chapo: str = ""
    ps: str = ""
    shared: str = ""
    document: Attachment | None = None
    night: int = 1
    edited: bool = False

    @property
    def moment(self) -> datetime:
        """When it was published, in Paris."""
        return datetime.fromisoformat(self.published).replace(tzinfo=PARIS)

    @property
    def parts(self) -> tuple[str, str, str]:
        """Its texts in the order in which they are read."""
        return (self.chapo, self.text, self.ps)

    def signatories(self) -> list[str]:
        """The organisations that sign, in order: those of the page, or of the document when the page names none."""
        listed = [name for part in self.parts for name in signatories(part)]
        return listed or (signatories(self.document.text) if self.document else [])

    def people(self) -> int:
        """How many natural persons sign."""
        return sum(people(part) for part in self.parts)

    def paragraphs(self, dialect: Dialect) -> list[str]:
        """Its prose as the page shows it."""
        return [paragraph for part in self.parts for paragraph in dialect.paragraphs(part)]


@dataclass(frozen=True, slots=True)
class Content:
    """All that one site shows on one night, articles from the newest to the oldest."""

    slug: str
    organisation: str
    name: str
    slogan: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    articles: tuple[Article, ...]

    def dialect(self, article: Article) -> Dialect:
        """How the site writes an article."""
        return ANCIENT if article.page == "ancien" else _DIALECTS[self.slug]

    def article(self, number: int) -> Article | None:
        """The article of a number."""
        return next((article for article in self.articles if article.number == number), None)

    def sections_of(self, article: Article) -> list[Section]:
        """The sections of an article, by name, as WordPress lists categories."""
        return sorted((item for item in self.sections if item.number in article.sections), key=lambda item: item.title)

    def section(self, number: int) -> Section | None:
        """The section of a number."""
        return next((section for section in self.sections if section.number == number), None)


@cache
def load(slug: str, night: Night = 1) -> Content:
    """The content of a site on one of the two nights."""
    data, shared = _read(slug), _read("shared")
    articles = [_article(entry, shared) for entry in data["article"] if entry.get("night", 1) <= night]
    if night == 2:
        edits = {edit["number"]: edit for edit in data.get("edit", [])}
        articles = [
            replace(item, edited=True, **edits.get(item.number, {})) if item.number in edits else item
            for item in articles
        ]
    return Content(
        slug=slug,
        organisation=data["organisation"],
        name=data["name"],
        slogan=data["slogan"],
        sections=tuple(Section(**entry) for entry in data.get("section", [])),
        pages=tuple(Page(**entry) for entry in data["page"]),
        articles=tuple(sorted(articles, key=lambda article: article.published, reverse=True)),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "content" / f"{name}.toml").read_text("utf-8"))


def _article(entry: Mapping[str, Any], shared: Mapping[str, str]) -> Article:
    known = dict(entry)
    published = known["published"]
    known["published"] = published.isoformat() if isinstance(published, date) else published
    known["styles"] = tuple(known.get("styles", ()))
    known["sections"] = tuple(known.get("sections", ()))
    if "document" in known:
        known["document"] = Attachment(**known["document"])
    if "shared" in known:
        known["text"] = f"{shared[known['shared']]}\n{known['text']}"
    return Article(**known)
