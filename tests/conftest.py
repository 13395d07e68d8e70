"""What several test modules share: the demo's archive, empty databases, a small directory, two sites."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from archive.ledger import open_ledger
from archive.model import Organisation
from archive.resolve import Directory
from archive.schema import open_archive
from scraper.site import Site, make_site
from tests import demo_archive

# No test depends on a time, Hypothesis's own limits included.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# Bodies that do not exist, spelled as real ones are.
ORGANISATIONS = (
    Organisation("rivages", "Collectif des Rivages solidaires", ("CRS",)),
    Organisation("digue", "Association des Amis de la Digue", ("AAD",), ("Les Amis de la Digue",)),
    Organisation(
        "atelier", "Atelier populaire de Villebrume", ("APV",), kind="syndicat", website="https://apv.example/"
    ),
    Organisation("atelier-nord", "Atelier populaire de Villebrume Nord", parent="atelier"),
)


def needs(package: str, command: str) -> None:
    """Skips the test where a system package is missing; fails it with CI=true, where nothing may be missing."""
    if shutil.which(command):
        return
    told = f"needs the package {package}, which has the command {command}"
    if os.environ.get("CI") == "true":
        pytest.fail(told)
    pytest.skip(told)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo's archive, made once. Nobody writes into it."""
    return demo_archive.make(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def datasette(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of plain Datasette showing the demo's archive, without a slash at the end."""
    with demo_archive.serve(demo, tmp_path_factory.mktemp("datasette") / "log.txt") as home:
        yield home


@pytest.fixture
def directory() -> Directory:
    """Four bodies, one with a local group of its own."""
    return Directory(ORGANISATIONS)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """A fresh public archive."""
    with closing(open_archive(Path(":memory:"))) as connection:
        yield connection


@pytest.fixture
def private(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A fresh private database with the ledger's tables."""
    with closing(open_ledger(tmp_path / "crawl.db")) as connection:
        yield connection


@pytest.fixture
def site() -> Site:
    """A SPIP site that is taken whole."""
    return _site("rivages", "spip")


@pytest.fixture
def blog() -> Site:
    """A WordPress site that is taken whole."""
    return _site("digue", "wordpress")


def _site(slug: str, family: str) -> Site:
    home = f"https://{slug}.example/"
    return make_site(slug, {"organisation": slug, "home": home, "family": family, "scope": {"whole": True}}, "tests")
