"""What a run has to say of itself: the report for programs, one line a site for people."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.health.model import Verdict
from archive.health.passes import latest, run_of
from archive.health.words import tell
from scraper.clock import now
from scraper.site import SiteError
from scraper.watch import peak_memory

COUNTED = ("requests", "bytes", "not_modified", "pages", "again", "again_bytes")
WORST_FIRST = ("failed", "suspect", "ok")


def report(data: Path, started: str, tallies: Mapping[str, Mapping[str, Any]], trouble: str) -> dict[str, Any]:
    """The report of a run that has just ended; `trouble` says why before its end, and is empty when it was not."""
    return {
        "started": started,
        "finished": now(),
        "trouble": trouble,
        "sites": _of_sites(data, tallies),
        "requests": sum(int(tally["requests"]) for tally in tallies.values()),
        "bytes": sum(int(tally["bytes"]) for tally in tallies.values()),
        "peak_rss": peak_memory(),
    }


def is_well(report: Mapping[str, Any]) -> bool:
    """Whether nobody has to look at anything."""
    return not report["trouble"] and all(site["state"] == "ok" for site in report["sites"].values())


def _of_sites(data: Path, tallies: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for slug, tally in sorted(tallies.items()):
        verdict = _verdict(data / "crawl.db", slug, tally["started"])
        warnings = [*([tally["failed"]] if tally["failed"] else []), *tell(verdict), *tally["warnings"]]
        found[slug] = {
            "state": "suspect" if verdict.doubts and tally["state"] == "ok" else tally["state"],
            "held_back": verdict.held,
            **{name: tally[name] for name in COUNTED},
            **_of_archive(data / "archive.db", slug),
            "left_out": tally["left_out"],
            "refused": tally["refused"],
            "warnings": [f"{slug}: {warning}" for warning in warnings],
        }
    return found


def _verdict(private: Path, slug: str, started: str) -> Verdict:
    """What is doubted of this very run; nothing where it was not taken in yet."""
    try:
        run, verdict = latest(private).get(slug, ("", Verdict()))
    except sqlite3.Error:
        return Verdict()
    return verdict if run == run_of(started) else Verdict()


def _of_archive(archive: Path, slug: str) -> dict[str, int]:
    """What the archive says of a site and of its newest run; zeros where a run that failed has left none to ask."""
    query = "select new, changed, vanished from runs where site_id = ? order by started desc, id desc limit 1"
    try:
        with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
            run = db.execute(query, [slug]).fetchone()
            (held,) = db.execute("select statements from sites where id = ?", [slug]).fetchone() or (0,)
    except sqlite3.Error:
        run, held = None, 0
    return dict(zip(("new", "changed", "vanished"), run or (0, 0, 0), strict=True)) | {"statements": held}


def check_place(path: Path) -> None:
    """Raises `SiteError` when no report can be written there, before a night's work is done for it."""
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise SiteError(f"{path}: no report can be written there; name a file in a folder that exists (--report)")


def write_report(path: Path, report: Mapping[str, Any]) -> None:
    """Writes the report whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def summary(report: Mapping[str, Any]) -> list[str]:
    """One line for each site, its warnings below it; what a person has to look at comes first."""
    lines = [report["trouble"]] if report["trouble"] else []
    for slug, site in sorted(report["sites"].items(), key=lambda item: WORST_FIRST.index(item[1]["state"])):
        lines.append(
            f"{slug}: {site['state']}; {site['new']} new, {site['changed']} changed, {site['vanished']} vanished,"
            f" {site['statements']} held; {site['requests']} requests, {site['bytes'] // 1024} KiB;"
            f" {site['left_out']} out of scope, {site['refused']} no statement"
            + ("; held back" if site["held_back"] else "")
        )
        lines += [f"  {warning}" for warning in site["warnings"]]
    return lines
