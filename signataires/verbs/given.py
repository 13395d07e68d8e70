"""What the shared arguments name: sites, the directory, judgements."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from archive.resolve import Directory
from scraper.site import Site, SiteError, load_sites


def known(arguments: argparse.Namespace) -> tuple[dict[str, Site], Directory]:
    """All sites and the directory. Raises `SiteError` when one of them cannot be read."""
    return load_sites(arguments.sites), directory(arguments)


def directory(arguments: argparse.Namespace) -> Directory:
    """The directory with what reviewers decided. Raises `SiteError` when it cannot be read."""
    try:
        return Directory.load(arguments.organisations, judgements(arguments))
    except (OSError, ValueError) as error:
        raise SiteError(f"the directory of organisations cannot be read: {error}") from error


def judgements(arguments: argparse.Namespace) -> Path:
    """The file of what reviewers decided."""
    beside: Path = arguments.organisations.with_name("judgements.toml")
    return arguments.judgements or beside


def choose(sites: dict[str, Site], slugs: Sequence[str], folder: Path) -> dict[str, Site]:
    """The sites that are named; all of them when none is. Raises `SiteError` for one that is not there."""
    for slug in slugs:
        if slug not in sites:
            raise SiteError(f"no site {slug!r} in {folder}; there are {', '.join(sites)}")
    return {slug: sites[slug] for slug in slugs} if slugs else sites
