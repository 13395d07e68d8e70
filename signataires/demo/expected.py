"""What an archive of the demo must hold: the same content, read without any HTML."""

from __future__ import annotations

from dataclasses import dataclass

from signataires.demo import spip_pages, wordpress_api
from signataires.demo.content import SLUGS, Article, Content, Night, load


@dataclass(frozen=True, slots=True)
class Expected:
    """One statement that must be in the archive. Addresses are relative to the site's home.

    `paragraphs` holds its prose as shown, no-break spaces included, without the list and its heading.
    `signatories` are the organisations as written on the page (or in the PDF where only that names them), in order.
    """

    site: str
    number: str | None
    path: str
    title: str
    published: str
    kind: str
    paragraphs: tuple[str, ...]
    signatories: tuple[str, ...]
    people: int
    documents: tuple[str, ...]
    styles: tuple[str, ...]


def expected(night: Night = 1) -> list[Expected]:
    """The statements of all three sites on a night, site by site, from the newest to the oldest."""
    return [_of(slug, article, night) for slug in SLUGS for article in load(slug, night).articles if article.kind]


def _of(slug: str, article: Article, night: Night) -> Expected:
    content = load(slug, night)
    dialect = content.dialect(article)
    return Expected(
        site=slug,
        number=str(article.number) if article.number else None,
        path=_path(content, article),
        title=dialect.plain(article.title),
        published=article.published[:10],
        kind=article.kind,
        paragraphs=tuple(article.paragraphs(dialect)),
        signatories=tuple(dialect.plain(name) for name in article.signatories()),
        people=article.people(),
        documents=(article.document.path,) if article.document else (),
        styles=article.styles,
    )


def _path(content: Content, article: Article) -> str:
    if content.slug == "ondes":
        return spip_pages.path_of(content, article)
    return wordpress_api.path_of(article) if content.slug == "passerelles" else article.address
