"""What sites say they hold: excerpts of what SPIP 4.4 and WordPress 6.1 really send, with invented content."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Document
from scraper.canonical import canonical
from scraper.discover import discover
from scraper.listings.entry import DiscoveryError, Entry, combine, merge
from scraper.page import Page
from scraper.site import Site, make_site

HOME, BLOG, API = "https://rivages.example/", "https://digue.example/", "wp-json/wp/v2/"
SPIP_FEED = """<?xml
version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel xml:lang="fr"><title>Rivages</title><link>https://rivages.example/</link>
<item xml:lang="fr"><title>Communiqu&#233; 1 : &#171; Rouvrir l'accueil &#187; - appel</title>
<link>https://rivages.example/spip.php?article12</link>
<guid isPermaLink="true">https://rivages.example/spip.php?article12</guid><dc:date>2026-10-19T22:30:00Z</dc:date>
<dc:format>text/html</dc:format><dc:creator>Commission juridique</dc:creator><dc:subject>Droit d'asile</dc:subject>
<description>&lt;p&gt;Extrait&lt;/p&gt;</description><content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded>
<enclosure url="https://rivages.example/IMG/pdf/communique_ete.pdf" length="991" type="application/pdf" />
<enclosure url="https://rivages.example/IMG/jpg/photo.jpg" length="991" type="image/jpeg" /></item>
</channel></rss>"""
WP_FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Digue</title><link>https://digue.example</link><item>
<title>Communiqué 1 : « Rouvrir l&#8217;accueil » &#8211; appel</title><link>https://digue.example/2026/10/communique-1/</link>
<dc:creator><![CDATA[Secrétariat]]></dc:creator><pubDate>Mon, 19 Oct 2026 08:30:00 +0000</pubDate>
<category><![CDATA[Appels & pétitions]]></category><guid isPermaLink="false">https://digue.example/?p=5</guid>
</item></channel></rss>"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://rivages.example/</loc><changefreq>hourly</changefreq></url>
<url><loc>https://rivages.example/-Communiques-</loc></url>
<url><loc>https://rivages.example/Communique-51-appel</loc>
<xhtml:link rel="alternate" hreflang="fr" href="https://rivages.example/Communique-51-appel" />
<lastmod>2026-11-22T22:36:00Z</lastmod></url>{}
<url><loc>https://rivages.example/spip.php?article7</loc></url></urlset>"""
INDEX = """<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="x.xsl" ?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>"""
RUBRIQUE = """<html><body class="page_rubrique"><ul><li class="hentry"><strong><a href="Communique-3-appel">Communiqué
3&nbsp;: &#171;&nbsp;appel&nbsp;&#187;</a></strong><small>27 septembre</small></li></ul>{}
<nav class="p pagination"><ul><li><a href='-Communiques-?debut_articles=10#pagination_articles'>2</a></li>
<li><a href='-Communiques-?debut_rubriques=5#p'>2</a></li></ul></nav><a href="https://ailleurs.example/a">x</a></body></html>"""
TERMS = [[{"name": "Appels &amp; pétitions", "taxonomy": "category"}], [{"name": "asile", "taxonomy": "post_tag"}]]
POST = {
    "id": 5, "date": "2026-10-19T00:30:00", "date_gmt": "2026-10-18T22:30:00", "modified_gmt": "2026-11-22T22:44:35",
    "link": f"{BLOG}2026/10/communique-1/", "title": {"rendered": "L&rsquo;accueil &#8211; <em>appel</em>"},
    "_embedded": {"author": [{"name": "Secrétariat"}, {"code": "rest_user_invalid_id"}], "wp:term": TERMS},
}  # fmt: skip
MEDIA = {
    "id": 116, "post": 5, "title": {"rendered": "Le communiqué"}, "mime_type": "application/pdf",
    "source_url": "https://digue.example/wp-content/uploads/c.pdf",
}  # fmt: skip


def api(path: str, rows: object, **headers: str) -> Page:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(f"{BLOG}{API}{path}", json.dumps(rows).encode(), headers=told)


def test_a_spip_feed(site: Site) -> None:
    listing = discover(site, Page(f"{HOME}spip.php?page=backend", SPIP_FEED.encode()))
    assert (listing.kind, listing.chosen, len(listing.entries)) == ("feed", True, 1)
    assert listing.entries[0] == Entry(
        f"{HOME}spip.php?article12", "12", "Communiqué 1 : « Rouvrir l'accueil » - appel", "2026-10-20",
        keywords=("Droit d'asile",),
        documents=(Document(f"{HOME}IMG/pdf/communique_ete.pdf", "", "application/pdf"),),
    )  # fmt: skip


def test_a_wordpress_feed(blog: Site) -> None:
    (entry,) = discover(blog, Page(f"{BLOG}feed/", WP_FEED.encode())).entries
    assert (entry.url, entry.number) == (f"{BLOG}2026/10/communique-1/", "5")
    assert (entry.title, entry.published) == ("Communiqué 1 : « Rouvrir l’accueil » – appel", "2026-10-19")
    assert entry.modified is None, "a date of publication says nothing of a change"


@pytest.mark.parametrize("more", ["", "<!-- un commentaire -->", "<url><!-- rien --><loc></loc></url>"])
def test_a_sitemap(site: Site, more: str) -> None:
    listing = discover(site, Page(f"{HOME}spip.php?page=sitemap.xml", SITEMAP.format(more).encode()))
    assert listing.kind == "sitemap"
    assert [(entry.url, entry.number, entry.modified) for entry in listing.entries] == [
        (f"{HOME}Communique-51-appel", None, "2026-11-22T22:36:00Z"),
        (f"{HOME}spip.php?article7", "7", None),
    ]


@pytest.mark.parametrize("half", ["&#xd800;", "&#x0DFff;", "&#55296;", "&#0057343;"])
def test_half_a_character_in_a_sitemap_hides_none_of_its_addresses(site: Site, half: str) -> None:
    garbled = SITEMAP.format("").replace("http://www", f"{half}http://www", 1).replace("<loc>", f"<loc>{half}")
    listing = discover(site, Page(f"{HOME}spip.php?page=sitemap.xml", garbled.encode()))
    whole = discover(site, Page(f"{HOME}spip.php?page=sitemap.xml", SITEMAP.format("").encode()))
    assert listing.entries == whole.entries
    assert len(whole.entries) > 1


def test_a_sitemap_that_is_cut_off_is_asked_for_by_year(site: Site) -> None:
    rows = "".join(f"<url><loc>{HOME}spip.php?article{number}</loc></url>" for number in range(2000))
    page = Page(f"{HOME}spip.php?page=sitemap.xml", SITEMAP.format(rows).encode(), fetched_at="2026-03-01T09:30:00Z")
    further = discover(site, page).further
    assert further[0] == f"{HOME}spip.php?page=sitemap.xml&annee=2026"
    assert further[-1].endswith("&annee=1999")
    assert discover(site, replace(page, url=further[0])).further == ()


def test_a_sitemap_of_sitemaps(blog: Site) -> None:
    parts = ["posts-post-1", "posts-page-1", "taxonomies-category-1", "taxonomies-post_tag-1", "users-1"]
    rows = "".join(f"<sitemap><loc>{BLOG}wp-sitemap-{part}.xml</loc></sitemap>" for part in parts)
    listing = discover(blog, Page(f"{BLOG}sitemap.xml", INDEX.format(rows).encode()))
    assert listing.further == (f"{BLOG}wp-sitemap-posts-post-1.xml",)


@pytest.mark.parametrize(
    "more", ["", "<a href='http://[adresse]/x'>x</a>", "<a href='mailto:a@b.example'>x</a>", "<a>x</a>"]
)
def test_a_listing(site: Site, more: str) -> None:
    listing = discover(site, Page(f"{HOME}-Communiques-", RUBRIQUE.format(more).encode()))
    assert [(entry.url, entry.title) for entry in listing.entries] == [
        (f"{HOME}Communique-3-appel", "Communiqué 3 : « appel »")
    ]
    assert listing.further == (f"{HOME}-Communiques-?debut_articles=10",)


def test_the_wordpress_api(blog: Site) -> None:
    listing = discover(blog, api("posts?per_page=100", [POST], x_wp_total="101", x_wp_totalpages="2"))
    assert (listing.kind, listing.total) == ("rest", 101)
    assert listing.entries == (
        Entry(
            f"{BLOG}2026/10/communique-1/", "5", "L’accueil – appel", "2026-10-19", "2026-11-22T22:44:35Z",
            "Secrétariat", "Appels & pétitions", ("asile",),
        ),
    )  # fmt: skip
    assert listing.further[0].endswith("/posts?per_page=100&page=2")
    assert "/media?parent=5&" in listing.further[1]
    second = discover(blog, api("posts?per_page=100&page=2", [POST], x_wp_total="101", x_wp_totalpages="2"))
    assert not any("page=3" in address or "page=2" in address for address in second.further)


def test_what_is_attached_and_filed(blog: Site) -> None:
    (entry,) = discover(blog, api("media?parent=5", [MEDIA])).entries
    assert entry == Entry("", "5", documents=(Document(MEDIA["source_url"], "Le communiqué", "application/pdf"),))
    listing = discover(blog, api("categories?slug=appels", [{"id": 7, "slug": "appels"}]))
    assert "categories=7" in listing.further[0]


WRONG = {
    "api-closed": (f"{API}posts", '{"code":"rest_not_logged_in"}', "expected a list from the WordPress API"),
    "api-html": (f"{API}posts", "<html>503</html>", "expected JSON from the WordPress API"),
    "api-short": (f"{API}posts", '[{"id": 5}]', "a field is missing"),
    "no-category": (f"{API}categories", "[]", "expected categories, the site has none of these names"),
    "xml": ("feed/", "<?xml version='1.0'?><Error>x</Error>", "expected a feed or a sitemap"),
    "empty": ("feed/", "", "expected a listing"),
}


@pytest.mark.parametrize(("path", "body", "told"), WRONG.values(), ids=WRONG.keys())
def test_an_answer_that_lists_nothing_says_why(blog: Site, path: str, body: str, told: str) -> None:
    with pytest.raises(DiscoveryError, match=f"^{BLOG}{path}: {told}"):
        discover(blog, Page(BLOG + path, body.encode()))


def test_a_section_taken_whole_is_chosen(site: Site) -> None:
    part = replace(site, scope=replace(site.scope, whole=False, sections=("-Communiques-",)))
    for path, chosen in {"-Communiques-": True, "-Communiques-?debut_articles=10": True, "-Autres-": False}.items():
        assert discover(part, Page(HOME + path, RUBRIQUE.encode())).chosen is chosen


ADDRESSES = {
    "fragment": ("https://rivages.example/Appel#nb1", "https://rivages.example/Appel"),
    "own-host": ("http://www.rivages.example:80/Appel", "https://rivages.example/Appel"),
    "other-host": ("http://www.ailleurs.example/Appel", "http://www.ailleurs.example/Appel"),
    "noise": (
        "https://rivages.example/Appel?utm_source=x&id_article=5&fbclid=y",
        "https://rivages.example/Appel?id_article=5",
    ),
    "accents": (
        "https://rivages.example/IMG/n°53 été.pdf",
        "https://rivages.example/IMG/n%C2%B053%20%C3%A9t%C3%A9.pdf",
    ),
    "quoted-stays": ("https://rivages.example/exile%c2%b7es/", "https://rivages.example/exile%c2%b7es/"),
    "bare-query": ("https://rivages.example/spip.php?article12", "https://rivages.example/spip.php?article12"),
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_addresses_as_they_are_compared(site: Site, url: str, expected: str) -> None:
    assert canonical(site, url) == expected


@given(st.text("/?&=%#. éa1", max_size=25), st.sampled_from(["utm_x=1", "a=b%20c", "x[]=1", "q=é&q=è", ""]))
def test_a_compared_address_stays_as_it_is(path: str, query: str) -> None:
    site = make_site("rivages", {"organisation": "rivages", "home": HOME, "family": "spip"}, "tests")
    once = canonical(site, f"{HOME}{path}?{query}")
    assert canonical(site, once) == once


def test_what_several_answers_say_is_put_together() -> None:
    old = Entry("https://rivages.example/a", "5", "Ancien", "2026-03-01", author="Secrétariat")
    new = Entry("https://rivages.example/a", title="Nouveau", keywords=("asile",))
    both = Entry(old.url, "5", "Nouveau", "2026-03-01", author="Secrétariat", keywords=("asile",))
    assert combine(old, new) == both
    found = {old.url: old}
    merge(found, [new, Entry("", "7"), Entry("", "7", "Sept")])
    assert found == {old.url: both, "#7": Entry("", "7", "Sept")}
