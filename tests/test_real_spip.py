"""A real SPIP in three styles of addresses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real_sites import Crawled, Promises, filled


@pytest.fixture(scope="module", params=["spip-propres", "spip-arbo", "spip-page"])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with filled(request.param, tmp_path_factory) as found:
        yield found


class TestSpip(Promises):
    """Spip."""
