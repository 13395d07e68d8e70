"""Captures read again by other rules: what comes out otherwise is laid to us, and never to the source."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import archive.listed
import scraper.extract
import signataires.reread
from archive.judgements import Judgement, Judgements
from archive.model import Block, Organisation, Signatory
from archive.resolve import Directory
from scraper.signatories import find_blocks
from scraper.site import load_sites
from signataires.demo import ORGANISATIONS
from signataires.pipeline import build, rebuild
from tests.digest import content, rows

CAUSES = "select what, cause, count(*) from changes group by 1, 2"
FULL = Directory.load(ORGANISATIONS)


class Grown:
    """A copy of the demo's captures, built again and again in process."""

    def __init__(self, folder: Path, demo: Path) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        shutil.copytree(demo / "warc", self.data / "warc")
        self.sites, self.said = load_sites(demo / "sites"), list[str]()

    def build(self, directory: Directory = FULL) -> Counter[tuple[str, str]]:
        """Builds; the changes by what and cause."""
        build(self.data, self.sites, directory, self.said.append)
        return Counter({(what, cause): n for what, cause, n in rows(self.data / "archive.db", CAUSES)})

    @property
    def content(self) -> dict[str, list[Any]]:
        """All that the archive says, moments included."""
        return content(self.data / "archive.db", moments=True)

    @property
    def notes(self) -> list[Path]:
        """The files that tell what was read otherwise."""
        return sorted((self.data / "warc").glob("_reread*"))


@pytest.fixture
def grown(tmp_path: Path, demo: Path) -> Grown:
    return Grown(tmp_path, demo)


def shortsighted(text: str) -> tuple[Block, ...]:
    """A finder that misses the last third of each list."""
    return tuple(replace(block, text=block.text[: len(block.text) * 2 // 3]) for block in find_blocks(text))


def rules(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(signataires.reread, "code_digest", lambda: name)


def test_a_better_parser_is_no_doing_of_the_source(grown: Grown, monkeypatch: pytest.MonkeyPatch) -> None:
    rules(monkeypatch, "one")
    monkeypatch.setattr(scraper.extract, "find_blocks", shortsighted)
    first = grown.build()
    assert not grown.notes
    missed = len(rows(grown.data / "archive.db", "select 1 from signatures"))

    monkeypatch.undo()
    rules(monkeypatch, "two")
    second = grown.build()
    assert len(grown.notes) == 1
    assert len(rows(grown.data / "archive.db", "select 1 from signatures")) > missed
    # What the source did was told at a glance of both versions; the parser's part has a cause of its own.
    assert second["signature_added", "parser"] > 20
    assert {cause for what, cause in second if (what, cause) not in first} == {"parser", "source"} & {
        cause for what, cause in second if (what, cause) not in first
    }
    fresh = _fresh(grown)
    mine = {row for row in fresh["changes"] if row[5] == "source"}
    assert mine == {row for row in grown.content["changes"] if row[5] == "source"}

    before = grown.content
    assert grown.build() == second
    rebuild(grown.data, grown.sites, FULL, grown.said.append)
    assert grown.content == before
    assert grown.build() == second


def _fresh(grown: Grown) -> dict[str, list[Any]]:
    """What the same captures give to who never read them otherwise."""
    other = grown.data.parent / "fresh"
    shutil.copytree(grown.data / "warc", other / "warc", ignore=shutil.ignore_patterns("_reread*"))
    build(other, grown.sites, FULL, grown.said.append)
    return content(other / "archive.db", moments=True)


def test_a_new_alias_is_the_reviewers(grown: Grown) -> None:
    fewer = Directory([item for item in FULL.written if item.id not in ("abrivi", "ecoriv")])
    first = grown.build(fewer)
    assert not {cause for _, cause in first} - {"source"}
    second = grown.build()
    assert second["signature_linked", "reviewer"] > 0
    assert {cause for what, cause in second if what.startswith("signature_linked")} == {"reviewer"}
    before = grown.content
    rebuild(grown.data, grown.sites, FULL, grown.said.append)
    assert grown.content == before


def test_both_at_once_are_told_apart(grown: Grown, monkeypatch: pytest.MonkeyPatch) -> None:
    rules(monkeypatch, "one")
    monkeypatch.setattr(scraper.extract, "find_blocks", shortsighted)
    grown.build(Directory([item for item in FULL.written if item.id != "abrivi"]))
    monkeypatch.undo()
    rules(monkeypatch, "two")
    judged = Judgement("Alerte Berges", "unsure", "relectrice", "2026-11-01T10:00:00Z", "essai")
    found = grown.build(FULL.with_judgements(Judgements([judged])))
    by_cause = {cause: {what for what, other in found if other == cause} for cause in ("parser", "reviewer")}
    assert by_cause["parser"] == {"signature_added"} | by_cause["parser"] & {"text", "signature_removed"}
    assert by_cause["reviewer"] >= {"signature_linked"}
    assert not by_cause["parser"] & {"signature_linked", "judged"}


def test_one_site_is_read_again_when_its_file_changes(grown: Grown, monkeypatch: pytest.MonkeyPatch) -> None:
    grown.build()
    before, read = grown.content, list[str]()
    monkeypatch.setattr(archive.listed, "split_names", _counting(read))
    grown.build()
    assert not read
    slug, site = next(iter(grown.sites.items()))
    grown.sites[slug] = replace(site, delay=9.0, notes="À relire")
    grown.build()
    assert not read
    grown.sites[slug] = replace(site, language="en")
    grown.build()
    assert read
    assert {row[0] for row in grown.content["statements"]} == {row[0] for row in before["statements"]}
    assert not grown.notes


def _counting(read: list[str]) -> Any:
    from archive.names import split_names

    def counting(block: Block, directory: Directory) -> tuple[Signatory, ...]:
        read.append(block.text)
        return split_names(block, directory)

    return counting


def test_killed_between_the_note_and_the_archive(grown: Grown, monkeypatch: pytest.MonkeyPatch) -> None:
    grown.build(Directory([item for item in FULL.written if item.id != "abrivi"]))

    class Killed(Exception):
        pass

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("signataires.pipeline.Taker", killed)
        with pytest.raises(Killed):
            grown.build()
    assert len(grown.notes) == 1
    found = grown.build()
    assert len(grown.notes) >= 1
    before = grown.content
    rebuild(grown.data, grown.sites, FULL, grown.said.append)
    assert grown.content == before
    assert grown.build() == found


def test_an_archive_of_another_version_is_made_anew(grown: Grown) -> None:
    grown.build()
    before = grown.content
    with closing(sqlite3.connect(grown.data / "archive.db")) as db:
        db.execute("alter table statements drop column held_count")
        db.execute("pragma user_version = 7")
        db.commit()
    grown.build()
    assert grown.content == before
    assert sum("made anew" in said for said in grown.said) == 1


def test_a_site_file_that_reads_nothing_loses_nothing(grown: Grown) -> None:
    grown.build()
    before = grown.content
    slug, site = next(iter(grown.sites.items()))
    grown.sites[slug] = replace(site, home="http://127.0.0.1:9/")
    grown.build()
    assert grown.content == before
    (told,) = [said for said in grown.said if said.startswith(f"{slug}: by its site file")]
    assert "name its former host in `hosts`" in told
    grown.sites[slug] = replace(site, home="http://127.0.0.1:9/", hosts=(urlsplit(site.home).netloc,))
    grown.build()
    assert {row[0] for row in grown.content["statements"]} == {row[0] for row in before["statements"]}


def test_an_organisation_that_is_gone_stops_nothing(grown: Grown) -> None:
    told = Judgement("Alerte Berges", "same", "relectrice", "2026-11-01T10:00:00Z", "essai", "passante")
    with_it = Directory([*FULL.written, Organisation("passante", "Passante")], judgements=Judgements([told]))
    grown.build(with_it)
    grown.build()
    assert not rows(grown.data / "archive.db", "select 1 from organisations where id = 'passante'")


def test_what_stays_as_it_was_may_stand_elsewhere(grown: Grown) -> None:
    """A date of REST stands in `date` or in `date_gmt`, as the zone of the site has it."""

    def placed() -> list[Any]:
        return rows(grown.data / "archive.db", "select * from places order by id, capture_id")

    grown.build()
    before = placed()
    grown.sites["passerelles"] = replace(grown.sites["passerelles"], timezone="Pacific/Auckland")
    grown.build()
    found = placed()
    assert found != before
    rebuild(grown.data, grown.sites, FULL, grown.said.append)
    assert placed() == found


def test_what_is_killed_before_its_note_is_noted_by_the_next_run(grown: Grown, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise RuntimeError("killed")

    grown.build()
    before = grown.content
    grown.sites["ondes"] = replace(grown.sites["ondes"], timezone="Pacific/Auckland")
    with monkeypatch.context() as patch:
        patch.setattr(signataires.reread, "_note", killed)
        with pytest.raises(RuntimeError, match="killed"):
            grown.build()
    assert grown.content == before
    assert grown.build()["published", "parser"] > 0
