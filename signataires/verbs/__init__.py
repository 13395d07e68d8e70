"""The verbs of the command, one module each; `signataires.cli` lists them. What every verb has in common is here."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

OK, LOOK, USAGE, BUSY = 0, 1, 2, 3
EXIT = "Exit codes: 0 all well; 1 done, but a site failed or looks broken; 2 wrong usage, nothing done; 3 locked."


def _nothing(_: argparse.ArgumentParser) -> None:
    """A verb that takes the shared arguments only."""


@dataclass(frozen=True)
class Verb:
    """One verb: its name, what the help says, an example, what it does (and its exit code), its own arguments."""

    name: str
    told: str
    example: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], None] = _nothing


def say(message: str) -> None:
    """Progress and messages go to stderr, data to stdout."""
    print(message, file=sys.stderr, flush=True)


def quiet(message: str) -> None:
    """Says nothing."""


def show(found: Any) -> None:
    """Prints data as JSON for programs."""
    print(json.dumps(found, ensure_ascii=False, indent=2))


def add_json(parser: argparse.ArgumentParser) -> None:
    """The argument of verbs that can print for programs."""
    parser.add_argument("--json", action="store_true", help="for programs")
