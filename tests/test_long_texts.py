"""Five million characters made to hurt: each ends, whatever it is made of. `make test-long`."""

from __future__ import annotations

import pytest

from archive.names import split_names
from archive.resolve import Directory
from scraper.signatories import find_blocks
from tests.conftest import ORGANISATIONS

SIZE = 5_000_000
UNITS = {
    "commas": "a,",
    "names": "Attac, LDH, MRAP, ",
    "capitals": "ABCDEF ",
    "headings": "Signataires : ",
    "headings on lines": "Signataires :\n",
    "brackets": "(",
    "groups": "nos organisations (A, B, ",
    "lines": "Attac 13\n",
    "empty lines": "\n",
    "spaces": " ",
    "dashes": " - ",
    "sentences": "! A",
    "stops": ". A",
    "quotes": "«",
    "stars": "* A",
    "bullets": "• X\n",
    "persons": "Jeanne Soulaverne, avocate, ",
    "one word": "a",
    "accents": "é\u0301",
    "numbers": "1. A 12 autres ",
    "table": "| A | B |\n",
    "dots": ". . ",
}


@pytest.mark.long
@pytest.mark.parametrize("before", ["", "Signataires : ", "Signataires :\n"], ids=["bare", "announced", "above"])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_a_text_made_to_hurt_ends(unit: str, before: str) -> None:
    text = before + unit * (SIZE // len(unit))
    directory = Directory(ORGANISATIONS)
    for block in find_blocks(text):
        assert text[block.start : block.start + len(block.text)] == block.text
        for item in split_names(block, directory):
            assert text[item.start : item.start + len(item.as_written)] == item.as_written
