"""The WordPress API: the addresses that are asked, and what their answers list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode

from archive.model import Document
from scraper.canonical import canonical
from scraper.listings.entry import DiscoveryError, Entry, Listing, plain
from scraper.page import Page
from scraper.site import Site
from scraper.structured import read_json, whole_number

PER_REQUEST = 100  # the most that WordPress gives at once (Handbook, REST API, Pagination)
POST_FIELDS = "id,date,date_gmt,modified_gmt,link,title,_links.author,_links.wp:term,_embedded"
MEDIA_FIELDS = "id,post,source_url,mime_type,title"


def posts_address(root: str, **query: str) -> str:
    """The address of 100 posts, newest change first, with author and terms."""
    asked = {"per_page": str(PER_REQUEST), "orderby": "modified", "order": "desc", **query}
    return f"{root}posts{_joint(root)}{urlencode(asked)}&_embed=author,wp:term&_fields={POST_FIELDS}"


def media_address(root: str, numbers: Iterable[str]) -> str:
    """The address of the files attached to some posts."""
    joined = ",".join(numbers)
    joint = _joint(root)
    return f"{root}media{joint}parent={joined}&per_page={PER_REQUEST}&media_type=application&_fields={MEDIA_FIELDS}"


def numbers_address(root: str, page: int) -> str:
    """The address of 100 numbers of posts, in rising order; the answer's header says how many there are in all."""
    return f"{root}posts{_joint(root)}per_page={PER_REQUEST}&orderby=id&order=asc&_fields=id&page={page}"


def post_address(root: str, number: str) -> str:
    """The address that tells whether a post is public."""
    return f"{root}posts/{number}{_joint(root)}_fields=id,status"


def categories_address(root: str, slugs: Iterable[str]) -> str:
    """The address that gives the numbers of some categories."""
    return f"{root}categories{_joint(root)}slug={','.join(slugs)}&per_page={PER_REQUEST}&_fields=id,slug"


def _joint(root: str) -> str:
    return "&" if "?" in root else "?"


def read_api(site: Site, page: Page) -> Listing:
    try:
        rows = read_json(_whole_characters(page.text))
    except ValueError as error:
        raise DiscoveryError(f"{page.url}: expected JSON from the WordPress API: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DiscoveryError(f"{page.url}: expected a list from the WordPress API, got {page.text[:80]!r}")
    root, _, rest = page.url.partition("wp/v2/")
    root += "wp/v2/"
    try:
        if rest.startswith("media"):
            return Listing("media", tuple(_attachments(site, rows)), _more(site, page))
        if rest.startswith("categories"):
            if not rows:
                raise DiscoveryError(f"{page.url}: expected categories, the site has none of these names")
            numbers = ",".join(str(row["id"]) for row in rows)
            return Listing("categories", (), (posts_address(root, categories=numbers),))
        entries = tuple(_post(site, row) for row in rows)
    except DiscoveryError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise DiscoveryError(f"{page.url}: a field is missing from the WordPress API's answer: {error!r}") from error
    files = (media_address(root, [entry.number for entry in entries if entry.number]),) if entries else ()
    return Listing("rest", entries, _more(site, page) + files, _count(page, "x-wp-total"))


def _whole_characters(text: str) -> str:
    """JSON without halves of characters (« \\ud83d » alone), which no database and no file can hold."""
    if not re.search(r"\\ud[89a-f]", text, re.I):
        return text
    told = json.dumps(read_json(text), ensure_ascii=False)
    return told.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _count(page: Page, header: str) -> int | None:
    return whole_number(page.headers.get(header, ""))


def _more(site: Site, page: Page) -> tuple[str, ...]:
    """The pages after the first one, as many as one run may ask for; a later page adds none: each is asked for once."""
    if re.search(r"[?&]page=\d+", page.url):
        return ()
    pages = min(_count(page, "x-wp-totalpages") or 1, site.limits.listings + 1)  # one too many: the limit is told of
    return tuple(f"{page.url}&page={number}" for number in range(2, pages + 1))


def _post(site: Site, row: dict[str, Any]) -> Entry:
    linked = row.get("_embedded", {})
    terms = [term for group in linked.get("wp:term", []) for term in group if isinstance(term, dict) and "name" in term]
    names = {
        kind: [unescape(t["name"]) for t in terms if t.get("taxonomy") == kind] for kind in ("category", "post_tag")
    }
    authors = [unescape(item["name"]) for item in linked.get("author", []) if item.get("name")]
    return Entry(
        url=canonical(site, row["link"]),
        number=str(row["id"]),
        title=plain(row["title"]["rendered"]),
        published=row["date"][:10],
        modified=row["modified_gmt"] + "Z",
        author=", ".join(authors),
        section=", ".join(names["category"]),
        keywords=tuple(names["post_tag"]),
    )


def _attachments(site: Site, rows: list[dict[str, Any]]) -> Iterator[Entry]:
    files: dict[str, list[Document]] = {}
    for row in sorted(rows, key=lambda row: int(row["id"])):
        document = Document(canonical(site, row["source_url"]), plain(row["title"]["rendered"]), row["mime_type"])
        files.setdefault(str(row["post"]), []).append(document)
    for number, documents in files.items():
        yield Entry("", number, documents=tuple(documents))
