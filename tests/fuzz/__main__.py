"""Looks for what a reader of bytes stumbles over, for as long as it is told to.

    python -m tests.fuzz spip --minutes 10

Goes on after a flaw; what showed it is kept in `--into`, made as small as it gets, one file for each flaw. Exit code 1
when there was one.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.search import Search
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Searches, and prints how much was read and what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--into", type=Path, default=Path(tempfile.gettempdir()) / "signataires-fuzz")
    told = parser.parse_args()
    faulthandler.enable()
    search = Search(TARGETS[told.name], told.into)
    began = time.monotonic()
    search.go(told.minutes * 60)
    minutes = (time.monotonic() - began) / 60
    print(
        f"{told.name}: {search.fed} inputs in {minutes:.1f} min, {search.taken} of them read, {len(search.flaws)} flaws"
    )
    return 1 if search.flaws else 0


if __name__ == "__main__":
    sys.exit(main())
