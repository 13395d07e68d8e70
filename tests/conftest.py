"""What several test modules share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import demo_archive


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo's archive, made once. Nobody writes into it."""
    return demo_archive.make(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def datasette(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of plain Datasette showing the demo's archive, without a slash at the end."""
    with demo_archive.serve(demo, tmp_path_factory.mktemp("datasette") / "log.txt") as home:
        yield home
