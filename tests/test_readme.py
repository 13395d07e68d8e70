"""The README says what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tools.spine import BEGIN, END, table

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_the_spine_is_as_long_as_it_says() -> None:
    assert README.partition(BEGIN)[2].partition(END)[0] == table(), "run `python -m tools.spine`"


def test_every_command_it_names_exists() -> None:
    named = set(re.findall(r"signataires (refresh|serve|status|build|rebuild|[a-z-]+)`?", README)) - {"is", "crawls"}
    shown = subprocess.run([sys.executable, "-m", "signataires", "--help"], capture_output=True, text=True, check=True)
    for verb in named:
        assert f"\n    {verb} " in shown.stdout, verb


def test_every_folder_it_names_exists() -> None:
    root = Path(__file__).parents[1]
    for name in re.findall(r"^    (\w+)/ ", README, re.M):
        assert (root / name).is_dir(), name
