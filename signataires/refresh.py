"""A night's work: crawl, build, and a report that says what came of it."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.resolve import Directory
from scraper.crawl import crawl
from scraper.keeper import now
from scraper.politeness import contact_for, user_agent
from scraper.site import Site
from signataires.pipeline import build

COUNTED = ("requests", "bytes", "not_modified", "pages", "again")


def refresh(
    data: Path, chosen: Mapping[str, Site], sites: Mapping[str, Site], directory: Directory, full: bool,
    say: Callable[[str], None],
) -> dict[str, Any]:  # fmt: skip
    """Crawls the chosen sites, builds the archive, and returns the report of `interface.md`.

    Captures that an earlier, killed run left are built first, so that the crawler knows what it already holds.
    Raises `SiteError`, with nothing done, when no contact can be named.
    """
    user_agent(contact_for([site for site in chosen.values() if not site.stopped]))
    started = now()
    build(data, sites, directory, say)
    for site in chosen.values():
        if site.stopped:
            say(f"{site.slug}: not crawled: {site.stopped}")
    tallies = crawl(chosen.values(), data, say, full=full)
    build(data, sites, directory, say)
    return {
        "started": started,
        "finished": now(),
        "sites": _of_sites(data, tallies),
        "requests": sum(int(tally["requests"]) for tally in tallies.values()),
        "bytes": sum(int(tally["bytes"]) for tally in tallies.values()),
        "peak_rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def _of_sites(data: Path, tallies: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with closing(sqlite3.connect(f"file:{data / 'archive.db'}?mode=ro", uri=True)) as db:
        for slug, tally in sorted(tallies.items()):
            run = db.execute(
                "select new, changed, vanished from runs where site_id = ? order by started desc, id desc limit 1",
                [slug],
            ).fetchone()
            held = db.execute("select count(*) from statements where site_id = ?", [slug]).fetchone()
            warnings = [tally["failed"], *tally["warnings"]] if tally["failed"] else tally["warnings"]
            found[slug] = {
                "state": tally["state"],
                **{name: tally[name] for name in COUNTED},
                **dict(zip(("new", "changed", "vanished"), run or (0, 0, 0), strict=True)),
                "statements": held[0],
                "left_out": tally["left_out"],
                "refused": tally["refused"],
                "warnings": [f"{slug}: {warning}" for warning in warnings],
            }
    return found


def write_report(path: Path, report: Mapping[str, Any]) -> None:
    """Writes the report whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    fresh.replace(path)


def summary(report: Mapping[str, Any]) -> list[str]:
    """One line for each site, its warnings below it."""
    lines = []
    for slug, site in report["sites"].items():
        lines.append(
            f"{slug}: {site['state']}; {site['new']} new, {site['changed']} changed, {site['vanished']} vanished,"
            f" {site['statements']} held; {site['requests']} requests, {site['bytes'] // 1024} KiB;"
            f" {site['left_out']} out of scope, {site['refused']} no statement"
        )
        lines += [f"  {warning}" for warning in site["warnings"]]
    return lines
