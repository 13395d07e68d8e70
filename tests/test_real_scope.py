"""A member's site, taken by subject: the server is asked for the words, the text decides, what is left out stays so."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scraper.scope import in_scope
from scraper.site import load_site
from tests.archives import Archive
from tests.digest import rows
from tests.real_sites import letters
from tests.servers import require
from tests.servers.apache import get
from tests.servers.corpus import Article, articles
from tests.servers.site import Site
from tests.servers.spip import Spip
from tests.servers.wordpress import WordPress

WORDS = 'scope.words = ["tramway"]\nscope.search = ["tramway"]\n'
WHOLE = {"wordpress": 'scope.categories = ["communiques"]\n', "spip": 'scope.sections = ["-Communiques-"]\n'}


@dataclass
class Scoped:
    """One filled site, its archive, and what of it is on the subject."""

    site: Site
    archive: Archive
    wanted: set[str]
    unwanted: set[str]


@pytest.fixture(scope="module", params=WHOLE)
def scoped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scoped]:
    require()
    folder = tmp_path_factory.mktemp(request.param)
    kind = {"spip": Spip, "wordpress": WordPress}[request.param]
    with contextlib.ExitStack() as stack:
        site: Site = stack.enter_context(kind.start(folder))
        site.load(articles())
        get(site.home)  # SPIP gives a section its address when it first shows a link to it
        archive = Archive(folder / "archive")
        archive.site("essai", site.home, request.param, WORDS + WHOLE[request.param])
        chosen = {letters(article.title) for article in articles() if on_subject(archive, article)}
        public = {letters(article.title) for article in articles() if article.state == "published"}
        site.reset_log()
        yield Scoped(site, archive, chosen & public, public - chosen)


def on_subject(archive: Archive, article: Article) -> bool:
    site = load_site(archive.sites / "essai.toml")
    text = "\n".join((article.standfirst, *article.paragraphs, article.postscript))
    return article.section == "Communiqués" or in_scope(site, article.title, text)


def test_what_is_on_the_subject_and_nothing_else(scoped: Scoped) -> None:
    code, report, said = scoped.archive.refresh()
    assert code == 0, said
    asked = len(scoped.site.log_requests())
    print(f"\n{report['essai']}; {asked} requests for {len(scoped.wanted)} statements")
    titles = {letters(title) for (title,) in rows(scoped.archive.path, "select title from statements")}
    assert titles == scoped.wanted
    assert report["essai"]["left_out"] > 0
    # The server did the choosing: far fewer pages were read than there are.
    assert asked < (len(scoped.wanted) + len(scoped.unwanted)) * 0.9


def test_a_section_that_is_no_more_is_said(scoped: Scoped, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    wrong = {"spip": 'scope.sections = ["-Disparue-"]\n', "wordpress": 'scope.categories = ["disparue"]\n'}
    family = load_site(scoped.archive.sites / "essai.toml").family
    archive.site("essai", scoped.site.home, family, WORDS + wrong[family])
    code, report, _ = archive.refresh()
    assert code == 1
    assert "[scope] names it" in " ".join(report["essai"]["warnings"])


def test_what_was_left_out_is_not_fetched_again(scoped: Scoped) -> None:
    scoped.site.reset_log()
    code, report, said = scoped.archive.refresh()
    assert code == 0, said
    assert (report["essai"]["new"], report["essai"]["left_out"]) == (0, 0)
    assert len([asked for asked in scoped.site.log_requests() if "cron" not in asked[1]]) < 40
