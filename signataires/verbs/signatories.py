"""`signataires signatories`: a text in, its signatories out."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from scraper.site import SiteError
from signataires.verbs import OK, Verb, show
from signataires.verbs.given import directory as directory_of


def run(arguments: argparse.Namespace) -> int:
    """Reads stdin to its end. Raises `SiteError` for a line that is not what was asked for."""
    from signataires.signatories import signatories_of

    directory = directory_of(arguments)
    if not arguments.jsonl:
        show(signatories_of(sys.stdin.buffer.read().decode("utf-8", "replace"), directory))
        return OK
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            raw, name = asked["raw"], asked["id"]
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
            raise SiteError(f'line {number} of stdin: expected {{"id", "raw"}}: {error!r}') from error
        told: dict[str, Any] = {"id": name, "signatories": signatories_of(raw, directory)}
        print(json.dumps(told, ensure_ascii=False), flush=True)
    return OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl", action="store_true", help='{"id", "raw"} a line in, {"id", "signatories"} a line out'
    )


VERB = Verb(
    "signatories", "the signatories of a statement on stdin, as JSON", "signatories < communique.txt", run, _arguments
)
