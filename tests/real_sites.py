"""A real SPIP and a real WordPress, 300 articles each: every published one is in the archive once, as it was loaded."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.archives import Archive
from tests.digest import content, rows
from tests.places import MISSING
from tests.score import Score
from tests.servers import require
from tests.servers.corpus import Article, articles
from tests.servers.site import Site
from tests.servers.spip import Spip
from tests.servers.wordpress import WordPress

SITES = {
    "spip-propres": (Spip, {"urls": "propres"}, "spip"),
    "spip-arbo": (Spip, {"urls": "arbo"}, "spip"),
    "spip-page": (Spip, {"urls": "page"}, "spip"),
    "wordpress": (WordPress, {}, "wordpress"),
    "wordpress-closed": (WordPress, {}, "wordpress"),
    "wordpress-listings": (WordPress, {}, "wordpress"),
}
COUNTS = {"spip-arbo": 100, "spip-page": 100, "wordpress-listings": 100}  # what is shown of them needs no more
LISTINGS = "[discover]\nrest = []\nfeeds = []\nsitemaps = []\n"


@dataclass
class Crawled:
    """One filled site and the archive that was made of it."""

    name: str
    site: Site
    archive: Archive
    loaded: list[tuple[int, Article]]
    requests: list[tuple[str, str, int]]

    def refresh(self, *words: str) -> dict[str, Any]:
        """Refreshes as cron would; the site's part of the report."""
        self.site.reset_log()
        code, report, said = self.archive.refresh(*words)
        assert code == 0, said
        # SPIP's pages carry an image that visitors' browsers ask for; it asks for its own chores by the same way.
        self.requests = [
            asked for asked in self.site.log_requests() if "action=cron" not in asked[1] and asked[0] == "GET"
        ]
        told: dict[str, Any] = report["essai"]
        return told

    def rows(self, query: str) -> list[Any]:
        return rows(self.archive.path, query)

    @property
    def public(self) -> list[tuple[int, Article]]:
        return [(number, article) for number, article in self.loaded if article.state == "published"]


@contextmanager
def filled(name: str, factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A site of `SITES`, filled, crawled once, and the archive of it."""
    require()
    kind, options, family = SITES[name]
    folder = factory.mktemp(name)
    with ExitStack() as stack:
        site: Site = stack.enter_context(kind.start(folder, **options))
        corpus = articles()[: COUNTS.get(name, 300)]
        loaded = list(zip(site.load(corpus), corpus, strict=True))
        if name.endswith("closed"):
            assert isinstance(site, WordPress)
            site.close_rest()
        archive = Archive(folder / "archive")
        more = LISTINGS if name.endswith("listings") else ""
        archive.site("essai", site.home, family, f"scope.whole = true\n{more}")
        found = Crawled(name, site, archive, loaded, [])
        report = found.refresh()
        assert report["state"] == "ok", report
        yield found


def letters(text: str) -> str:
    """A text as its author typed it, whatever the CMS made of its quotes, dashes and spaces."""
    plain = unicodedata.normalize("NFKC", text).replace("…", "...")
    plain = re.sub(r"[‘’ʼ]", "'", re.sub(r"[‐‑–—−]+|--+", "-", re.sub(r"[«»“”]", '"', plain)))
    return re.sub(r"\s+([;:!?])", r"\1", re.sub(r"\s+", " ", re.sub(r'"\s*|\s*"', '"', plain))).strip()


def visible(part: str) -> list[str]:
    """What a reader sees of a paragraph of the corpus: see `tests.servers.markup` for its marks."""
    pieces = part.removeprefix("## ").removeprefix("> ").split("|" if part.startswith("|") else "\n")
    return [piece.strip() for piece in pieces if piece.strip()]


def document_pdf(document: Any) -> bytes:
    from tests.servers.pdf import pdf

    return pdf(document.text)


def identity(article: Article) -> tuple[str, str]:
    """What tells an article apart in the archive: title and day."""
    return letters(article.title), article.published.date().isoformat()


def signed(crawled: Crawled) -> dict[tuple[str, str], Counter[str]]:
    """Who is listed under each statement, by title and day."""
    found: dict[tuple[str, str], Counter[str]] = {}
    query = """select title, published, as_written from signatures join statements on statements.id = statement_id
               where signatures.state = 'listed'"""
    for title, day, name in crawled.rows(query):
        found.setdefault((letters(title), day), Counter())[letters(name)] += 1
    return found


class Promises:
    """What holds for every site; a test module names its sites by a fixture `crawled` and inherits these."""

    def test_no_more_requests_than_the_site_needs(self, crawled: Crawled) -> None:
        statements = len(crawled.public)
        documents = crawled.rows("select count(*) from documents where sha256 is not null")[0][0]
        lists = -(-statements // (10 if crawled.name.endswith("listings") else 100))
        print(f"\n{crawled.name}: {len(crawled.requests)} requests for {statements} statements, {documents} documents")
        assert len(crawled.requests) <= statements + documents + lists + 12

    def test_every_published_article_once_and_nothing_else(self, crawled: Crawled) -> None:
        found = Counter(letters(title) for (title,) in crawled.rows("select title from statements"))
        wanted = Counter(letters(article.title) for _, article in crawled.public)
        assert found == wanted, (found - wanted, wanted - found)

    def test_title_date_and_lines_around(self, crawled: Crawled) -> None:
        found = Counter((letters(title), day) for title, day in crawled.rows("select title, published from statements"))
        wanted = Counter(identity(article) for _, article in crawled.public)
        assert found == wanted, (found - wanted, wanted - found)

    def test_every_paragraph_in_its_place(self, crawled: Crawled) -> None:
        held = crawled.rows("select title, published, text from statements")
        texts = {(letters(title), day): letters(text) for title, day, text in held}
        for _, article in crawled.public:
            text = texts[identity(article)]
            place = 0
            for line in (line for part in (article.standfirst, *article.paragraphs) for line in visible(part)):
                place = text.find(letters(line), place)
                assert place >= 0, (article.title, line, text)

    def test_documents_are_those_that_were_attached(self, crawled: Crawled) -> None:
        held = {sha256 for (sha256,) in crawled.rows("select sha256 from documents")}
        closed = crawled.name in (
            "wordpress-closed",
            "wordpress-listings",
        )  # a page does not show what it only carries; only the API tells
        attached = [document for _, article in crawled.public for document in article.documents]
        wanted = [document for document in attached if document.linked or not closed]
        assert held == {hashlib.sha256(document_pdf(document)).hexdigest() for document in wanted}
        texts = " ".join(text for (text,) in crawled.rows("select text from documents"))
        assert letters(wanted[0].text.split("\n")[0]) in letters(texts)

    def test_signatories_and_persons(self, crawled: Crawled) -> None:
        held, told = signed(crawled), dict[str, Score]()
        for _, article in crawled.public:
            found, wanted = held.pop(identity(article), Counter()), Counter(map(letters, article.signatories))
            told.setdefault(article.typography, Score()).add(article, found, wanted)
        whole = sum(told.values(), Score())
        elsewhere = [name for names in held.values() for name in names.elements()]
        whole += Score(found=len(elsewhere), extra=elsewhere)
        print(f"\n{crawled.name}: {whole}", *(f"  {name}: {score}" for name, score in sorted(told.items())), sep="\n")
        assert whole.precision >= 0.995
        assert whole.recall >= 0.99

    def test_who_only_supports_is_told_apart(self, crawled: Crawled) -> None:
        query = "select as_written from signatures where state = 'listed' and support"
        held = Counter(letters(name) for (name,) in crawled.rows(query))
        wanted = Counter(letters(name) for _, article in crawled.public for name in article.supporters)
        assert held == wanted, (held - wanted, wanted - held)

    def test_no_person_is_public(self, crawled: Crawled) -> None:
        public = "\n".join(map(repr, content(crawled.archive.path).values()))
        leaked = [name for _, article in crawled.public for name in article.persons if name in public]
        assert leaked == [], leaked

    def test_a_second_refresh_finds_nothing(self, crawled: Crawled) -> None:
        before = content(crawled.archive.path)
        bodies = crawled.rows("select count(*) from captures where status = 200")
        report = crawled.refresh()
        print(f"\n{crawled.name}: {len(crawled.requests)} requests, {report['bytes']} bytes on an unchanged night")
        assert (report["new"], report["changed"], report["vanished"]) == (0, 0, 0)
        assert content(crawled.archive.path) == before
        assert crawled.rows("select count(*) from captures where status = 200") == bodies
        assert len(crawled.requests) <= (len(crawled.public) / 10 + 2 if crawled.name.endswith("listings") else 10)

    def test_a_changed_title_is_the_same_statement(self, crawled: Crawled) -> None:
        number, article = crawled.public[-1]
        before = crawled.rows("select id from statements order by id")
        crawled.site.change(number, title="Un titre tout autre, après coup")
        crawled.refresh("--full")
        assert crawled.rows("select id from statements order by id") == before
        told = crawled.rows("select what, cause from changes")
        assert told == [("title", "source")]
        crawled.site.change(number, title=article.title)

    def test_every_value_holds(self, crawled: Crawled) -> None:
        if crawled.name not in ("spip-propres", "wordpress"):
            pytest.skip("shown for one site of each kind")
        done = crawled.archive.run("verify", "--all")
        print(f"\n{crawled.name}: {done.stderr}")
        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
        assert crawled.rows(MISSING) == []

    def test_rebuilding_gives_the_same(self, crawled: Crawled) -> None:
        before = content(crawled.archive.path, moments=True)
        done = crawled.archive.run("rebuild")
        assert done.returncode == 0, done.stderr
        assert content(crawled.archive.path, moments=True) == before
