"""A data folder with site files of its own, driven through the command as cron would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ORGANISATIONS = '[[organisation]]\nid = "essai"\nname = "Collectif d’essai"\n'


class Archive:
    """One archive: `data`, `sites` and `organisations.toml` below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.sites = folder, folder / "data", folder / "sites"
        self.sites.mkdir(parents=True)
        (folder / "organisations.toml").write_text(ORGANISATIONS, "utf-8")

    @property
    def path(self) -> Path:
        """The public database."""
        return self.data / "archive.db"

    def site(self, slug: str, home: str, family: str = "spip", more: str = "scope.whole = true\n") -> None:
        """Writes a site file; `more` are further lines of it."""
        told = f'organisation = "essai"\nhome = "{home}"\nfamily = "{family}"\ndelay = 0.0\n{more}'
        (self.sites / f"{slug}.toml").write_text(told, "utf-8")

    def command(self, verb: str, *words: str) -> list[str]:
        """The words of a command on this archive."""
        where = ["--data", str(self.data), "--sites", str(self.sites)]
        where += ["--organisations", str(self.folder / "organisations.toml")]
        return [sys.executable, "-m", "signataires", verb, *where, *words]

    def run(self, verb: str, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        """Runs a verb to its end."""
        return subprocess.run(
            self.command(verb, *words), capture_output=True, text=True, timeout=500, check=False, **more
        )

    def refresh(self, *words: str) -> tuple[int, dict[str, Any], str]:
        """Exit code, the report's part on the sites (empty when there is no report), and what was said."""
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        done = self.run("refresh", "--report", str(report), *words)
        told = json.loads(report.read_text("utf-8"))["sites"] if report.exists() else {}
        return done.returncode, told, done.stderr

    def start(self, verb: str, *words: str) -> subprocess.Popen[str]:
        """Starts a verb in a process group of its own, to be ended from outside."""
        return subprocess.Popen(
            self.command(verb, *words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            start_new_session=True, env=os.environ.copy(),
        )  # fmt: skip
