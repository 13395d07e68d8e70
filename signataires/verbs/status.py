"""`signataires status`: coverage."""

from __future__ import annotations

import argparse

from scraper.site import load_sites
from signataires.verbs import LOOK, OK, Verb, add_json, show


def run(arguments: argparse.Namespace) -> int:
    """Prints what is held of each site; `LOOK` when one is not well."""
    from signataires.status import lines, status

    found = status(arguments.data, load_sites(arguments.sites))
    show(found) if arguments.json else print("\n".join(lines(found)))
    return LOOK if any(row["state"] in ("failed", "suspect") for row in found.values()) else OK


VERB = Verb("status", "per site: last success, what is held, what looks broken", "status --json", run, add_json)
