"""Feeds are valid, their ids permanent, and a night in which nothing changed moves none of their entries."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from tests import demo_archive
from tests.demo_archive import get

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "data/atom.rng"))
FEEDS = (
    "/recherche.atom", "/recherche.atom?q=pont+des+tanneries", "/recherche.atom?site=ondes&kind=appel",
    "/recherche.atom?q=hipopotame", "/organisations.atom", "/organisations/cosyval.atom", "/sites/ondes.atom",
    "/changements.atom", "/changements.atom?lang=en",
)  # fmt: skip


def entries(address: str) -> list[Any]:
    """The entries of a feed as a reader's program has them."""
    found = feedparser.parse(get(address).body)
    assert not found.bozo, found.get("bozo_exception")
    return list(found.entries)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_valid(datasette: str, path: str) -> None:
    answer = get(datasette + path)
    assert answer.headers.get_content_type() == "application/atom+xml"
    tree = etree.fromstring(answer.body)
    SCHEMA.assertValid(tree)
    listed = entries(datasette + path)
    assert len({one.id for one in listed}) == len(listed)
    assert all(one.id.startswith(datasette) for one in listed)
    (own,) = (link.get("href") for link in tree.findall("{*}link[@rel='self']"))
    assert get(own or "").status == 200
    assert [one.updated for one in listed] or "hipopotame" in path


def test_newest_first(datasette: str) -> None:
    dates = [one.published for one in entries(f"{datasette}/recherche.atom")]
    assert dates == sorted(dates, reverse=True)


def test_entries_lead_to_their_pages(datasette: str) -> None:
    for one in [*entries(f"{datasette}/recherche.atom")[:5], *entries(f"{datasette}/changements.atom")]:
        assert get(one.link).status == 200


def test_a_quiet_night_moves_nothing(demo: Path, tmp_path: Path) -> None:
    """What a night does to an archive in which nothing changed: everything was seen again."""
    shutil.copytree(demo, tmp_path / "data", ignore=shutil.ignore_patterns("*.db-*"))
    before = _seen(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data/archive.db")) as db, db:
        db.execute("update statements set last_seen = '2027-01-01T00:00:00Z'")
        db.execute("update signatures set last_seen = '2027-01-01T00:00:00Z'")
        db.execute("update sites set last_success = '2027-01-01T00:00:00Z'")
    assert _seen(tmp_path) == before


def test_a_changed_text_is_told_once(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo, tmp_path / "data", ignore=shutil.ignore_patterns("*.db-*"))
    before = _seen(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data/archive.db")) as db, db:
        db.execute(
            "insert into revisions (id, statement_id, seen_at, cause, title, text, capture_id)"
            " select id || '-new', id, '2027-01-01T00:00:00Z', 'source', title, text || '.', capture_id"
            " from statements where id = 'ondes-21'"
        )
    after = _seen(tmp_path)
    moved = {key for key in before if before[key] != after[key]}
    assert {identifier for _, identifier in moved} == {"/communiques/ondes-21"}
    assert before.keys() == after.keys()


def _seen(folder: Path) -> dict[tuple[str, str], str]:
    """When each entry of each feed was updated, by feed and id without the host."""
    with demo_archive.serve(folder / "data", folder / "log.txt") as home:
        return {(path, one.id.removeprefix(home)): one.updated for path in FEEDS for one in entries(home + path)}
