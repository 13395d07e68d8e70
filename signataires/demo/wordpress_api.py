"""The REST interface of the demo's WordPress: posts, pages, media and categories, with its limits and its errors.

See https://developer.wordpress.org/rest-api/reference/posts/ for what each parameter means.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from signataires.demo.content import PARIS, Article, Page, Section
from signataires.demo.markup import WORDPRESS, excerpt
from signataires.demo.web import Response, SiteState, text_response

Item = dict[str, Any]


def path_of(article: Article) -> str:
    """The address of a post, relative to the home."""
    return f"{article.moment:%Y/%m}/{article.slug}/"


def link_of(home: str, article: Article) -> str:
    """The address of a post."""
    return home + path_of(article)


def category_link(home: str, section: Section) -> str:
    """The address of a category."""
    return f"{home}category/{section.slug}/"


def author_of(article: Article) -> str:
    """Who a post is by."""
    return article.author or "La rédaction"


def author_slug(name: str) -> str:
    """An author's name as it stands in an address."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def modified_of(state: SiteState, article: Article) -> datetime:
    """When a post last changed: when it was published, or when the second night began."""
    changed = article.edited or article.night == 2
    return (state.changed_at if changed else article.moment).astimezone(PARIS).replace(microsecond=0)


def speaks_of(article: Article, words: str) -> bool:
    """Whether each word stands in a post."""
    return all(word in f"{article.title} {article.text}".lower() for word in words.lower().split())


def answer(state: SiteState, route: str, query: Mapping[str, str]) -> Response:
    """What the interface answers at a route such as /wp/v2/posts."""
    if route.strip("/") == "":
        return _json({"name": state.content.name, "home": state.home.rstrip("/"), "namespaces": ["wp/v2"]})
    named = re.fullmatch(r"/wp/v2/(posts|pages|media|categories)(?:/(\d+))?/?", route)
    if named is None:
        return _error(
            404, "rest_no_route", "Aucune route correspondant à l’URL et à la méthode de requête n’a été trouvée."
        )
    collection, number = named[1], named[2]
    items = _collection(state, collection, query)
    if number is None:
        return _list(state, collection, items, query)
    item = next((item for item in items if str(item["id"]) == number), None)
    if item is None:
        return _error(404, f"rest_{collection.removesuffix('s')}_invalid_id", "Identifiant non valide.")
    return _json(_only(item, query.get("_fields", "")))


def _collection(state: SiteState, collection: str, query: Mapping[str, str]) -> list[Item]:
    if collection == "categories":
        slugs = query["slug"].split(",") if "slug" in query else [item.slug for item in state.content.sections]
        return [_category(state, section) for section in state.content.sections if section.slug in slugs]
    if collection == "media":
        parents = _numbers(query["parent"]) if "parent" in query else None
        return [item for item in _media(state) if parents is None or item["post"] in parents]
    if collection == "pages":
        return [_page(state, page) for page in state.content.pages[:-1]]
    return [
        _post(state, article) | (_embedded(state, article) if "_embed" in query else {})
        for article in _asked(state, query)
    ]


def _asked(state: SiteState, query: Mapping[str, str]) -> list[Article]:
    """The posts that a query asks for, in its order."""
    held = list(state.content.articles)
    if "include" in query:
        held = [article for article in held if article.number in _numbers(query["include"])]
    if "exclude" in query:
        held = [article for article in held if article.number not in _numbers(query["exclude"])]
    if "categories" in query:
        held = [article for article in held if set(article.sections) & _numbers(query["categories"])]
    if "slug" in query:
        held = [article for article in held if article.slug in query["slug"].split(",")]
    if "search" in query:
        held = [article for article in held if speaks_of(article, query["search"])]
    if "modified_after" in query:
        held = [article for article in held if modified_of(state, article) > _moment(query["modified_after"])]
    if "after" in query:
        held = [article for article in held if article.moment > _moment(query["after"])]
    if query.get("orderby") == "modified":
        held.sort(key=lambda article: modified_of(state, article), reverse=True)
    elif query.get("orderby") == "id":
        held.sort(key=lambda article: article.number, reverse=True)
    return held[::-1] if query.get("order") == "asc" else held


def _list(state: SiteState, collection: str, items: Sequence[Item], query: Mapping[str, str]) -> Response:
    size, page = query.get("per_page", "10"), query.get("page", "1")
    if not (size.isdigit() and 1 <= int(size) <= 100):
        return _error(400, "rest_invalid_param", "Paramètre(s) non valide(s) : per_page")
    if not (page.isdigit() and int(page) >= 1):
        return _error(400, "rest_invalid_param", "Paramètre(s) non valide(s) : page")
    pages, number = -(-len(items) // int(size)), int(page)
    if number > max(1, pages):
        message = "Le numéro de page demandé est plus grand que le nombre de pages disponibles."
        return _error(400, "rest_post_invalid_page_number", message)
    shown = items[(number - 1) * int(size) : number * int(size)]
    headers = [("X-WP-Total", str(len(items))), ("X-WP-TotalPages", str(pages))]
    if number < pages:
        following = urlencode({**query, "page": str(number + 1)})
        headers.append(("Link", f'<{state.home}wp-json/wp/v2/{collection}?{following}>; rel="next"'))
    return _json([_only(item, query.get("_fields", "")) for item in shown], headers=tuple(headers))


def _post(state: SiteState, article: Article) -> Item:
    modified, link = modified_of(state, article), link_of(state.home, article)
    return {
        "id": article.number,
        **_dates(article.moment, modified),
        "guid": {"rendered": f"{state.home}?p={article.number}"},
        "slug": article.slug,
        "status": "publish",
        "type": "post",
        "link": link,
        "title": {"rendered": WORDPRESS.render_inline(article.title)},
        "content": {"rendered": WORDPRESS.render(article.text) + "\n", "protected": False},
        "excerpt": {"rendered": f"<p>{excerpt(' '.join(article.paragraphs(WORDPRESS)), 280)} [&hellip;]</p>\n"},
        "author": 1 if not article.author else 2,
        "featured_media": 0,
        "comment_status": "closed",
        "format": "standard",
        "categories": list(article.sections),
        "tags": [],
        "_links": {
            "author": [{"embeddable": True, "href": f"{state.home}wp-json/wp/v2/users/{2 if article.author else 1}"}],
            "wp:term": [{"taxonomy": "category", "embeddable": True, "href": f"{state.home}wp-json/wp/v2/categories"}],
        },
    }


def _embedded(state: SiteState, article: Article) -> Item:
    """What `_embed` adds: who a post is by and its categories."""
    author = author_of(article)
    person = {"id": 2 if article.author else 1, "name": author, "slug": author_slug(author)}
    terms = [_category(state, section) for section in state.content.sections_of(article)]
    return {"_embedded": {"author": [person], "wp:term": [terms, []]}}


def _page(state: SiteState, page: Page) -> Item:
    created = datetime(2022, 9, 1, 10, 0, tzinfo=PARIS)
    return {
        "id": page.number,
        **_dates(created, created),
        "slug": page.path.strip("/"),
        "status": "publish",
        "type": "page",
        "link": state.home + page.path,
        "title": {"rendered": page.title},
        "content": {"rendered": WORDPRESS.render(page.text), "protected": False},
    }


def _media(state: SiteState) -> list[Item]:
    attached = [(article, article.document) for article in state.content.articles if article.document]
    return [
        {
            "id": article.number + 1,
            **_dates(article.moment, article.moment),
            "type": "attachment",
            "title": {"rendered": document.title},
            "media_type": "file",
            "mime_type": "application/pdf",
            "post": article.number,
            "source_url": state.home + document.path,
        }
        for article, document in attached
    ]


def _category(state: SiteState, section: Section) -> Item:
    count = sum(section.number in article.sections for article in state.content.articles)
    return {
        "id": section.number,
        "count": count,
        "link": category_link(state.home, section),
        "name": section.title,
        "slug": section.slug,
        "taxonomy": "category",
        "parent": 0,
    }


def _dates(created: datetime, modified: datetime) -> Item:
    """Site time without a zone, and the same in UTC without one either."""
    return {
        "date": f"{created:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "modified": f"{modified:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{modified.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
    }


def _moment(text: str) -> datetime:
    """A moment of a query; without a zone it is site time."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def _numbers(text: str) -> set[int]:
    return {int(part) for part in re.findall(r"\d+", text)}


def _only(item: Item, names: str) -> Item:
    """The fields that `_fields` names; `title.rendered` keeps only that part of the title."""
    if not names:
        return item
    kept: Item = {}
    for name in re.split(r"[,\s]+", names):
        outer, _, inner = name.partition(".")
        if outer in item:
            value = item[outer]
            kept[outer] = {**kept.get(outer, {}), inner: value[inner]} if inner and inner in value else value
    return kept


def _json(data: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    body = json.dumps(data, ensure_ascii=True)
    return text_response(body, "application/json; charset=UTF-8", status, (("X-Robots-Tag", "noindex"), *headers))


def _error(status: int, code: str, message: str) -> Response:
    return _json({"code": code, "message": message, "data": {"status": status}}, status)
