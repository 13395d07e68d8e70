"""A fresh server, as far as a command can tell: its own /etc, /opt, /var and network, and nobody else's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.deployment.stand_ins import NAMES, ROOT, SITES
from tests.servers.process import running

FRESH = ("/opt", "/srv", "/run", "/var/lib", "/var/log", "/var/backups", "/var/www", "/var/cache")
DOMAIN = "archive.example.org"
ENVIRONMENT = {
    "PATH": "/srv/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8",
    "SSL_CERT_FILE": f"/etc/letsencrypt/live/{DOMAIN}/fullchain.pem",
    "CURL_CA_BUNDLE": f"/etc/letsencrypt/live/{DOMAIN}/fullchain.pem",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A mount and a network namespace, kept by a process that does nothing else."""

    keeper: int

    def command(self, *words: str | Path) -> list[str]:
        """The words that run a command in it."""
        told = [f"{name}={value}" for name, value in ENVIRONMENT.items()]
        enter = ["nsenter", "-m", "-n", "-t", str(self.keeper), "--"]
        return [*enter, "env", "-i", f"--chdir={ROOT}", *told, *map(str, words)]

    def shell(self, script: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Runs what stands in the guide, as root's shell would, ended by the first command that fails."""
        return subprocess.run(
            self.command("bash", "-euo", "pipefail", "-c", script), capture_output=True, text=True, check=False,
            timeout=timeout, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def path(self, path: str) -> Path:
        """A path of it as everybody can open it."""
        return Path(f"/proc/{self.keeper}/root{path}")


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """The place for as long as it lasts; skips where this user may not have one."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("needs root, and unshare of the package util-linux, for a place that nobody else sees")
    keeper = subprocess.Popen(
        ["unshare", "-m", "-n", "--propagation", "private", "sleep", "3600"], stderr=subprocess.DEVNULL
    )
    try:
        ours, theirs = Path("/proc/self/ns/net").readlink(), Path(f"/proc/{keeper.pid}/ns/net")
        while keeper.poll() is None and theirs.readlink() == ours:
            time.sleep(0.01)
        if keeper.poll() is not None:
            pytest.skip("may not have a namespace here")
        made = Place(keeper.pid)
        _furnish(made, folder)
        with running(
            made.command(sys.executable, "-m", "tests.deployment.sites", SITES), folder / "sites.txt"
        ) as sites:
            while not made.path(str(SITES / "ready")).exists():
                assert sites.poll() is None, (folder / "sites.txt").read_text("utf-8")
                time.sleep(0.05)
            yield made
    finally:
        _end_services(keeper.pid)
        keeper.kill()
        keeper.wait()


def _furnish(made: Place, folder: Path) -> None:
    etc = folder / "etc"
    shutil.copytree("/etc", etc, symlinks=True, ignore=shutil.ignore_patterns("shadow*", "gshadow*", "ssl"))
    for name in ("shadow", "gshadow"):
        (etc / name).touch()
    shutil.copytree("/etc/ssl/certs", etc / "ssl/certs", symlinks=True)
    shutil.copy2("/etc/ssl/openssl.cnf", etc / "ssl/openssl.cnf")
    (etc / "hosts").write_text(f"127.0.0.1 localhost {DOMAIN}\n", "utf-8")
    mounts = [f"mount -t tmpfs -o mode=0755 tmpfs {path}" for path in FRESH]
    bins = [
        f"printf '#!/bin/sh\\nPYTHONPATH={ROOT} exec {sys.executable} -m tests.deployment.stand_ins {name} \"$@\"\\n'"
        f" > /srv/bin/{name}; chmod 755 /srv/bin/{name}"
        for name in NAMES
    ]
    script = [
        "ip link set lo up", f"mount --bind {etc} /etc", *mounts, f"mkdir -p /srv/bin {SITES}", *bins,
        "mkdir -p /var/lib/nginx /var/log/nginx /var/www/html",
    ]  # fmt: skip
    done = made.shell("\n".join(script))
    assert done.returncode == 0, done.stderr


def _end_services(keeper: int) -> None:
    """Ends what the guide started and left at work, by the place that it is in."""
    here = Path(f"/proc/{keeper}/ns/net").readlink() if Path(f"/proc/{keeper}").exists() else None
    for process in Path("/proc").glob("[0-9]*"):
        try:
            inside = here is not None and (process / "ns/net").readlink() == here and int(process.name) != keeper
        except OSError:
            continue  # it is gone, or nobody's
        if inside:
            os.kill(int(process.name), 9)
