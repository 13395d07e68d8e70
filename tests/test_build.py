"""Events in, archive out: grown night by night or made in one go, it is the same archive."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.build import directory_digest, settle, summarise, take
from archive.ledger import Ledger, open_ledger
from archive.model import Document, Event, Organisation, Sighting
from archive.resolve import Directory
from archive.schema import is_outdated, open_archive
from tests.conftest import ORGANISATIONS
from tests.test_history import ATELIER, DIGUE, NIGHT, PDF, RIVAGES, page
from tests.test_store import CAPTURE, RUN, dump, is_sound

SITE = {
    "id": "rivages", "organisation_id": "rivages", "home": "https://rivages.example/", "family": "spip",
    "state": "never", "message": "",
}  # fmt: skip
NIGHTS: list[list[Event]] = [
    [CAPTURE, page((RIVAGES, "Ligue des Marées"), documents=(Document(PDF),), warnings=("rivages: lu à moitié",)), RUN],
    [replace(CAPTURE, id="c2", fetched_at=NIGHT[1]), page((RIVAGES, DIGUE, ATELIER, ATELIER))],
    [replace(CAPTURE, id="c3", fetched_at=NIGHT[2]), Sighting("rivages", CAPTURE.url, "x")],
]


def built(nights: list[list[Event]], *directories: Directory) -> tuple[dict[str, Any], list[set[str]], list[str]]:
    """The archive after some nights, what each of them changed, and what was said."""
    told: list[str] = []
    with closing(open_archive(Path(":memory:"))) as db, closing(open_ledger(Path(":memory:"))) as private:
        ledger, changed = Ledger(private), []
        for events, directory in zip(nights, directories, strict=True):
            take(ledger, db, events, told.append)
            changed.append(settle(ledger, db, directory))
            summarise(db, [SITE], directory, changed[-1])
        assert is_sound(db)
        return dump(db), changed, told


def test_night_by_night_or_in_one_go(directory: Directory) -> None:
    grown, changed, told = built([NIGHTS[0], NIGHTS[2]], directory, directory)
    at_once, _, _ = built([NIGHTS[0] + NIGHTS[2]], directory)
    assert grown == at_once
    assert (changed, told) == ([{"rivages-5"}, {"rivages-5"}], ["rivages: lu à moitié"])


def test_a_name_that_is_added_twice(directory: Directory) -> None:
    archive, _, _ = built([NIGHTS[0], NIGHTS[1]], directory, directory)
    assert len(archive["signatures"]) == 5


def test_nothing_new_changes_nothing(directory: Directory) -> None:
    archive, changed, _ = built([NIGHTS[0], [], []], directory, directory, directory)
    assert changed == [{"rivages-5"}, set(), set()]
    (site,), (run,) = archive["sites"], archive["runs"]
    assert site[:7] == ("rivages", "rivages", "https://rivages.example/", "spip", "ok", RUN.finished, 1)
    assert run[7:10] == (1, 0, 0)


def test_an_archive_of_another_version_is_known(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    assert not is_outdated(path)
    with closing(open_archive(path)) as db:
        assert not is_outdated(path)
        db.execute("pragma user_version = 7")
        db.commit()
    assert is_outdated(path)


def test_a_new_alias_is_seen_in_what_is_held(directory: Directory) -> None:
    wider = Directory([*ORGANISATIONS, Organisation("marees", "Ligue des Marées")])
    archive, changed, _ = built([NIGHTS[0], []], directory, wider)
    assert changed == [{"rivages-5"}, {"rivages-5"}]
    assert "marees" in {row[6] for row in archive["signatures"]}
    assert directory_digest(directory) == directory_digest(Directory(ORGANISATIONS)) != directory_digest(wider)
