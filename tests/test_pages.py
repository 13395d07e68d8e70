"""Every saved page still says what a person has read in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.saved import PAGES, expectations, plain, read, told

EXPECTED = expectations()


def test_there_are_pages_and_each_has_its_result() -> None:
    assert EXPECTED
    pages = {path.name.removesuffix(".html.gz") for path in PAGES.glob("*/*.html.gz")}
    assert pages == {path.stem for path in EXPECTED}


@pytest.mark.parametrize("path", EXPECTED, ids=[str(path.relative_to(PAGES)) for path in EXPECTED])
def test_a_page_says_what_it_said(path: Path) -> None:
    about = told(path)
    assert plain(read(path)) == about["statement"], "run `python -m tests.saved` and read what it wrote"
    assert about["read_by_a_person"], f"{path}: read it beside the page, then set read_by_a_person to true"
