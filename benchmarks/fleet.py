"""Measures a night of sixty sites: requests, time, memory; then the quiet night after it.

    python -m benchmarks.fleet [--sites 60] [--nights 2]

The sites are the demo's, each twenty times over on a port of its own, crawled by the command as cron runs it. Prints a
line a night; exit code 1 when a night took more memory than it may.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.table import MB, Row, report
from signataires.demo import ORGANISATIONS, SLUGS, serve_demo, write_sites
from tests.archives import Archive

MEMORY = 512 * 2**20  # bytes, at the peak of a night


@contextmanager
def fleet(folder: Path, sites: int, host: str = "127.0.0.1") -> Iterator[Archive]:
    """An archive of so many sites, which answer as long as it lasts."""
    archive = Archive(folder)
    (folder / "organisations.toml").write_bytes(ORGANISATIONS.read_bytes())
    with ExitStack() as stack:
        for number in range(-(-sites // len(SLUGS))):
            homes = stack.enter_context(serve_demo(host=host)).homes
            for path in write_sites(folder / "one", homes):
                path.rename(archive.sites / f"{path.stem}-{number:02}.toml")
        for path in sorted(archive.sites.iterdir())[sites:]:
            path.unlink()
        yield archive


def night(archive: Archive) -> dict[str, Any]:
    """The report of one night, with the `seconds` that it took."""
    began, report = time.monotonic(), archive.folder / "report.json"
    done = archive.run("refresh", "--quiet", "--report", str(report))
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return told | {"seconds": time.monotonic() - began}


def line(told: dict[str, Any]) -> str:
    """What a night cost, for people."""
    held = sum(site["statements"] for site in told["sites"].values())
    return (
        f"{len(told['sites'])} sites, {held} statements: {told['requests']} requests, {told['bytes'] // 1024} KiB,"
        f" {told['seconds']:.0f} s, {told['peak_rss'] / 2**20:.0f} MB at the peak (at most {MEMORY // 2**20})"
    )


def main() -> int:
    """Prints a line a night; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=60)
    parser.add_argument("--nights", type=int, default=2)
    asked = parser.parse_args()
    code = 0
    with tempfile.TemporaryDirectory() as folder, fleet(Path(folder), asked.sites) as archive:
        for _ in range(asked.nights):
            told = night(archive)
            print(line(told), flush=True)
            code |= told["peak_rss"] > MEMORY
            peak, name = told["peak_rss"] / MB, f"fleet: {asked.sites} sites, a night"
            report(Row(f"{name}'s seconds", told["seconds"], "s (clock)"), Row(name, peak, "MB", most=MEMORY / MB))
    return code


if __name__ == "__main__":
    sys.exit(main())
