"""What a site is asked first: the cheapest answer that lists all there is, then what to do without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.discover import discover
from scraper.page import Page
from scraper.plan import plan
from scraper.scope import search_words
from scraper.site import Site, load_sites, make_site
from tests.test_sites import SITES

HOME, BLOG = "https://rivages.example/", "https://digue.example/"
SINCE = "2026-03-01T09:30:00Z"


def partly(site: Site, **scope: tuple[str, ...]) -> Site:
    """The same site, of which only what is on the subject is taken."""
    return replace(site, scope=replace(site.scope, whole=False, **scope))


def test_a_spip_site_taken_whole(site: Site) -> None:
    first, second = plan(site)
    assert first.addresses == (f"{HOME}spip.php?page=sitemap.xml", f"{HOME}spip.php?page=backend")
    assert first.complete
    assert second.addresses == (f"{HOME}spip.php?page=plan", HOME)
    assert not second.complete


def test_a_spip_site_taken_by_subject_is_searched_first(site: Site) -> None:
    first, *later = plan(partly(site, sections=("-Communiques-",), keywords=("+-asile-+",)))
    assert first.addresses[:3] == (f"{HOME}spip.php?page=backend", f"{HOME}-Communiques-", f"{HOME}+-asile-+")
    assert first.addresses[3:] == tuple(
        f"{HOME}spip.php?page=recherche&recherche={word}" for word in ("palestin", "isra%C3%ABl", "gaza", "cisjordanie")
    )
    assert first.complete
    assert [stage.complete for stage in later] == [True, False]


def test_the_wordpress_api_comes_first(blog: Site) -> None:
    pretty, plain, *later = plan(blog)
    assert pretty.complete
    assert plain.complete
    assert [address.partition("posts")[0] for address in pretty.addresses] == [f"{BLOG}wp-json/wp/v2/"]
    assert [address.partition("posts")[0] for address in plain.addresses] == [f"{BLOG}?rest_route=/wp/v2/"]
    assert "?per_page=100&" in pretty.addresses[0]
    assert "/posts&per_page=100&" in plain.addresses[0]
    assert [stage.addresses for stage in later] == [(f"{BLOG}sitemap.xml", f"{BLOG}feed/"), (BLOG,)]


def test_the_api_is_asked_for_what_changed_and_for_what_appeared(blog: Site) -> None:
    changed, appeared = next(iter(plan(blog, SINCE))).addresses
    assert "modified_after=2026-03-01T09%3A30%3A00Z" in changed
    assert "orderby=modified" in changed
    assert "?per_page=100&orderby=date&order=desc&after=2026-03-01T09%3A30%3A00Z" in appeared


def test_a_wordpress_site_taken_by_subject(blog: Site) -> None:
    categories, *asked = next(iter(plan(partly(blog, categories=("appels", "asile")), SINCE))).addresses
    assert categories == f"{BLOG}wp-json/wp/v2/categories?slug=appels,asile&per_page=100&_fields=id,slug"
    words = search_words(blog)
    assert len(asked) == 2 * len(words)
    assert [f"search={word}" in address for word, address in zip(words, asked, strict=False) if word.isascii()]


def test_terms_and_authors_come_with_the_posts(blog: Site) -> None:
    """Without `_links` among the fields WordPress leaves `_embedded` out in silence."""
    (address,) = next(iter(plan(blog))).addresses
    assert "_embed=author,wp:term" in address
    assert {"_links.author", "_links.wp:term", "_embedded"} <= set(address.partition("_fields=")[2].split(","))


def test_what_the_api_answers_is_read_as_such(blog: Site) -> None:
    for address in plan(blog, SINCE):
        if "wp/v2/" in address.addresses[0]:
            assert discover(blog, Page(address.addresses[0], b"[]")).kind == "rest"


def test_a_site_with_nothing_but_a_home_page() -> None:
    told = {"organisation": "a", "home": HOME, "family": "generic", "discover": {"feeds": [], "sitemaps": []}}
    (stage,) = plan(make_site("a", told, "tests"))
    assert (stage.addresses, stage.complete) == ((HOME,), False)


@pytest.mark.parametrize("fleet", [load_sites(SITES)], ids=["fleet"])
def test_every_site_is_asked_something_and_nothing_twice(fleet: dict[str, Site]) -> None:
    for slug, site in fleet.items():
        stages = list(plan(site, SINCE))
        assert stages, f"{slug}: nothing would be asked of it; give sites/{slug}.toml a `discover` key"
        for stage in stages:
            assert stage.addresses, slug
            assert len(set(stage.addresses)) == len(stage.addresses), slug
            assert all(
                address.startswith(("http://", "https://")) and " " not in address for address in stage.addresses
            )
