"""A real WordPress whose API is closed: by feed and sitemap, and by its listings alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real_sites import Crawled, Promises, filled


@pytest.fixture(scope="module", params=["wordpress-closed", "wordpress-listings"])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with filled(request.param, tmp_path_factory) as found:
        yield found


class TestClosedWordPress(Promises):
    """ClosedWordPress."""
