"""Two months of nights on sites that lie: each change is found within a rotation, and the site's trust shows it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.schedule import ROTATION
from signataires.status import lines, status
from tests.digest import content, rows
from tests.lying_sites import CHANGED, HELD, NIGHTS, OLD, SITES
from tests.small_site import LIES


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive that has seen them all."""
    folder = tmp_path_factory.mktemp("nights") / "archive"
    command = [sys.executable, "-m", "tests.simulated_nights", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False, env=os.environ.copy())
    assert done.returncode == 0, done.stderr
    return folder


def told(nights: Path, site: str) -> list[dict[str, Any]]:
    """What each night reported of a site."""
    found = map(json.loads, (nights / "nights.jsonl").read_text("utf-8").splitlines())
    return [night for night in found if night["site"] == site]


def test_every_lie_is_told() -> None:
    assert {lie for case in SITES.values() for lie in case.lies} == LIES.keys()


@pytest.mark.parametrize("site", SITES)
def test_the_change_is_found_and_nothing_else(nights: Path, site: str) -> None:
    query = f"""select what, cause, detail, at, url from changes join statements on statements.id = statement_id
                where site_id = '{site}' order by at"""
    case, changes = SITES[site], rows(nights / "data" / "archive.db", query)
    assert [(what, cause) for what, cause, *_ in changes] == [(case.what, "source")]
    (_, _, detail, at, url), first = changes[0], told(nights, site)[0]["started"]
    assert url.rstrip("/").endswith("/la-halte-est-fermee")
    if case.what == "vanished":
        assert detail == case.reason
    days = datetime.fromisoformat(at) - datetime.fromisoformat(first) - timedelta(days=CHANGED)
    print(f"\n{site}: found after {days.days} days")
    assert days <= ROTATION + timedelta(days=3)  # the nights are three days apart by then


@pytest.mark.parametrize("site", [name for name, case in SITES.items() if case.word])
def test_the_sites_trust_shows_it(nights: Path, site: str) -> None:
    found = status(nights / "data", {})
    word = SITES[site].word
    assert found[site]["trust"][word]["doubted"], found[site]["trust"]
    (line,) = lines({site: found[site]})
    assert word in line


@pytest.mark.parametrize("site", [name for name, case in SITES.items() if not case.lies])
def test_a_site_in_order_is_trusted(nights: Path, site: str) -> None:
    assert not any(trust["doubted"] for trust in status(nights / "data", {})[site]["trust"].values())


@pytest.mark.parametrize("site", SITES)
def test_little_is_asked_all_the_same(nights: Path, site: str) -> None:
    found = told(nights, site)[1:]
    print(f"\n{site}: {[night['requests'] for night in found]}")
    assert all(night["state"] == "ok" for night in found)
    assert sum(night["requests"] for night in found) <= len(found) * HELD * 2


def test_rebuilding_gives_the_same(nights: Path) -> None:
    from archive.resolve import Directory
    from scraper.site import load_sites
    from signataires.pipeline import rebuild

    before = content(nights / "data" / "archive.db", moments=True)
    sites = rows(nights / "data" / "archive.db", "select id, trust from sites order by id")
    directory = Directory.load(nights / "organisations.toml")
    rebuild(nights / "data", load_sites(nights / "sites"), directory, lambda _: None)
    assert content(nights / "data" / "archive.db", moments=True) == before
    assert rows(nights / "data" / "archive.db", "select id, trust from sites order by id") == sites
    assert OLD <= HELD
    assert len(NIGHTS) > 20
