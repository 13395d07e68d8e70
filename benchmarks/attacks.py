"""Attacks the server for a while and measures what its other readers notice, without nginx in front and with it.

    python -m benchmarks.attacks [--seconds 60] [--attackers 8] [--readers 4] [--folder DIR]

Serves the demo's archive (or that of a folder) as `signataires serve` does. Attackers send all that is in
`tests.attacks`, over and over, each beginning elsewhere; a quarter of them nothing but slow SQL. Readers read as
readers do, a page every fifth of a second; at first nobody attacks, which says what the machine itself has to give.
Prints the readers' p50, p95 and worst, and what was answered to whom; exit code 1 when p95 is over half a second, a
reader got anything but 200, anybody got a 5xx, or a file of the archive changed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path

from benchmarks.table import Row, report
from signataires.serve import arguments
from tests import attacks, demo_archive
from tests.servers.apache import free_port
from tests.servers.process import running

DEPLOY = Path(__file__).parents[1] / "deploy"
DOMAIN = "archive.example.org"
BOUND = 500.0  # milliseconds, for 95 of 100 pages
PAGES = ("/", "/recherche?q=pont", "/communiques/ondes-21", "/organisations", "/reseau", "/couverture",
         "/archive/statements", "/recherche.json?q=eau", "/changements")  # fmt: skip


@dataclass
class Seen:
    """What was answered: to readers with the seconds that it took, to attackers."""

    took: list[float] = field(default_factory=list)
    readers: Counter[int] = field(default_factory=Counter)
    attackers: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Door:
    """Where to ask: a port of 127.0.0.1, by TLS or not."""

    port: int
    context: ssl.SSLContext | None = None

    def ask(self, request: bytes, source: str) -> int:
        """The status of an answer; 0 when there is none."""
        try:
            return attacks.status(attacks.ask(self.port, request, 60, self.context, source))
        except OSError:
            return 0


def attack(door: tuple[int, str], seconds: float, several: int, told: Queue[Counter[int]]) -> None:
    """Attackers, in a process of their own that leaves the processor to the others; tells what they were answered."""
    os.nice(10)
    port, chain = door
    here, until = Door(port, ssl.create_default_context(cafile=chain) if chain else None), time.monotonic() + seconds
    answered: Counter[int] = Counter()
    everything, slow = attacks.everything(), attacks.hostile_sql()[:30]

    def one(number: int) -> None:
        mine = slow if number % 4 == 0 else everything
        place = number * 97
        while time.monotonic() < until:
            answered[here.ask(mine[place % len(mine)], f"127.0.2.{number + 1}")] += 1
            place += 1

    _together(one, several)
    told.put(answered)


def measured(door: Door, chain: str, seconds: float, attackers: int, readers: int) -> Seen:
    """What everybody saw in so many seconds."""
    seen = Seen()
    process = get_context("spawn")
    queue: Queue[Counter[int]] = process.Queue()
    enemy = process.Process(target=attack, args=((door.port, chain), seconds, attackers, queue))
    enemy.start()
    until = time.monotonic() + seconds

    def read(number: int) -> None:
        place = number
        while time.monotonic() < until:
            began = time.monotonic()
            seen.readers[door.ask(attacks.get(PAGES[place % len(PAGES)]), f"127.0.1.{number + 1}")] += 1
            seen.took.append(time.monotonic() - began)
            place += 1
            time.sleep(0.2)

    _together(read, readers)
    seen.attackers = queue.get()
    enemy.join()
    return seen


def _together(work: Callable[[int], None], several: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(several)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def front(folder: Path, port: int) -> Iterator[Door]:
    """nginx as it is shipped, but for its ports and folders."""
    folder.mkdir()
    http, https = free_port(), free_port()
    key, chain = folder / "privkey.pem", folder / "fullchain.pem"
    names = ["-subj", f"/CN={DOMAIN}", "-addext", f"subjectAltName=DNS:{DOMAIN}", "-days", "9"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names, "-keyout", str(key), "-out", str(chain)]
    subprocess.run(made, check=True, capture_output=True)
    changes = {
        r"/etc/letsencrypt/live/[^/]+/": f"{folder}/", r"/etc/nginx/snippets/": f"{DEPLOY}/",
        r"signataires-(errors|proxy)\.conf": r"nginx-\1.conf", r"/var/log/nginx/": f"{folder}/",
        r"127\.0\.0\.1:8001;": f"127.0.0.1:{port};", r"listen \[::\]:.*": "",
        r"listen 80\b": f"listen 127.0.0.1:{http}", r"listen 443\b": f"listen 127.0.0.1:{https}",
    }  # fmt: skip
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for old, new in changes.items():
        text = re.sub(old, new, text)
    (folder / "site.conf").write_text(text, "utf-8")
    types = "include /etc/nginx/mime.types;"
    whole = f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    whole += f"http {{ {types} include {folder}/site.conf; }}\n"
    (folder / "nginx.conf").write_text(whole, "utf-8")
    with running(["nginx", "-c", folder / "nginx.conf", "-g", "daemon off;"], folder / "nginx.txt"):
        context = ssl.create_default_context(cafile=str(chain))
        door = Door(https, context)
        limit = time.monotonic() + 20
        while (
            time.monotonic() < limit
            and door.ask(attacks.get("/").replace(b"archive.example", DOMAIN.encode()), "127.0.1.1") != 200
        ):
            time.sleep(0.1)
        yield door


def state(folder: Path) -> dict[str, str]:
    """The digests of the archive's files; SQLite's own file of readers aside."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def told(name: str, seen: Seen) -> bool:
    """Prints what was seen; whether it is within the bounds."""
    took = sorted(1000 * one for one in seen.took)
    middle, p95, worst = took[len(took) // 2], took[int(len(took) * 0.95)], took[-1]
    ill = sum(count for code, count in (seen.readers + seen.attackers).items() if code >= 500)
    report(Row(f"readers, {name}: p95", p95, "ms", most=BOUND))
    print(f"{name}: {len(took)} pages: p50 {middle:.0f} ms, p95 {p95:.0f} (at most {BOUND:.0f}), worst {worst:.0f}")
    print(f"  readers were answered {dict(seen.readers)}, attackers {dict(sorted(seen.attackers.items()))}")
    return p95 <= BOUND and not ill and set(seen.readers) == {200}


def main() -> int:
    """Attacks, and says what was noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--attackers", type=int, default=8)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    well = True
    with tempfile.TemporaryDirectory() as work:
        folder = asked.folder or demo_archive.make(Path(work) / "demo")
        before = state(folder)
        port = free_port()
        with running(arguments(folder, "127.0.0.1", port), Path(work) / "datasette.txt") as process:
            demo_archive.wait_for(f"http://127.0.0.1:{port}", process, Path(work) / "datasette.txt")
            rest = measured(Door(port), "", min(10, asked.seconds), 0, asked.readers)
            told("nobody attacks", rest)
            well &= told("attacked", measured(Door(port), "", asked.seconds, asked.attackers, asked.readers))
            if not shutil.which("nginx"):
                print("behind nginx: not measured, the package nginx is missing")
            else:
                place = Path(work) / "nginx"
                with front(place, port) as door:
                    chain = str(place / "fullchain.pem")
                    seen = measured(door, chain, asked.seconds, asked.attackers, asked.readers)
                    well &= told("attacked behind nginx", seen)
        if state(folder) != before:
            print("a file of the archive has changed")
            well = False
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
