"""A site that answers as WordPress 6.8 does with a classic theme: pages, listings, feeds and sitemaps.

Its REST interface is in `wordpress_api`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from signataires.demo import wordpress_api
from signataires.demo.content import Article, Page, Section
from signataires.demo.markup import WORDPRESS, excerpt, french_date, to_text
from signataires.demo.web import Request, Response, SiteState, document, http_date, redirect, template, text_response
from signataires.demo.wordpress_api import author_of, author_slug, category_link, link_of, modified_of, path_of

_PER_PAGE = 10
_ROBOTS = (
    "User-agent: *\nDisallow: /wp-admin/\nDisallow: /interne/\nAllow: /wp-admin/admin-ajax.php\n\n"
    "Sitemap: {}wp-sitemap.xml\n"
)
_URLSET = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>\n'


def answer(state: SiteState, request: Request) -> Response:
    """What the site answers."""
    query, path = request.query, request.path.removeprefix("/")
    if "rest_route" in query:
        return wordpress_api.answer(state, query["rest_route"], query)
    if path.startswith("wp-json"):
        return wordpress_api.answer(state, path.removeprefix("wp-json"), query)
    return _page(_WordPress(state), path, query)


def _page(site: _WordPress, path: str, query: dict[str, str]) -> Response:
    if path == "" and ("p" in query or "page_id" in query):
        return site.by_number(query.get("p") or query.get("page_id", ""))
    if path == "" and "s" in query:
        return site.search(query["s"])
    if path == "robots.txt":
        return text_response(_ROBOTS.format(site.home), "text/plain; charset=utf-8")
    if path == "sitemap.xml":
        return redirect(site.home + "wp-sitemap.xml", 302)
    if path.startswith("wp-sitemap"):
        return site.sitemap(path)
    if path and not path.endswith("/") and "." not in path:
        return redirect(f"{site.home}{path}/")
    if article := next((item for item in site.content.articles if path_of(item) == path), None):
        return site.post(article)
    if page := next((item for item in site.content.pages if item.path == path), None):
        return site.page(page)
    if feed := re.fullmatch(r"(?:category/([^/]+)/)?feed/", path):
        return site.feed(feed[1])
    return site.listing(path) or document(site.content, path) or site.not_found()


class _WordPress:
    """The pages of the site."""

    def __init__(self, state: SiteState) -> None:
        self.state, self.home, self.content = state, state.home, state.content

    def post(self, article: Article) -> Response:
        """The page of a post. Its body class and short link give the number that never changes."""
        at = self.content.articles.index(article)
        neighbours = [*self.content.articles[at + 1 : at + 2], *self.content.articles[max(0, at - 1) : at]]
        author = author_of(article)
        body = template("wordpress/post.html").substitute(
            number=article.number,
            classes=self._classes(article),
            title=WORDPRESS.render_inline(article.title),
            body=WORDPRESS.render(article.text),
            machine_date=article.moment.isoformat(),
            date=french_date(article.moment, first="1"),
            author=author,
            author_path=f"{self.home}author/{author_slug(author)}/",
            categories=", ".join(
                f'<a href="{category_link(self.home, item)}" rel="category tag">{item.title}</a>'
                for item in self.content.sections_of(article)
            ),
            neighbours="".join(f'<a href="{link_of(self.home, item)}">{self._title(item)}</a>' for item in neighbours),
        )
        link, short = link_of(self.home, article), f"{self.home}?p={article.number}"
        api = f"{self.home}wp-json/wp/v2/posts/{article.number}"
        links = (
            f'<link rel="alternate" title="JSON" type="application/json" href="{api}">\n'
            f'<link rel="canonical" href="{link}">\n<link rel="shortlink" href="{short}">\n'
        )
        body_class = (
            f"wp-singular post-template-default single single-post postid-{article.number} single-format-standard"
        )
        header = f'<{api}>; rel="alternate"; title="JSON"; type="application/json", <{short}>; rel=shortlink'
        return self._shell(self._title(article), body_class, body, links, header)

    def page(self, page: Page) -> Response:
        """A page that is no post."""
        body = (
            f'<article id="post-{page.number}" class="page type-page hentry"><h1 class="entry-title">{page.title}</h1>'
        )
        body += f'<div class="entry-content">{WORDPRESS.render(page.text)}</div></article>'
        links = f'<link rel="canonical" href="{self.home}{page.path}">\n'
        return self._shell(page.title, f"page-template-default page page-id-{page.number}", body, links)

    def listing(self, path: str) -> Response | None:
        """The blog, a category, an author, a year or a month: ten posts a page, nothing past the last one."""
        match = re.fullmatch(r"(.*?)(?:page/(\d+)/)?", path)
        base, number = (match[1], int(match[2] or 1)) if match else (path, 1)
        found = self._archive(base)
        if found is None or not 1 <= number <= _pages(found[2]):
            return None
        title, body_class, held = found
        items = "\n".join(self._item(article) for article in held[(number - 1) * _PER_PAGE : number * _PER_PAGE])
        older = (
            f'<a class="next page-numbers" href="{self.home}{base}page/{number + 1}/">Publications plus anciennes</a>'
        )
        nav = (
            f'<nav class="navigation pagination"><div class="nav-links">{older}</div></nav>'
            if number < _pages(held)
            else ""
        )
        head = "" if body_class.startswith("home") else f'<h1 class="page-title">{title}</h1>'
        return self._shell(title, body_class, f"{head}\n{items}\n{nav}")

    def _archive(self, base: str) -> tuple[str, str, list[Article]] | None:
        """The title, the body class and the posts of a listing."""
        articles = list(self.content.articles)
        if base == "":
            return self.content.name, "home blog hfeed", articles
        if named := re.fullmatch(r"category/([^/]+)/", base):
            section = self._by_slug(named[1])
            if section is None:
                return None
            held = [article for article in articles if section.number in article.sections]
            return f"Catégorie : {section.title}", f"archive category category-{section.slug}", held
        if named := re.fullmatch(r"author/([^/]+)/", base):
            held = [article for article in articles if author_slug(author_of(article)) == named[1]]
            return ("Auteur", f"archive author author-{named[1]}", held) if held else None
        if dated := re.fullmatch(r"(\d{4})/(?:(\d{2})/)?", base):
            prefix = "-".join(part for part in dated.groups() if part)
            held = [article for article in articles if article.published.startswith(prefix)]
            return (f"Archives : {prefix}", "archive date", held) if held else None
        return None

    def search(self, words: str) -> Response:
        """What the site's own search finds."""
        held = [article for article in self.content.articles if wordpress_api.speaks_of(article, words)]
        items = "\n".join(self._item(article) for article in held[:_PER_PAGE])
        return self._shell("Recherche", "search search-results", f'<h1 class="page-title">Résultats</h1>\n{items}')

    def by_number(self, number: str) -> Response:
        """`?p=ID` redirects to the pretty address of a post or a page."""
        known = {str(article.number): path_of(article) for article in self.content.articles}
        known |= {str(page.number): page.path for page in self.content.pages}
        return redirect(self.home + known[number]) if number in known else self.not_found()

    def not_found(self) -> Response:
        """The page of a 404."""
        body = '<h1 class="page-title">Rien par ici</h1><p>Rien n’a été trouvé à cette adresse.</p>'
        page = self._shell("Page introuvable", "error404", body)
        return Response(404, page.body, (*page.headers, ("Cache-Control", "no-cache, must-revalidate, max-age=0")))

    def sitemap(self, name: str) -> Response:
        """The index, or one of its files, oldest post first."""
        posts = [(link_of(self.home, item), modified_of(self.state, item)) for item in reversed(self.content.articles)]
        files: dict[str, Sequence[tuple[str, datetime | None]]] = {
            "wp-sitemap-posts-post-1.xml": posts,
            "wp-sitemap-posts-page-1.xml": [(self.home + page.path, None) for page in self.content.pages[:-1]],
            "wp-sitemap-taxonomies-category-1.xml": [
                (category_link(self.home, s), None) for s in self.content.sections
            ],
        }
        if name == "wp-sitemap.xml":
            body = "".join(f"<sitemap><loc>{self.home}{file}</loc></sitemap>" for file in files)
            return text_response(_URLSET.format("sitemapindex", body), "application/xml; charset=UTF-8")
        if name not in files:
            return self.not_found()
        body = "".join(f"<url><loc>{address}</loc>{_lastmod(when)}</url>" for address, when in files[name])
        return text_response(_URLSET.format("urlset", body), "application/xml; charset=UTF-8")

    def feed(self, category: str | None) -> Response:
        """The ten newest posts, of the whole site or of a category, with validators from the latest modification."""
        section = self._by_slug(category) if category else None
        if category and section is None:
            return self.not_found()
        held = [item for item in self.content.articles if section is None or section.number in item.sections]
        built = max(modified_of(self.state, item) for item in self.content.articles).astimezone(UTC)
        text = template("wordpress/feed.xml").substitute(
            name=escape(self.content.name),
            home=self.home,
            slogan=escape(self.content.slogan),
            built=format_datetime(built),
            items="\n".join(self._feed_item(article) for article in held[:_PER_PAGE]),
        )
        tag = hashlib.sha256(http_date(built).encode()).hexdigest()[:32]
        validators = (("Last-Modified", http_date(built)), ("ETag", f'"{tag}"'))
        return text_response(text, "application/rss+xml; charset=UTF-8", headers=validators)

    def _feed_item(self, article: Article) -> str:
        categories = "".join(
            f"<category><![CDATA[{item.title}]]></category>" for item in self.content.sections_of(article)
        )
        return (
            f"<item><title>{escape(WORDPRESS.plain(article.title))}</title><link>{link_of(self.home, article)}</link>"
            f"<dc:creator><![CDATA[{author_of(article)}]]></dc:creator>"
            f"<pubDate>{format_datetime(article.moment.astimezone(UTC))}</pubDate>{categories}"
            f'<guid isPermaLink="false">{self.home}?p={article.number}</guid>'
            f"<description><![CDATA[{_excerpt(article)}]]></description>"
            f"<content:encoded><![CDATA[{WORDPRESS.render(article.text)}]]></content:encoded></item>"
        )

    def _item(self, article: Article) -> str:
        return template("wordpress/item.html").substitute(
            number=article.number,
            classes=self._classes(article),
            link=link_of(self.home, article),
            title=self._title(article),
            excerpt=_excerpt(article),
            machine_date=article.moment.isoformat(),
            date=french_date(article.moment, first="1"),
        )

    def _by_slug(self, slug: str) -> Section | None:
        return next((section for section in self.content.sections if section.slug == slug), None)

    def _classes(self, article: Article) -> str:
        return " ".join(f"category-{section.slug}" for section in self.content.sections_of(article))

    def _title(self, article: Article) -> str:
        return WORDPRESS.render_inline(article.title)

    def _shell(self, title: str, body_class: str, body: str, links: str = "", link_header: str = "") -> Response:
        shown = [(self.home + page.path, page.title) for page in self.content.pages[:-1]]  # the last is not for robots
        shown += [(category_link(self.home, section), section.title) for section in self.content.sections]
        text = template("wordpress/page.html").substitute(
            head_title=f"{to_text(title)} &#8211; {self.content.name}",
            name=self.content.name,
            home=self.home,
            links=links,
            body_class=body_class,
            slogan=self.content.slogan,
            menu="\n".join(f'<li><a href="{address}">{name}</a></li>' for address, name in shown),
            content=body,
            recent="\n".join(
                f'<li><a href="{link_of(self.home, item)}">{self._title(item)}</a></li>'
                for item in self.content.articles[:5]
            ),
        )
        header = f'<{self.home}wp-json/>; rel="https://api.w.org/"' + (f", {link_header}" if link_header else "")
        return text_response(text, "text/html; charset=UTF-8", headers=(("Link", header),))


def _pages(held: Sequence[Article]) -> int:
    return max(1, -(-len(held) // _PER_PAGE))


def _lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if moment else ""


def _excerpt(article: Article) -> str:
    return escape(excerpt(" ".join(article.paragraphs(WORDPRESS)), 280)) + " [&hellip;]"
