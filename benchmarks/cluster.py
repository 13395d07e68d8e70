"""Measures how a night of many sites falls with the number of workers, each with a folder, or a host, of its own.

    python -m benchmarks.cluster [--sites 60] [--workers 1,2,4] [--delay 0] [--rounds 1] [--hosts] [--storage]

The sites are the demo's, each many times over on a port of its own; `--hosts` puts every worker into a network
namespace with an address of its own (needs root), `--storage` puts the captures into an S3 server. Prints for each
number of workers the seconds of crawl and build, and the crawl's ratio to one worker; the content hash of each archive
must be that of one machine without an engine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.fleet import fleet
from benchmarks.table import Row, report
from tests.archives import Archive
from tests.clusters import dask, object_storage
from tests.digest import content_hash
from tests.networks import hosts

ENV = {"SIGNATAIRES_CONTACT": "mailto:essai@example.org"}


def twin(of: Archive, folder: Path, delay: float) -> Archive:
    """An archive of the same sites, with nothing in it."""
    archive = Archive(folder)
    for path in of.sites.iterdir():
        told = path.read_text("utf-8").replace("delay = 0.0", f"delay = {delay}")
        (archive.sites / path.name).write_text(told, "utf-8")
    (folder / "organisations.toml").write_bytes((of.folder / "organisations.toml").read_bytes())
    return archive


def refresh(archive: Archive, env: dict[str, str], *words: str) -> tuple[float, float]:
    """The seconds of a crawl and of the build after it."""
    spent = []
    for verb in ("crawl", "build"):
        began = time.monotonic()
        done = subprocess.run(
            archive.command(verb, *words), env={**os.environ, **env}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        spent.append(time.monotonic() - began)
    return spent[0], spent[1]


@contextmanager
def surroundings(asked: argparse.Namespace, workers: int, folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A cluster as it was asked for: its address, and the environment of who asks it."""
    env = dict(ENV)
    with ExitStack() as stack:
        inside: Sequence[Sequence[str]] = ()
        host = "127.0.0.1"
        if asked.hosts:
            inside, host = asked.network.inside[:workers], asked.network.address
        if asked.storage:
            bucket = f"archive-{workers}"
            env |= stack.enter_context(object_storage(bucket, host=host))
            env["SIGNATAIRES_CAPTURES"] = f"s3://{bucket}/warc"
        cluster = stack.enter_context(dask(folder, workers, env, host=host, inside=inside))
        yield cluster.address, env


def measure(asked: argparse.Namespace, sites: Archive, workers: int, folder: Path) -> tuple[float, float, str]:
    """The seconds of crawl and build with so many workers, 0 for no engine, and the archive's content hash."""
    archive = twin(sites, folder / "archive", asked.delay)
    if not workers:
        return *refresh(archive, ENV), content_hash(archive.path)
    with surroundings(asked, workers, folder / "cluster") as (address, env):
        wait = (
            "import sys, distributed; distributed.Client(sys.argv[1]).wait_for_workers(int(sys.argv[2]), timeout=120)"
        )
        subprocess.run([sys.executable, "-c", wait, address, str(workers)], env={**os.environ, **env}, check=True)
        return *refresh(archive, env, "--workers", address), content_hash(archive.path)


def main() -> int:
    """Reads the command line, prints the lines; 1 when an archive differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=60)
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--hosts", action="store_true")
    parser.add_argument("--storage", action="store_true")
    asked = parser.parse_args()
    said, rows = set[str](), list[Row]()
    print(f"{'workers':>8}{'crawl s':>9}{'build s':>9}{'crawl ratio':>13}  content", flush=True)
    counts, host = [*map(int, asked.workers.split(","))], "127.0.0.1"
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        if asked.hosts:
            asked.network = stack.enter_context(hosts(max(counts)))
            host = asked.network.address
        sites = stack.enter_context(fleet(Path(folder) / "fleet", asked.sites, host))
        one = 0.0
        for workers in (0, *counts):
            rounds = [
                measure(asked, sites, workers, Path(folder) / f"{workers}-{number}") for number in range(asked.rounds)
            ]
            crawl, build = (median(item[place] for item in rounds) for place in (0, 1))
            one = crawl if workers == 1 else one
            rows.append(
                Row(f"cluster: crawl by {workers or 'no'} workers", crawl, "s", crawl / one if one else None, "one")
            )
            hashes = {item[2] for item in rounds}
            said |= hashes
            ratio = f"{crawl / one:.2f}" if one else ""
            print(f"{workers or 'none':>8}{crawl:>9.1f}{build:>9.1f}{ratio:>13}  {hashes.pop()[:12]}", flush=True)
    report(*rows, Row("cluster: contents that differ", len(said) - 1, "", most=0))
    print("all archives say the same" if len(said) == 1 else "ARCHIVES DIFFER")
    return int(len(said) > 1)


if __name__ == "__main__":
    sys.exit(main())
