"""What the shared arguments name: sites, the directory, judgements."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from archive.resolve import Directory
from archive.withdrawals.model import Withdrawal, read_withdrawals
from archive.withdrawals.recognise import Withdrawn
from scraper.clock import now
from scraper.site import Site, SiteError, load_sites


def known(arguments: argparse.Namespace) -> tuple[dict[str, Site], Directory]:
    """All sites and the directory. Raises `SiteError` when one of them cannot be read."""
    return sites(arguments), directory(arguments)


def sites(arguments: argparse.Namespace) -> dict[str, Site]:
    """All sites, those that were withdrawn marked as such. Raises `SiteError` when one cannot be read."""
    found = load_sites(arguments.sites)
    try:
        entries = read_withdrawals(withdrawals(arguments)).entries
    except ValueError as error:
        raise SiteError(str(error)) from error
    for one in entries:
        if one.what == "site" and one.site in found:
            found[one.site] = replace(found[one.site], withdrawn=one.why)
    return found


def withdrawn(arguments: argparse.Namespace, sites: Mapping[str, Site]) -> Withdrawn:
    """What was withdrawn, by its file and by site files. Raises `SiteError` when it cannot be recognised again."""
    try:
        written = Withdrawn.load(withdrawals(arguments), arguments.data)
    except (OSError, ValueError) as error:
        raise SiteError(str(error)) from error
    return written.also(
        Withdrawal(f"site-{slug}", "site", now(), "site file", site.withdrawn, site=slug)
        for slug, site in sites.items()
        if site.withdrawn and not written.site(slug)
    )


def withdrawals(arguments: argparse.Namespace) -> Path:
    """The file of what was withdrawn."""
    beside: Path = arguments.organisations.with_name("withdrawals.toml")
    return arguments.withdrawals or beside


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
