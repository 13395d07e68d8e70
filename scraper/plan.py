"""What to ask a site first, and what when that does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from scraper.listings.wordpress import categories_address, posts_address
from scraper.scope import search_words
from scraper.site import Site


@dataclass(frozen=True, slots=True)
class Stage:
    """Addresses that are asked together. `complete`: what they list is all there is, so later stages are not needed."""

    addresses: tuple[str, ...]
    complete: bool


def plan(site: Site, since: str = "") -> Iterator[Stage]:
    """The stages of a site's discovery, in order; the next is asked when the one before listed nothing whole.

    `since` is a UTC moment: the API is asked for what changed after it, and for what was published after it, since
    WordPress publishes what was scheduled without touching its date of modification.
    """
    rules, scope = site.discover, site.scope
    for root in rules.rest:
        yield Stage(tuple(_rest(site, site.address(root), since)), complete=True)
    feeds = [site.address(relative) for relative in rules.feeds]
    chosen = [site.address(relative) for relative in (*scope.sections, *scope.keywords)]
    if rules.search and not scope.whole:
        found = [site.address(rules.search.replace("{word}", quote(word))) for word in search_words(site)]
        yield Stage((*feeds, *chosen, *found), complete=True)
    maps = [site.address(relative) for relative in rules.sitemaps]
    if maps or feeds:
        yield Stage((*maps, *feeds, *chosen), complete=bool(maps))
    if rules.listings:
        yield Stage(tuple(site.address(relative) for relative in rules.listings), complete=False)


def _rest(site: Site, root: str, since: str) -> Iterator[str]:
    queries = [{"modified_after": since}, {"after": since, "orderby": "date"}] if since else [{}]
    words = [{}] if site.scope.whole else [{"search": word} for word in search_words(site)]
    if site.scope.categories and not site.scope.whole:
        yield categories_address(root, site.scope.categories)
    for query in queries:
        for word in words:
            yield posts_address(root, **word, **query)
