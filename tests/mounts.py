"""File systems of a test's own: full, or for reading only, and seen by nobody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Mounts:
    """A mount namespace, kept by a process that does nothing else."""

    keeper: int

    def command(self, *words: str | Path) -> list[str]:
        """The words that run a command in it."""
        return ["nsenter", "-m", "-t", str(self.keeper), "--", *map(str, words)]

    def run(self, *words: str | Path) -> None:
        """Runs a command in it."""
        subprocess.run(self.command(*words), check=True, timeout=30)

    def seen(self, path: Path) -> Path:
        """A path of it as everybody can open it."""
        return Path(f"/proc/{self.keeper}/root{path}")


@contextmanager
def mounts() -> Iterator[Mounts]:
    """A mount namespace for as long as it lasts; skips where this user may not have one."""
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("nsenter"):
        pytest.skip("needs root, and unshare and nsenter of the package util-linux, to mount what nobody else sees")
    keeper = subprocess.Popen(["unshare", "-m", "--propagation", "private", "sleep", "600"], stderr=subprocess.DEVNULL)
    try:
        ours, theirs = Path("/proc/self/ns/mnt").readlink(), Path(f"/proc/{keeper.pid}/ns/mnt")
        while keeper.poll() is None and theirs.readlink() == ours:
            time.sleep(0.01)
        if keeper.poll() is not None:
            pytest.skip("may not have a mount namespace here")
        yield Mounts(keeper.pid)
    finally:
        keeper.kill()
        keeper.wait()
