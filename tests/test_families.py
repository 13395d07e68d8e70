"""What the families know of each CMS: addresses, numbers, and markup of several ages, cut down to what is read."""

from __future__ import annotations

import re

import pytest

from scraper.canonical import is_article
from scraper.dates import iso_date
from scraper.extract import extract
from scraper.page import Page
from scraper.select import first, select
from scraper.site import Site, families, make_site


def site(family: str) -> Site:
    data = {"organisation": "rivages", "home": "https://rivages.example/", "family": family}
    return make_site("rivages", data, "rivages.toml")


@pytest.mark.parametrize("name", families())
def test_three_keys_make_a_site(name: str) -> None:
    made = site(name)
    assert made.layout.title
    assert made.discover.listings


# --- addresses and numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "address", "wanted"),
    [
        ("spip", "Non-a-la-fermeture-du-port", True),
        ("spip", "Non-a-la-fermeture-du-port-25.html", True),
        ("spip", "spip.php?article12", True),
        ("spip", "spip.php?page=article&id_article=12", True),
        ("spip", "?Non-a-la-fermeture-du-port", True),
        ("spip", "?Non-a-la-fermeture-du-port?lang=fr", True),
        ("spip", "appels/non-a-la-fermeture-du-port", True),
        ("spip", "8-mars-dans-la-rue", True),
        ("spip", "-Communiques-", False),
        ("spip", "-Communiques-25-", False),
        ("spip", "-Communiques-,25", False),
        ("spip", "-Communiques-.html?lang=fr", False),
        ("spip", "?-Communiques-", False),
        ("spip", "+-Droit-d-asile-+", False),
        ("spip", "_Commission-juridique_", False),
        ("spip", "spip.php?rubrique3", False),
        ("spip", "rubrique3.html", False),
        ("spip", "spip.php?page=recherche&recherche=port", False),
        ("spip", "spip.php?page=backend", False),
        ("spip", "Non-a-la-fermeture-du-port?debut_autres=10", False),
        ("spip", "communiques/", False),
        ("spip", "IMG/pdf/communique.pdf", False),
        ("wordpress", "2026/03/01/non-a-la-fermeture/", True),
        ("wordpress", "non-a-la-fermeture", True),
        ("wordpress", "?p=12", True),
        ("wordpress", "category/communiques/", False),
        ("wordpress", "category/communiques/page/2/", False),
        ("wordpress", "2026/03/", False),
        ("wordpress", "page/2/", False),
        ("wordpress", "?cat=3&paged=2", False),
        ("wordpress", "?page_id=7", False),
        ("wordpress", "non-a-la-fermeture/feed/", False),
        ("wordpress", "wp-content/uploads/2026/03/communique.pdf", False),
        ("drupal", "communique/non-a-la-fermeture", True),
        ("drupal", "node/12", True),
        ("drupal", "taxonomy/term/3", False),
        ("drupal", "actualites?page=2", False),
        ("overblog", "2014/07/non-a-la-fermeture.html", True),
        ("overblog", "article-non-a-la-fermeture-45678901.html", True),
        ("overblog", "page/2", False),
        ("overblog", "pages/Charte-1082279.html", False),
        ("overblog", "categorie-12345678.html", False),
        ("blogger", "2014/07/non-a-la-fermeture.html", True),
        ("blogger", "p/contact.html", False),
        ("joomla", "12-non-a-la-fermeture", True),
        ("joomla", "index.php/actualites/12-non-a-la-fermeture", True),
        ("joomla", "index.php/actualites?format=feed&type=rss", False),
        ("joomla", "contact", False),
        ("generic", "non-a-la-fermeture-du-port", True),
        ("generic", "article.php?id=1234", True),
        ("generic", "mentions-legales", False),
        ("generic", "tag/non-a-la-fermeture-du-port", False),
    ],
)
def test_what_can_be_an_article(family: str, address: str, wanted: bool) -> None:
    made = site(family)
    assert is_article(made, made.address(address)) is wanted


@pytest.mark.parametrize(
    ("family", "text", "number"),
    [
        ("spip", "https://rivages.example/spip.php?article12", "12"),
        ("spip", "https://rivages.example/article12.html", "12"),
        ("spip", "https://rivages.example/spip.php?page=article&id_article=12", "12"),
        ("spip", "input:id_article=12", "12"),
        ("spip", "h1:crayon article-titre-12 entry-title", "12"),
        ("spip", "https://rivages.example/Non-a-la-fermeture-du-port-25", None),
        ("spip", "https://rivages.example/Gaza,25", None),
        ("spip", "https://rivages.example/article-12", None),
        ("wordpress", "https://rivages.example/?p=12", "12"),
        (
            "wordpress",
            "body:post-template-default single postid-12 single-format-standard",
            "12",
        ),
        ("wordpress", "article:post-12 post type-post hentry", "12"),
        ("wordpress", "body:single author-3 elementor-page-9", None),
        ("wordpress", "https://rivages.example/?page=12", None),
        ("drupal", "https://rivages.example/node/12", "12"),
        ("drupal", "12 at https://rivages.example", "12"),
        ("drupal", "body:page-node page-node-12 node-type-article", "12"),
        (
            "joomla",
            "https://rivages.example/index.php/actualites/12-non-a-la-fermeture",
            "12",
        ),
        ("joomla", "https://rivages.example/12-actualites/contact", None),
    ],
)
def test_where_the_number_is_read(family: str, text: str, number: str | None) -> None:
    made = site(family)
    found = next(
        (found for pattern in made.layout.number if (found := re.search(pattern, text))),
        None,
    )
    assert (found and found.group(1)) == number


@pytest.mark.parametrize(
    ("family", "address", "wanted"),
    [
        ("spip", "-Communiques-?debut_articles=10", True),
        ("spip", "spip.php?rubrique1&debut_articles_rubriqueb=@1234", True),
        ("spip", "spip.php?page=recherche&recherche=port&debut_articles=10", True),
        ("spip", "spip.php?page=recherche&recherche=port&debut_mots=5", False),
        ("spip", "-Communiques-?debut_articles=10&debut_breves=5", False),
        ("spip", "-Communiques-", False),
        ("wordpress", "category/communiques/page/2/", True),
        ("wordpress", "page/2/?s=port", True),
        ("wordpress", "?cat=3&paged=2", True),
        ("wordpress", "category/communiques/", False),
        ("drupal", "communiques?page=2", True),
        ("overblog", "page/2", True),
        ("blogger", "search?updated-max=2014-07-01T00:00:00Z&max-results=20", True),
        ("joomla", "index.php/actualites?start=20", True),
    ],
)
def test_which_pages_of_a_list_are_turned(family: str, address: str, wanted: bool) -> None:
    made = site(family)
    assert bool(re.search(made.discover.next_only, made.address(address))) is wanted


# --- markup ------------------------------------------------------------------------------------------------------

SPIP_3_0 = """<body class="pas_surlignable page_article"><p class="arbo"><a href="/">Accueil</a> &gt;
<a href="-Appels-">Appels</a> &gt; <strong>Rouvrir le port</strong></p><div class="cartouche">
<p class="surtitre">Appel</p>
<h1 class="surlignable">Rouvrir le port</h1><p class="info-publi"><abbr class="published" title="2014-07-31T22:30:00Z">
vendredi 1er août 2014</abbr></p></div><div class="texte surlignable"><p>Le port doit rouvrir.</p></div>
<div class="ps"><p>Rendez-vous samedi.</p></div><div id="petition"><table><tr>
<td>Un nom</td></tr></table></div></body>"""
SPIP_OWN_TEMPLATE = """<body><h1 id="logo">Les Rivages</h1><h1 class="crayon article-titre-12">Rouvrir le port</h1>
<div class="info-publi"><time datetime="2021-05-03 10:00:00">3 mai 2021</time></div>
<div class="crayon article-texte-12"><p>Le port doit rouvrir.</p></div></body>"""
Z_CORE = """<body class="page_article page_article_"><p id="hierarchie"><a href="/">Accueil</a> &gt;
<a href="x">Appels</a></p>
<div class="cartouche"><h1 class="h1 ">Rouvrir le port</h1><p class="info-publi"><abbr class="published"
title="2018-03-02T09:00:00Z">2 mars 2018</abbr></p></div><div class="texte"><p>Le port doit rouvrir.</p></div></body>"""
CLASSIC = """<body class="single single-post postid-12"><h1 class="site-title">Les Rivages</h1>
<article class="post-12 hentry">
<h1 class="entry-title">Rouvrir le port</h1><div class="entry-content"><p>Le port doit rouvrir.</p></div>
<span class="posted-on"><time class="entry-date published" datetime="2021-05-03T00:30:00+02:00">3 mai 2021</time></span>
<span class="cat-links"><a rel="category tag">Appels</a></span></article></body>"""
TWENTY_FOUR = """<body class="single postid-12"><main><div><h1 class="wp-block-post-title">Rouvrir le port</h1>
<div class="wp-block-template-part"><div class="wp-block-post-date">
<time datetime="2024-01-05T09:00:00+01:00">5 janvier</time>
</div><div class="taxonomy-category wp-block-post-terms"><a>Appels</a></div></div></div>
<div class="entry-content wp-block-post-content"><p>Le port doit rouvrir.</p></div></main></body>"""
ELEMENTOR = """<body class="single postid-12 elementor-page"><div data-elementor-type="header">
<h1 class="site-title">Les
Rivages</h1></div><div class="elementor-widget-theme-post-title"><h1>Rouvrir le port</h1></div>
<meta property="article:published_time" content="2022-02-03T08:00:00+00:00"><a rel="category tag">Appels</a>
<div class="elementor-widget-theme-post-content"><p>Le port doit rouvrir.</p></div></body>"""
DRUPAL_10 = """<body class="path-node page-node-type-communique"><nav class="breadcrumb"><ol><li><a>Accueil</a></li>
<li><a>Appels</a></li></ol></nav><h1 class="page-title"><span>Rouvrir le port</span></h1><article
class="node node--view-mode-full"><div class="node__meta"><time datetime="2023-06-01T12:00:00+02:00">1 juin</time></div>
<div class="field field--name-body"><p>Le port doit rouvrir.</p></div></article></body>"""
DRUPAL_7 = """<body class="not-front page-node page-node- page-node-12 node-type-communique"><div class="breadcrumb">
<a>Accueil</a> » <a>Appels</a></div><h1 id="page-title">Rouvrir le port</h1><div class="node"><span class="submitted">
<span property="dc:date dc:created" content="2013-04-02T10:00:00+02:00">mar, 02/04/2013</span></span>
<div class="field field-name-body"><p>Le port doit rouvrir.</p></div></div></body>"""
KIWI = """<body><article><h1 class="Post-title">Rouvrir le port</h1><div class="Post-date"><time
datetime="2016-09-08T10:00:00+02:00">8 septembre</time></div><div class="Post-body"><div class="ob-sections">
<div class="ob-section ob-section-html"><p>Le port doit rouvrir.</p></div></div></div></article></body>"""
BLOGGER = """<body><h2 class="date-header"><span>lundi 8 janvier 2007</span></h2><div class="post"><h3 class="post-title
entry-title">Rouvrir le port</h3><div class="post-body entry-content"><p>Le port doit rouvrir.</p></div></div></body>"""
JOOMLA = """<body><div class="search">Chercher</div><div class="item-page"><h2>Rouvrir le port</h2>
<dl class="article-info">
<dd class="category-name">Catégorie : <a>Appels</a></dd><dd class="published"><time datetime="2011-11-05T09:00:00+01:00"
itemprop="datePublished">5 novembre</time></dd></dl><div itemprop="articleBody">
<p>Le port doit rouvrir.</p></div></div></body>"""
H_ENTRY = """<body><article class="h-entry"><h1 class="p-name">Rouvrir le port</h1><time class="dt-published"
datetime="2020-10-11">11 octobre</time><div class="e-content"><p>Le port doit rouvrir.</p></div></article></body>"""


@pytest.mark.parametrize(
    ("family", "markup", "published", "section"),
    [
        pytest.param("spip", SPIP_3_0, "2014-08-01", "Appels", id="spip 3.0, UTC near midnight"),
        pytest.param("spip", SPIP_OWN_TEMPLATE, "2021-05-03", "", id="spip, a template of its own"),
        pytest.param("spip", Z_CORE, "2018-03-02", "Appels", id="spip, Z-core"),
        pytest.param("wordpress", CLASSIC, "2021-05-03", "Appels", id="wordpress, classic theme"),
        pytest.param("wordpress", TWENTY_FOUR, "2024-01-05", "Appels", id="wordpress, block theme"),
        pytest.param("wordpress", ELEMENTOR, "2022-02-03", "Appels", id="wordpress, Elementor"),
        pytest.param("drupal", DRUPAL_10, "2023-06-01", "Appels", id="drupal 10"),
        pytest.param("drupal", DRUPAL_7, "2013-04-02", "Appels", id="drupal 7"),
        pytest.param("overblog", KIWI, "2016-09-08", "", id="over-blog"),
        pytest.param("blogger", BLOGGER, "2007-01-08", "", id="blogger"),
        pytest.param("joomla", JOOMLA, "2011-11-05", "Appels", id="joomla"),
        pytest.param("generic", H_ENTRY, "2020-10-11", "", id="microformats"),
    ],
)
def test_a_statement_is_read(family: str, markup: str, published: str, section: str) -> None:
    layout, tree = site(family).layout, Page("https://rivages.example/x", markup.encode()).tree
    assert not select(tree, layout.elsewhere)
    assert not layout.statement or select(tree, layout.statement)
    read = {name: first(tree, getattr(layout, name)) for name in ("title", "published", "section", "body")}
    told = {name: " ".join(item.text_content().split()) for name, item in read.items() if item is not None}
    assert (told["title"], told["body"], told.get("section", "")) == (
        "Rouvrir le port",
        "Le port doit rouvrir.",
        section,
    )
    day = read["published"]
    assert day is not None
    assert iso_date(day.get("datetime") or day.get("content") or day.get("title") or told["published"]) == published


@pytest.mark.parametrize(
    ("family", "markup"),
    [
        pytest.param("spip", '<body class="page_sommaire"><h1>Les Rivages</h1></body>', id="spip: the home page"),
        pytest.param(
            "spip", '<body class="page_rubrique"><div class="cartouche"><h1>Appels</h1></div></body>', id="section"
        ),
        pytest.param(
            "spip", '<body><h1 class="crayon rubrique-titre-3">Appels</h1></body>', id="spip: a section, Crayons"
        ),
        pytest.param("spip", "<body><h1>Contact</h1><form></form></body>", id="spip: nothing that says article"),
        pytest.param(
            "wordpress", '<body class="page page-id-7"><h1 class="entry-title">Contact</h1></body>', id="a page"
        ),
        pytest.param(
            "wordpress", '<body class="archive category"><article class="post-12"></article></body>', id="list"
        ),
        pytest.param(
            "wordpress", '<body class="single"><form class="post-password-form"></form></body>', id="password"
        ),
        pytest.param("wordpress", "<body><h1>Les Rivages</h1></body>", id="wordpress: nothing that says post"),
        pytest.param(
            "drupal", '<body class="path-taxonomy"><h1 class="page-title">Appels</h1></body>', id="drupal: a term"
        ),
        pytest.param(
            "joomla", '<body><div class="blog"><div class="item-page"></div></div></body>', id="joomla: a list"
        ),
        pytest.param("overblog", "<body><h1>Les Rivages</h1></body>", id="over-blog: nothing that says article"),
    ],
)
def test_another_kind_of_page_is_refused(family: str, markup: str) -> None:
    layout, tree = site(family).layout, Page("https://rivages.example/x", markup.encode()).tree
    assert select(tree, layout.elsewhere) or not select(tree, layout.statement)


def test_the_dates_of_other_posts_are_not_taken() -> None:
    twenty_five = """<body class="single"><main><div><h1 class="wp-block-post-title">Rouvrir le port</h1>
    <div class="entry-content wp-block-post-content"><p>Le port.</p></div><div><p>Mots</p></div></div>
<div class="alignwide">
    <h2>More posts</h2><div class="wp-block-query"><ul><li><div><h3 class="wp-block-post-title">Autre</h3>
    <div class="wp-block-post-date">
<time datetime="2020-01-01T00:00:00Z">1</time></div></div></li></ul></div></div></main></body>"""
    tree = Page("https://rivages.example/x", twenty_five.encode()).tree
    assert first(tree, site("wordpress").layout.published) is None


def test_who_signs_an_online_petition_is_never_read() -> None:
    layout, tree = site("spip").layout, Page("https://rivages.example/x", SPIP_3_0.encode()).tree
    read = (*layout.body, *layout.after, *layout.signatories, *layout.documents, *layout.standfirst)
    assert not any("Un nom" in item.text_content() for selector in read for item in select(tree, selector))


def test_a_note_leads_to_the_page_however_that_was_asked_for() -> None:
    prose = "<p>Nous demandons la réouverture du guichet de la halte, fermé sans un mot depuis l’hiver dernier.</p>"
    note = '<p>Voir la note <a href="#nb1">1</a>.</p>'
    body = f'<body class="page_article"><h1>Le guichet</h1><div class="texte">{prose}{note}</div></body>'
    asked = ("https://rivages.example/Le-guichet", "https://rivages.example/Le-guichet?relecture=20260301030000")
    pages = [Page(url, f"<html>{body}</html>".encode(), 200, {"content-type": "text/html"}) for url in asked]
    first_read, read_again = (extract(site("spip"), page) for page in pages)
    assert 'href="https://rivages.example/Le-guichet#nb1"' in read_again.html
    assert read_again == first_read
