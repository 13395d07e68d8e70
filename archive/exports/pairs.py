"""Who signs with whom, counted in the sets of the search index.

The query of the product joins every list with itself: three hundred rows for a list of twenty-five, a quarter of an
hour with a million lists. The sets give the same rows in seconds; `tests/test_exports.py` holds them to each other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.exports.columns import Values
from archive.search.signers import signers


def pairs(db: sqlite3.Connection) -> Iterator[Values]:
    """The rows of `PAIRS`, in its order: two organisations with their names, the works they share, first and last."""
    found = signers(db)
    names = {one: found.organisations.get(one, {}).get("name") for one in found.works}
    ids = sorted(one for one, works in found.works.items() if works)
    for place, one in enumerate(ids):
        own = found.works[one]
        for other in ids[place + 1 :]:
            if both := own & found.works[other]:
                yield one, names[one], other, names[other], len(both), *found.span(both)
