"""`signataires demo`: two nights of the sample sites crawled over HTTP, then the archive of them served."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scraper.site import SiteError
from signataires.demo.server import ORGANISATIONS, serve_demo, write_sites
from signataires.serve import arguments

MARK = "demo-folder"  # only a folder that the demo itself made is ever emptied


def run(data: Path, port: int, *, serve: bool) -> int:
    """Makes the demo's archive in `<data>/demo` and, with `serve`, becomes its server. The exit code of the crawls.

    Raises `SiteError` when that folder holds something else.
    """
    folder = data / "demo"
    _fresh(folder)
    with serve_demo() as demo:
        write_sites(folder / "sites", demo.homes)
        code = _refresh(folder)
        demo.next_night()
        # The second night reads everything again: the sample sites have changed before a page would be due.
        code = max(code, _refresh(folder, "--full"))
    if serve:
        print(f"http://127.0.0.1:{port}/", flush=True)
        command = arguments(folder, "127.0.0.1", port)
        os.execv(command[0], command)
    print(folder / "archive.db")
    return code


def _fresh(folder: Path) -> None:
    if folder.exists() and not (folder / MARK).is_file():
        raise SiteError(f"{folder}: exists and is not a folder of the demo; give another one with --data")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("Made by `signataires demo`, which empties it each time.\n", "utf-8")


def _refresh(folder: Path, *more: str) -> int:
    """A refresh in a process of its own, as cron would run it: a crawler can be started once in a process."""
    where = ["--data", str(folder), "--sites", str(folder / "sites"), "--organisations", str(ORGANISATIONS)]
    return subprocess.run([sys.executable, "-m", "signataires", "refresh", *where, *more], check=False).returncode
