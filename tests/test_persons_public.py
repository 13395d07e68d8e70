"""Five hundred persons who sign in every typography: nobody of them is named in anything that is public."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from random import SystemRandom

import pytest

from archive.exports.folder import FORMATS
from archive.keys import fold
from archive.privacy import DOUBT
from archive.search.analysis import terms
from tests import demo_archive
from tests.archives import Archive
from tests.digest import rows
from tests.persons_corpus import BODIES, COUNT, ROLES, TOWNS, articles
from tests.small_site import Html, SmallSite
from tests.traces import contents

SEED = SystemRandom().randrange(10**6)  # told when the test fails
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_WORD = re.compile(r"[^\W\d_]{5,}")
_PUBLIC = ("archive.db", "archive.db-wal", "archive.db-shm", "signataires.log", "report.json", "exports", "served")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("persons"))
    with SmallSite("wordpress") as site:
        for number, article in enumerate(articles(SEED)):
            day = date(2024, 1, 1) + timedelta(days=number)
            site.add(article.title, (Html(article.html),), published=f"{day}T10:00:00Z")
        archive.site("berges", site.home, "wordpress")
        code, report, said = archive.refresh()
    assert code == 0, said
    assert report["berges"]["statements"] == len(list(articles(SEED)))
    for more in ([], ["--excel", "--format", "csv"]):
        done = archive.run("export", str(archive.data / "exports" / ("excel" if more else "all")), *more)
        assert done.returncode == 0, done.stderr
    (archive.data / "report.json").write_bytes((archive.folder / "report.json").read_bytes())
    return archive


def words_in(raw: bytes) -> set[str]:
    """The words of a file's bytes, without accents, whatever it is written in."""
    found = set[str]()
    for charset in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
        text = raw.decode(charset, "ignore")
        text = unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
        found.update(_WORD.findall(fold(text)))
    return found


def named(raw: bytes, surnames: dict[str, str]) -> set[str]:
    """Who is named in a file, by the surnames that nobody else has."""
    return {f"{surnames[word]} (seed {SEED})" for part in contents(raw) for word in words_in(part) & surnames.keys()}


@pytest.fixture(scope="module")
def surnames() -> dict[str, str]:
    """Each part of a surname as it is looked for, with whose it is."""
    listed = [person for article in articles(SEED) for person in article.persons]
    assert len(listed) == COUNT
    return {part: one.name for one in listed for part in _WORD.findall(fold(one.surname)) if len(part) > 6}


def test_they_are_all_in_the_captures(archive: Archive, surnames: dict[str, str]) -> None:
    """What is looked for can be found: the private files have them."""
    held = set[str]().union(*(named(path.read_bytes(), surnames) for path in (archive.data / "warc").iterdir()))
    assert len(held) > COUNT * 0.9


def test_nobody_is_named_in_a_public_file(archive: Archive, surnames: dict[str, str]) -> None:
    assert list((archive.data / "exports/all").glob("*.wacz"))
    looked_at = 0
    for name in _PUBLIC:
        place = archive.data / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                assert named(path.read_bytes(), surnames) == set(), path
                looked_at += 1
    assert looked_at > len(FORMATS)


def test_nobody_is_named_on_the_site(archive: Archive, surnames: dict[str, str], tmp_path: Path) -> None:
    ids = [one for (one,) in rows(archive.path, "select id from statements order by id limit 25")]
    captures = [one for (one,) in rows(archive.path, "select id from captures order by id limit 40")]
    pages = [
        "/",
        "/recherche.json?q=berges",
        "/recherche.atom?q=berges",
        "/recherche.csv?q=quai",
        "/recherche?q=mouettes",
    ]
    pages += [
        "/changements",
        "/changements.atom",
        "/sites/berges.atom",
        "/couverture",
        "/organisations",
        "/reseau.json",
    ]
    pages += [f"/communiques/{one}{form}" for one in ids for form in ("", ".json", ".txt")]
    pages += [f"/captures/{one}{form}" for one in captures for form in ("", "/source", ".warc.gz")]
    pages += [f"/archive/{table}.json?_size=max" for table in ("statements", "signatures", "statements_fts_words")]
    with demo_archive.serve(archive.data, tmp_path / "log.txt") as home:
        answers = {page: demo_archive.get(home + page) for page in pages}
    assert sum(answer.status == 200 for answer in answers.values()) > len(ids)
    for page, answer in answers.items():
        assert named(answer.body, surnames) == set(), page


def test_nobody_can_be_found(archive: Archive, surnames: dict[str, str]) -> None:
    # « Nonnais » has the stem of « non », and finds what is said of every text: « non publiés ».
    public = "select title from statements union all select text from statements union all select name from signatures"
    told = [DOUBT, *BODIES, *ROLES, *TOWNS, *(text or "" for (text,) in rows(archive.path, public))]
    said = set(terms(" ".join(told)))
    asked_for = [word for word in surnames if not said.issuperset(terms(word))]
    assert len(asked_for) > 0.95 * len(surnames)
    with closing(sqlite3.connect(archive.path)) as db:
        for word in asked_for:
            query = "select count(*) from statements_fts where statements_fts match ?"
            asked = " ".join(f'"{term}"' for term in terms(word))
            assert db.execute(query, [asked]).fetchone() == (0,), f"{word} (seed {SEED})"
