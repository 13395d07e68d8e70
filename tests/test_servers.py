"""The sites that other tests crawl: they start, hold what was entered, hide what is not public, and leave nothing."""

from __future__ import annotations

import html
import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from tests.servers import markup, require
from tests.servers.apache import get
from tests.servers.corpus import TYPOGRAPHIES, Article, articles
from tests.servers.pdf import pdf
from tests.servers.site import Site
from tests.servers.spip import Spip
from tests.servers.wordpress import WordPress

CORPUS = articles()
PUBLIC = [article.state == "published" for article in CORPUS]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
SHINGLE = 5  # words


@pytest.fixture(scope="module")
def spip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Spip, list[int]]]:
    require()
    with Spip.start(tmp_path_factory.mktemp("spip")) as site:
        yield site, site.load(CORPUS)
    assert_nothing_left(site)


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WordPress, list[int]]]:
    require()
    with WordPress.start(tmp_path_factory.mktemp("wordpress")) as site:
        yield site, site.load(CORPUS)
    assert_nothing_left(site)


def assert_nothing_left(site: Site) -> None:
    groups = ",".join(str(group) for group in site.groups)
    left = subprocess.run(["pgrep", "-l", "-g", groups], capture_output=True, text=True, check=False).stdout
    assert not left, f"processes left by {site.home}: {left}"
    assert not site.own.exists()


def answers(site: Site, address: str, numbers: Sequence[int]) -> dict[int, int]:
    """Article → status, for every tenth article and all that nobody may see."""
    asked = [place for place, public in enumerate(PUBLIC) if not public or place % 10 == 0]
    return {place: get(site.home + address.format(numbers[place]))[0] for place in asked}


def expected(found: dict[int, int]) -> dict[int, int]:
    return {place: 200 if PUBLIC[place] else 404 for place in found}


def test_spip_shows_what_is_published(spip: tuple[Spip, list[int]]) -> None:
    site, numbers = spip
    found = answers(site, "spip.php?page=article&id_article={}", numbers)
    assert found == expected(found)


def test_spip_lists_what_is_published(spip: tuple[Spip, list[int]]) -> None:
    site, _ = spip
    _, text = get(f"{site.home}sitemap.xml")
    listed = [element.text for element in ElementTree.fromstring(text.strip()).iter(SITEMAP)]
    sections = len({article.section for article in CORPUS})
    assert len(listed) == len(set(listed)) == PUBLIC.count(True) + sections + 1


def test_spip_article_is_what_was_entered(spip: tuple[Spip, list[int]]) -> None:
    site, numbers = spip
    place = next(n for n, article in enumerate(CORPUS) if article.documents and article.typography == "lines")
    _, page = get(f"{site.home}spip.php?page=article&id_article={numbers[place]}")
    page = html.unescape(page)
    page = page.replace("’", "'").replace("\xa0", " ")
    assert all(name in page for name in CORPUS[place].signatories)
    assert 'class="spip_doc pdf"' in page


def test_spip_changes(spip: tuple[Spip, list[int]]) -> None:
    site, numbers = spip
    address = f"{site.home}spip.php?page=article&id_article={numbers[0]}"
    site.change(numbers[0], title="Un autre titre", text="Un autre texte.")
    assert all(text in get(address)[1] for text in ("Un autre titre", "Un autre texte."))
    site.change(numbers[0], state="draft")
    assert get(address)[0] == 404
    site.change(numbers[0], state="published")
    assert get(address)[0] == 200


@pytest.mark.parametrize("urls", ["arbo", "html", "page"])
def test_spip_addresses(urls: str, tmp_path: Path) -> None:
    require()
    with Spip.start(tmp_path, urls=urls) as site:
        site.load(CORPUS[:2])
        _, page = get(f"{site.home}spip.php?page=article&id_article=1")
        form = {"arbo": "/article/", "html": "/article1.html", "page": "/spip.php?article1"}[urls]
        assert form in page.split('rel="canonical" href="')[1].split('"')[0]
    assert_nothing_left(site)


def test_wordpress_shows_what_is_published(wordpress: tuple[WordPress, list[int]]) -> None:
    site, numbers = wordpress
    found = answers(site, "?p={}", numbers)
    assert found == expected(found)


def test_wordpress_lists_what_is_published(wordpress: tuple[WordPress, list[int]]) -> None:
    site, numbers = wordpress
    listed = []
    for page in (1, 2, 3):
        _, text = get(f"{site.home}wp-json/wp/v2/posts?per_page=100&page={page}&_fields=id")
        listed += [post["id"] for post in json.loads(text)]
    assert sorted(listed) == [number for number, public in zip(numbers, PUBLIC, strict=True) if public]


def test_wordpress_post_is_what_was_entered(wordpress: tuple[WordPress, list[int]]) -> None:
    site, numbers = wordpress
    place = next(n for n, article in enumerate(CORPUS) if article.documents and article.typography == "lines")
    _, page = get(f"{site.home}?p={numbers[place]}")
    page = html.unescape(page).replace("’", "'").replace("–", "-")
    assert all(name in page for name in CORPUS[place].signatories)
    _, text = get(f"{site.home}wp-json/wp/v2/media?parent={numbers[place]}&_fields=source_url")
    assert len(json.loads(text)) == len(CORPUS[place].documents)


def test_wordpress_changes(wordpress: tuple[WordPress, list[int]]) -> None:
    site, numbers = wordpress
    address = f"{site.home}?p={numbers[0]}"
    site.change(numbers[0], title="Un autre titre", text="<p>Un autre texte.</p>")
    assert all(text in get(address)[1] for text in ("Un autre titre", "Un autre texte."))
    for state, status in (("future", 404), ("published", 200), ("bin", 404)):
        site.change(numbers[0], state=state)
        assert get(address)[0] == status, state


def test_wordpress_rest_can_be_closed(wordpress: tuple[WordPress, list[int]]) -> None:
    site, _ = wordpress
    addresses = ("wp-json/", "wp-json/wp/v2/posts", "?rest_route=/wp/v2/posts")
    site.close_rest()
    assert [get(site.home + address)[0] for address in addresses] == [401, 401, 401]
    assert get(site.home)[0] == 200
    site.open_rest()
    assert [get(site.home + address)[0] for address in addresses] == [200, 200, 200]


def test_requests_are_counted(spip: tuple[Spip, list[int]]) -> None:
    site, _ = spip
    site.reset_log()
    get(f"{site.home}spip.php?article2")
    get(f"{site.home}spip.php?page=nulle-part")
    (asked, moved), (answered, found), missing = ((path, status) for _, path, status in site.log_requests())
    assert (asked, moved, found) == ("/spip.php?article2", 301, 200)
    assert answered.startswith("/")
    assert missing == ("/spip.php?page=nulle-part", 404)
    site.reset_log()
    assert site.log_requests() == []


def words(article: Article) -> set[tuple[str, ...]]:
    text = " ".join(article.paragraphs).split()
    return {tuple(text[start : start + SHINGLE]) for start in range(len(text) - SHINGLE + 1)}


def test_corpus_has_no_near_duplicates() -> None:
    shingles = [words(article) for article in CORPUS[:120]]
    for place, one in enumerate(shingles):
        for other in shingles[:place]:
            assert len(one & other) < 0.2 * len(one | other)


def test_corpus_has_everything() -> None:
    lists = [article.typography for article in CORPUS]
    assert set(TYPOGRAPHIES) < set(lists)
    assert 0.35 < lists.count("none") / len(lists) < 0.45
    assert PUBLIC.count(False) >= 12
    assert len(TYPOGRAPHIES) >= 25
    assert min(lists.count(typography) for typography in (*TYPOGRAPHIES, "persons")) >= 4
    assert sum(bool(article.persons) for article in CORPUS) >= 20
    assert 0.06 < sum(bool(article.documents) for article in CORPUS) / len(CORPUS) < 0.1
    assert all(1000 < sum(map(len, article.paragraphs)) < 6500 for article in CORPUS)
    assert len({article.title for article in CORPUS}) < len(CORPUS)
    assert articles(20) == CORPUS[:20]


def test_documents_hold_their_text() -> None:
    document = next(document for article in CORPUS for document in article.documents)
    read = pypdfium2.PdfDocument(pdf(document.text))[0].get_textpage().get_text_bounded()
    assert read.split() == document.text.split()


@pytest.mark.parametrize("write", [markup.spip, markup.wordpress])
@pytest.mark.parametrize("typography", TYPOGRAPHIES)
def test_signatories_are_written(write: Callable[[Article], str], typography: str) -> None:
    """In the markup, but for those whom the title names or an attached file lists; each once, in their order."""
    for article in (article for article in CORPUS if article.typography == typography):
        elsewhere = article.title if typography == "title" else article.documents[0].text if typography == "pdf" else ""
        elsewhere = elsewhere or "\n".join(filter(None, article.logos))  # SPIP shows the titles of pictures
        written, place = html.unescape(elsewhere or write(article)).replace("’", "'"), 0
        for name in article.signatories:
            place = written.index(name, place) + len(name)


@pytest.mark.parametrize("write", [markup.spip, markup.wordpress])
def test_persons_are_written(write: Callable[[Article], str]) -> None:
    for article in CORPUS:
        assert all(name in write(article) for name in article.persons)


def test_both_editors_of_wordpress_are_used() -> None:
    for typography in TYPOGRAPHIES:
        written = [markup.wordpress(article) for article in CORPUS if article.typography == typography]
        assert any("<!-- wp:" in text for text in written)
    classic = [markup.wordpress(article) for article in CORPUS if article.classic]
    assert len(classic) >= 70
    assert not any("<!-- wp:" in text or "<p>" in text for text in classic if "<details>" not in text)
