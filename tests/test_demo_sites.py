"""The demo's sites, asked over HTTP as any client would: they answer as SPIP, WordPress and Apache do."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pypdfium2
import pytest

from signataires.demo import SLUGS, Demo, expected, serve_demo
from signataires.demo.content import load
from tests.demo_asked import Answer, get, page_of

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve_demo() as running:
        yield running


@pytest.fixture(scope="module")
def second() -> Iterator[Demo]:
    with serve_demo() as running:
        running.next_night()
        yield running


# ---- SPIP


def test_spip_article_has_the_theme_s_markup(demo: Demo) -> None:
    page = page_of(demo, "ondes", "Trains-de-nuit-la-region-ne-peut-pas-laisser-partir-le-dernier")
    assert 'class="pas_surlignable page_article"' in page
    assert '<abbr class="published" title="2023-02-26T23:20:00Z">lundi 27 février 2023</abbr>' in page
    assert f'<link rel="canonical" href="{demo.homes["ondes"]}Trains-de-nuit' in page
    assert "Dans la même rubrique" in page


def test_spip_numbers_redirect_and_missing_ones_show_the_home_page(demo: Demo) -> None:
    home = demo.homes["ondes"]
    for old in ("spip.php?article30", "article30.html", "article30"):
        answer = get(home + old)
        assert (answer.status, answer.headers["location"]) == (301, f"{home}Pour-une-Brise-vivante-30")
    missing = get(home + "spip.php?article9999")
    assert missing.status == 200
    assert "page_sommaire" in missing.text
    assert "canonical" not in missing.text
    assert get(home + "spip.php?page=article&id_article=9999").status == 404
    assert "page_article" in get(home + "spip.php?page=article&id_article=30").text


def test_spip_feed_has_the_ten_newest(demo: Demo) -> None:
    answer = get(demo.homes["ondes"] + "spip.php?page=backend")
    items = ElementTree.fromstring(answer.body).findall("channel/item")
    assert len(items) == 10
    assert items[0].findtext("title") == "Un an sans Nocturne, et toujours pas de comptes"
    assert items[0].findtext("{http://purl.org/dc/elements/1.1/}date") == "2025-10-16T11:45:00Z"
    assert answer.headers["content-type"].startswith("text/xml")


def test_spip_sitemap_lists_every_article_and_a_year_at_a_time(demo: Demo) -> None:
    home = demo.homes["ondes"]
    paths = {item.path for item in expected() if item.site == "ondes"}
    whole = {loc.text for loc in ElementTree.fromstring(get(home + "sitemap.xml").body).iter(LOC)}
    assert {home + path for path in paths} < whole
    year = {loc.text for loc in ElementTree.fromstring(get(home + "sitemap.xml?annee=2024").body).iter(LOC)}
    assert year == {home + item.path for item in expected() if item.site == "ondes" and item.published[:4] == "2024"}


def test_spip_sections_come_ten_at_a_time_and_end_with_the_last_page(demo: Demo) -> None:
    home = demo.homes["ondes"]
    first, last = get(home + "-Communiques-").text, get(home + "-Communiques-?debut_articles=10").text
    assert (first.count('<li class="item hentry">'), last.count('<li class="item hentry">')) == (10, 4)
    assert get(home + "-Communiques-?debut_articles=100000").text == last
    assert f'<link rel="canonical" href="{home}-Communiques-" />' in last


def test_spip_pages_cannot_be_revalidated_but_documents_can(demo: Demo) -> None:
    home = demo.homes["ondes"]
    page = get(home)
    assert "last-modified" in page.headers
    assert "etag" not in page.headers
    assert get(home, If_Modified_Since=page.headers["last-modified"]).status == 200
    pdf = get(home + "IMG/pdf/tract_quai_sud.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-length"] == str(len(pdf.body))
    again = get(home + "IMG/pdf/tract_quai_sud.pdf", If_None_Match=pdf.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert get(home + "IMG/pdf/tract_quai_sud.pdf", If_Modified_Since=pdf.headers["last-modified"]).status == 304


def test_spip_second_night(second: Demo) -> None:
    home = second.homes["ondes"]
    moved = get(home + "Reaction-au-rapport-de-la-commission-des-mobilites")
    assert moved.status == 301
    assert moved.headers["location"].endswith("/Mobilites-un-rapport-de-cent-douze-pages-deux-fois-le-mot-nuit")
    assert "La-Brise-gelee-les-quais-aussi" in get(home + "spip.php?page=backend").text
    assert get(home + "sitemap.xml").text.count("<lastmod>") == 2


def test_spip_shows_robots_the_first_night(second: Demo) -> None:
    feed = second.homes["ondes"] + "spip.php?page=backend"
    assert "La-Brise-gelee" not in get(feed, agent="some-bot/1.0").text
    assert "La-Brise-gelee" in get(feed).text


# ---- WordPress


def api(demo: Demo, query: str) -> Answer:
    return get(f"{demo.homes['passerelles']}wp-json/wp/v2/{query}")


def test_wordpress_posts_come_in_pages(demo: Demo) -> None:
    first = api(demo, "posts?per_page=7&_fields=id,modified_gmt")
    assert (first.headers["x-wp-total"], first.headers["x-wp-totalpages"]) == ("16", "3")
    assert 'rel="next"' in first.headers["link"]
    assert all(set(item) == {"id", "modified_gmt"} for item in first.data)
    found = [item["id"] for page in (1, 2, 3) for item in api(demo, f"posts?per_page=7&page={page}").data]
    assert len(set(found)) == 16
    past = api(demo, "posts?per_page=7&page=4")
    assert (past.status, past.data["code"]) == (400, "rest_post_invalid_page_number")
    assert api(demo, "posts?per_page=101").status == 400


def test_wordpress_filters_by_category_search_and_number(demo: Demo) -> None:
    [category] = api(demo, "categories?slug=textes-communs").data
    wanted = {int(item.number or 0) for item in expected() if item.site == "passerelles"}
    kept = api(demo, f"posts?per_page=100&categories={category['id']}").data
    assert {item["id"] for item in kept} == wanted
    assert [item["slug"] for item in api(demo, "categories?slug=petitions-et-appels,communiques").data] == [
        "communiques",
        "petitions-et-appels",
    ]
    embedded = api(demo, "posts?include=160&_embed=1&_fields=id,_embedded").data[0]["_embedded"]
    assert embedded["author"][0]["name"] == "Oriane Vautrelin"
    assert [term["name"] for term in embedded["wp:term"][0]] == ["Textes communs", "Tribunes et lettres"]
    assert {item["id"] for item in api(demo, "posts?search=nocturne").data} == {171, 178, 211}
    assert [item["id"] for item in api(demo, "posts?include=101,9999&_fields=id").data] == [101]
    missing = api(demo, "posts/9999")
    assert (missing.status, missing.data["code"]) == (404, "rest_post_invalid_id")


def test_wordpress_says_what_was_modified(second: Demo) -> None:
    held = api(second, "posts?orderby=modified&order=desc&per_page=1&_fields=id,modified_gmt").data
    assert held[0]["id"] == 205
    recent = api(second, "posts?modified_after=2025-11-30T00:00:00Z&_fields=id").data
    assert recent == [{"id": 205}]


def test_wordpress_texts_are_texturized(demo: Demo) -> None:
    content = api(demo, "posts/178").data["content"]["rendered"]
    assert "(COTRANU) &#8211; Usagers" in content
    page = page_of(demo, "passerelles", "2023/10/un-toit-cest-un-droit/")
    assert '<h1 class="entry-title">Un toit, c&rsquo;est un droit</h1>' in page
    assert "&laquo;&nbsp;complet&nbsp;&raquo;" in page
    assert "postid-131" in page
    assert f'<link rel="shortlink" href="{demo.homes["passerelles"]}?p=131">' in page


def test_wordpress_lists_media_of_a_post(demo: Demo) -> None:
    [media] = api(demo, "media?parent=190").data
    assert get(media["source_url"]).body.startswith(b"%PDF")
    assert api(demo, "media?parent=101").data == []
    assert [item["post"] for item in api(demo, "media?parent=101,190").data] == [190]


def test_wordpress_short_links_and_listings(demo: Demo) -> None:
    home = demo.homes["passerelles"]
    moved = get(home + "?p=131")
    assert (moved.status, moved.headers["location"]) == (301, home + "2023/10/un-toit-cest-un-droit/")
    assert get(home + "2023/10/un-toit-cest-un-droit").status == 301
    assert get(home + "category/textes-communs/page/2/").text.count('<h2 class="entry-title') == 3
    assert get(home + "category/textes-communs/page/3/").status == 404
    assert get(home + "page/2/").status == 200
    assert get(home + "?p=9999").status == 404


def test_wordpress_sitemaps_and_feed(demo: Demo) -> None:
    home = demo.homes["passerelles"]
    assert get(home + "sitemap.xml").status == 302
    index = [loc.text for loc in ElementTree.fromstring(get(home + "wp-sitemap.xml").body).iter(LOC)]
    assert home + "wp-sitemap-posts-post-1.xml" in index
    posts = {loc.text for loc in ElementTree.fromstring(get(home + "wp-sitemap-posts-post-1.xml").body).iter(LOC)}
    assert {home + item.path for item in expected() if item.site == "passerelles"} < posts
    feed = get(home + "feed/")
    assert len(ElementTree.fromstring(feed.body).findall("channel/item")) == 10
    assert get(home + "feed/", If_None_Match=feed.headers["etag"]).status == 304
    post = get(home + "2023/10/un-toit-cest-un-droit/")
    assert not {"etag", "last-modified"} & set(post.headers)


# ---- made by hand


def test_handmade_pages_are_in_windows_1252(demo: Demo) -> None:
    answer = get(demo.homes["lagazette"] + "textes/2025-10-marche.html")
    assert answer.headers["content-type"] == "text/html"
    assert b"charset=windows-1252" in answer.body
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    assert b"client\xb7es" in answer.body
    wrong = get(demo.homes["lagazette"] + "textes/2025-03-loyers.html")
    assert b"charset=iso-8859-1" in wrong.body
    assert b"\x92" in wrong.body  # a character that iso-8859-1 has not


def test_handmade_listing_reaches_every_text(demo: Demo) -> None:
    first, second = (page_of(demo, "lagazette", name) for name in ("textes.html", "textes-2.html"))
    assert 'CLASS="suite" HREF="textes-2.html"' in first
    assert 'CLASS="suite"' not in second
    linked = set(re.findall(r'HREF="(textes/[^"]+)"', first + second))
    assert linked == {item.path for item in expected() if item.site == "lagazette"}


def test_handmade_files_are_revalidated(demo: Demo) -> None:
    url = demo.homes["lagazette"] + "textes.html"
    plain, packed = get(url), get(url, Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    for answer in (plain, packed):
        assert get(url, If_None_Match=answer.headers["etag"], Accept_Encoding="gzip").status == 304


# ---- all of them


def test_robots_forbid_a_page_that_exists(demo: Demo) -> None:
    for slug, path in (
        ("ondes", "prive/communique-provisoire"),
        ("passerelles", "interne/liste-de-diffusion/"),
        ("lagazette", "marbre/brouillon.html"),
    ):
        rules = get(demo.homes[slug] + "robots.txt").text
        assert f"Disallow: /{path.split('/')[0]}/" in rules
        assert "Signataires" in page_of(demo, slug, path)
        assert path in page_of(demo, slug, "")


def test_documents_are_readable_and_hold_their_list(demo: Demo) -> None:
    held = [(item, path) for item in expected() for path in item.documents]
    assert len(held) == 4
    for item, path in held:
        body = get(demo.homes[item.site] + path).body
        document = pypdfium2.PdfDocument(body)
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        seen = " ".join(text.split())
        if "pdf-only" in item.styles:
            assert all(name in seen for name in item.signatories)
        assert item.paragraphs[0].split()[0] in seen


def test_pages_that_are_no_statement_answer(demo: Demo) -> None:
    for slug in SLUGS:
        for page in load(slug).pages:
            assert page.title in html.unescape(page_of(demo, slug, page.path))
    assert "page_rubrique" in page_of(demo, "ondes", "-Agenda-")
    assert "page_auteur" in page_of(demo, "ondes", "_Secretariat-du-collectif_")
    assert "author" in page_of(demo, "passerelles", "author/la-redaction/")


def test_unknown_addresses_are_404_and_requests_are_noted() -> None:
    with serve_demo() as demo:
        for slug in SLUGS:
            assert get(demo.homes[slug] + "nulle/part.html?x=1").status == 404
        assert demo.requests == [(slug, "GET", "/nulle/part.html?x=1", 404) for slug in SLUGS]


def test_pages_are_gzipped_for_those_who_ask(demo: Demo) -> None:
    for slug in ("ondes", "passerelles"):
        packed = get(demo.homes[slug], Accept_Encoding="gzip, deflate")
        assert b"<html" in gzip.decompress(packed.body)
