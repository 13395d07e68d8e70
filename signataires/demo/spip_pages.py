"""The pages, feed and sitemap of the demo's SPIP site, in the markup of SPIP 4.4's default theme."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from html import escape

from signataires.demo.content import Article, Attachment, Content, Page, Section
from signataires.demo.markup import SPIP, excerpt, french_date, to_text
from signataires.demo.web import Response, SiteState, redirect, template, text_response

_PER_PAGE = 10


def path_of(content: Content, article: Article) -> str:
    """The address of an article, relative to the home; a title already in use gets the article's number."""
    slug = pretty(article.title)
    taken = any(other.number < article.number and pretty(other.title) == slug for other in content.articles)
    return f"{slug}-{article.number}" if taken else slug


def pretty(title: str) -> str:
    """A title as SPIP writes it in an address: whole words without accents, hyphens, at most 80 characters."""
    decomposed = unicodedata.normalize("NFKD", re.sub(r"[’'·]", " ", title).replace("œ", "oe"))
    slug = "-".join(re.findall(r"[A-Za-z0-9]+", decomposed.encode("ascii", "ignore").decode()))
    return slug if len(slug) <= 80 else slug[:81].rsplit("-", 1)[0]


class SpipPages:
    """The pages of the site on one night."""

    def __init__(self, state: SiteState, content: Content) -> None:
        self.home, self.content, self.former, self.changed_at = state.home, content, state.former, state.changed_at

    def summary(self) -> Response:
        """The home page: the newest articles, with dates a machine can read."""
        items = "".join(self._item(article, machine=True) for article in self.content.articles[:_PER_PAGE])
        body = f'<div class="liste long articles"><h2>Articles les plus récents</h2><ul>{items}</ul></div>'
        return self._page("page_sommaire", self.content.name, body)

    def article(self, article: Article) -> Response:
        """The page of an article. The class names that tell its number are those of the Crayons plugin."""
        title, section, edit = SPIP.plain(article.title), self._section_of(article), f"article-{{}}-{article.number}"
        body = template("spip/article.html").substitute(
            home=self.home,
            number=article.number,
            section=section.title,
            section_path=self.section_path(section),
            title=SPIP.render_inline(article.title),
            surtitle=_part("p", "surtitre", article.surtitle),
            subtitle=_part("p", "soustitre", article.subtitle),
            machine_date=f"{article.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            date=french_date(article.moment, weekday=True),
            author=self._byline(article.author) if article.author else "",
            chapo=_part("div", f"crayon {edit.format('chapo')} chapo", SPIP.render(article.chapo)),
            body=_part("div", f"crayon {edit.format('texte')} texte", SPIP.render(article.text)),
            ps=_part("div", f"crayon {edit.format('ps')} ps", SPIP.render(article.ps)),
            documents=_joined(article),
        )
        return self._page("page_article", title, body, self._path(article), self._siblings(article))

    def section(self, section: Section, start: str) -> Response:
        """A rubrique, ten articles a page; past the last page it shows the last page again."""
        held = [article for article in self.content.articles if section.number in article.sections]
        last = max(0, (len(held) - 1) // _PER_PAGE * _PER_PAGE)
        first = min(int(start) // _PER_PAGE * _PER_PAGE if start.isdigit() else 0, last)
        path = self.section_path(section)
        links = "".join(_page_link(path, at, at == first) for at in range(0, last + 1, _PER_PAGE))
        pages = (
            f'<nav role="navigation" class="pagination"><ul class="pagination-items">{links}</ul></nav>' if last else ""
        )
        items = "".join(self._item(article) for article in held[first : first + _PER_PAGE])
        body = f'<header class="cartouche"><h1>{section.title}</h1></header>'
        body += _part("div", "texte", SPIP.render(section.text))
        listed = f'<div class="liste long articles"><a id="pagination_articles"></a><ul>{items}</ul>{pages}</div>'
        body += listed if held else ""
        return self._page("page_rubrique", section.title, body, path)

    def author(self, name: str) -> Response:
        """The page of an author."""
        items = "".join(self._item(article) for article in self.content.articles if article.author == name)
        return self._page("page_auteur", name, f'<h1 class="vcard">{name}</h1><ul>{items}</ul>', self.author_path(name))

    def page(self, page: Page) -> Response:
        """A page that is no article."""
        body = f"<h1>{page.title}</h1>{SPIP.render(page.text)}"
        return self._page("page_contact", page.title, body, page.path)

    def plan(self) -> Response:
        """The plan: every article on one page."""
        parts = []
        for section in self.content.sections:
            held = [article for article in self.content.articles if section.number in article.sections]
            links = "".join(f'<li><a href="{self._path(item)}">{SPIP.plain(item.title)}</a></li>' for item in held)
            parts.append(f'<li><a href="{self.section_path(section)}">{section.title}</a><ul>{links}</ul></li>')
        return self._page("page_plan", "Plan du site", f'<h1>Plan du site</h1><ul class="plan">{"".join(parts)}</ul>')

    def search(self, words: str) -> Response:
        """What the site's own search finds."""
        held = [item for item in self.content.articles if words.lower() in f"{item.title} {item.text}".lower()]
        items = "".join(self._item(article) for article in held if words)
        return self._page("page_recherche", "Recherche", f"<h1>Recherche</h1><ul>{items}</ul>")

    def asked(self, number: str) -> Response:
        """`page=article&id_article=N`: the article itself, or an honest 404."""
        article = self.content.article(int(number)) if number.isdigit() else None
        return self.article(article) if article else self.not_found()

    def by_number(self, number: int) -> Response:
        """A number redirects to the pretty address; a missing one shows the home page, with 200."""
        article = self.content.article(number)
        return redirect(self.home + self._path(article)) if article else self.summary()

    def by_section(self, number: int) -> Response:
        """As `by_number`, for a rubrique."""
        section = self.content.section(number)
        return redirect(self.home + self.section_path(section)) if section else self.summary()

    def not_found(self) -> Response:
        """The page of a 404."""
        body = "<h1>Erreur 404</h1><p>La page que vous cherchez n’existe pas ou n’existe plus.</p>"
        page = self._page("page_404", "Erreur 404", body)
        return Response(404, page.body, page.headers)

    def sitemap(self, year: str | None) -> Response:
        """Every article, newest first; `lastmod` only on those changed within the last day."""
        held = [article for article in self.content.articles if year is None or article.published.startswith(year)]
        fresh = datetime.now(UTC) - self.changed_at < timedelta(days=1)
        lines = [self._location(article, fresh) for article in held]
        if year is None:
            sections = (f"<url><loc>{self.home}{self.section_path(item)}</loc></url>" for item in self.content.sections)
            lines = [f"<url><loc>{self.home}</loc></url>", *sections, *lines]
        body = "\n".join(lines)
        head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        return text_response(f"{head}\n{body}\n</urlset>\n", "text/xml; charset=utf-8")

    def feed(self, section: str | None) -> Response:
        """The ten newest articles, of the whole site or of one rubrique."""
        held = [item for item in self.content.articles if section is None or section in map(str, item.sections)]
        body = template("spip/feed.xml").substitute(
            name=escape(self.content.name),
            home=self.home,
            slogan=escape(self.content.slogan),
            items="\n".join(self._feed_item(article) for article in held[:_PER_PAGE]),
        )
        return text_response(body, "text/xml; charset=utf-8")

    def authors(self) -> list[str]:
        """The authors that sign articles."""
        return sorted({article.author for article in self.content.articles if article.author})

    def section_path(self, section: Section) -> str:
        """The address of a rubrique."""
        return f"-{pretty(section.title)}-"

    def author_path(self, author: str) -> str:
        """The address of an author."""
        return f"_{pretty(author)}_"

    def _byline(self, author: str) -> str:
        link = f'<a class="url fn spip_in" href="{self.author_path(author)}">{author}</a>'
        return f'<span class="sep">, </span><span class="auteurs">par <span class="vcard author">{link}</span></span>'

    def _siblings(self, article: Article) -> str:
        held = [item for item in self.content.articles if item.sections == article.sections and item != article]
        links = "".join(f'<li><a href="{self._path(item)}">{SPIP.plain(item.title)}</a></li>' for item in held[:10])
        return f'<div class="liste short articles"><h2>Dans la même rubrique</h2><ul>{links}</ul></div>'

    def _path(self, article: Article) -> str:
        return path_of(self.content, article)

    def _section_of(self, article: Article) -> Section:
        return next(section for section in self.content.sections if section.number in article.sections)

    def _item(self, article: Article, machine: bool = False) -> str:
        date = french_date(article.moment)
        marked = f'<abbr class="published" title="{article.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}">{date}</abbr>'
        return template("spip/item.html").substitute(
            path=self._path(article),
            title=SPIP.render_inline(article.title),
            date=marked if machine else date,
            introduction=escape(_introduction(article)),
        )

    def _location(self, article: Article, fresh: bool) -> str:
        new = article.edited or (article.night == 2)
        lastmod = f"<lastmod>{self.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if fresh and new else ""
        return f"<url><loc>{self.home}{self._path(article)}</loc>{lastmod}<priority>0.8</priority></url>"

    def _feed_item(self, article: Article) -> str:
        """An item: plain spaces and straight apostrophes, as SPIP writes feeds."""
        title = escape(article.title.replace("’", "'"))
        parts = zip(("rss_chapo", "rss_texte", "rss_ps"), article.parts, strict=True)
        full = "".join(f'<div class="{name}">{SPIP.untouched(part)}</div>' for name, part in parts if part)
        address = self.home + self._path(article)
        enclosure = _enclosure(self.home, article.document) if article.document else ""
        return (
            f'<item xml:lang="fr"><title>{title}</title><link>{address}</link>'
            f'<guid isPermaLink="true">{address}</guid>'
            f"<dc:date>{article.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</dc:date><dc:format>text/html</dc:format>"
            f"<dc:language>fr</dc:language><dc:creator>{escape(article.author)}</dc:creator>"
            f"<description>{escape(_introduction(article))}</description>"
            f"<content:encoded>{escape(full)}</content:encoded>{enclosure}</item>"
        )

    def _page(self, kind: str, title: str, body: str, path: str | None = None, aside: str = "") -> Response:
        menu = "\n".join(
            f'<li><a href="{self.section_path(item)}">{item.title}</a></li>' for item in self.content.sections
        )
        canonical = f'<link rel="canonical" href="{self.home}{path}" />\n' if path else ""
        text = template("spip/page.html").substitute(
            head_title=title if kind == "page_sommaire" else f"{to_text(title)} - {self.content.name}",
            canonical=canonical,
            body_class=kind,
            home=self.home,
            name=self.content.name,
            slogan=self.content.slogan,
            menu=menu,
            content=body,
            aside=aside,
        )
        return text_response(text)


def _introduction(article: Article) -> str:
    paragraphs = article.paragraphs(SPIP)
    return excerpt(" ".join(paragraphs).replace("\xa0", " "), 300) + " (…)"


def _part(tag: str, names: str, inner: str) -> str:
    return f'<{tag} class="{names}">{inner}</{tag}>\n' if inner else ""


def _page_link(path: str, at: int, on: bool) -> str:
    number = at // _PER_PAGE + 1
    if on:
        return f'<li class="pagination-item on active"><span class="pagination-item-label on">{number}</span></li>'
    query = f"?debut_articles={at}#pagination_articles" if at else "#pagination_articles"
    link = f'<a class="pagination-item-label lien_pagination" rel="nofollow" href="{path}{query}">{number}</a>'
    return f'<li class="pagination-item">{link}</li>'


def _joined(article: Article) -> str:
    if article.document is None:
        return ""
    size = len(article.document.read()) / 1024
    link = f'<a href="{article.document.path}" class="spip_doc_lien mime-pdf spip_doc" type="application/pdf">'
    titled = f'<strong class="titre">{article.document.title}</strong></a> <small>(PDF - {size:.1f} kio)</small>'
    entry = f"<ul><li>{link}{titled}</li></ul>"
    return f'<div class="liste documents" id="documents_joints"><h2>Documents joints</h2>{entry}</div>'


def _enclosure(home: str, attached: Attachment) -> str:
    return f'<enclosure url="{home}{attached.path}" length="{len(attached.read())}" type="application/pdf" />'
