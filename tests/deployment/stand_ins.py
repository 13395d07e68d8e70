"""What the guide calls and cannot have in a test: the network's package sources, a certificate's authority, systemd.

    python -m tests.deployment.stand_ins NAME ARGUMENT…

Each does what is meant, here: `git clone` brings this checkout's own files, `make install` a command that reads the
demo's sites, `certbot` a certificate of its own, `systemctl` runs what the unit says (as root: a test's interpreter may
lie where no other user can read). What it does not know ends the test.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITES = Path("/srv/sites")  # the demo's site files and directory, written by `tests.deployment.sites`
UNITS = Path("/etc/systemd/system")
RUN = Path("/run/stand-ins")
NAMES = ("apt-get", "git", "make", "certbot", "systemctl", "runuser", "journalctl")
KNOWN = frozenset("git make python3 python3-venv nginx certbot curl jq".split())


def apt_get(words: list[str]) -> int:
    """Knows which packages Debian has of those that the guide names."""
    named = {word for word in words if not word.startswith("-")} - {"update", "install"}
    return 0 if named <= KNOWN else 100


def git(words: list[str]) -> int:
    """`clone URL DIR` and `-C DIR pull`: this checkout's files for running it."""
    if words[0] == "clone":
        for name in ("deploy", "docs", "Makefile", "requirements.lock", "datasette-metadata.json"):
            bring = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            Path(words[2]).mkdir(parents=True, exist_ok=True)
            bring(ROOT / name, Path(words[2]) / name)
        return 0
    return 0 if words[:1] == ["-C"] and words[2] == "pull" else 1


def make(words: list[str]) -> int:
    """`-C DIR install`: the command, with the demo's sites in place of those shipped."""
    if words[0] != "-C" or words[2:] != ["install"]:
        return 2
    command = Path(words[1]) / ".venv/bin/signataires"
    command.parent.mkdir(parents=True, exist_ok=True)
    where = f"--sites {SITES} --organisations {SITES.parent / 'organisations.toml'}"
    program = f'cd {ROOT} && exec {sys.executable} -m signataires {where} "$@"'
    command.write_text(f"#!/bin/sh\n{program}\n", "utf-8")
    command.chmod(0o755)
    return 0


def certbot(words: list[str]) -> int:
    """A certificate where certbot would put it, by an authority of this place only."""
    domain = words[words.index("--domain") + 1]
    folder = Path("/etc/letsencrypt/live") / domain
    folder.mkdir(parents=True)
    key, chain = folder / "privkey.pem", folder / "fullchain.pem"
    names = ["-subj", f"/CN={domain}", "-addext", f"subjectAltName=DNS:{domain}", "-days", "9"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names, "-keyout", key, "-out", chain]
    return subprocess.run(made, check=False, capture_output=True).returncode


def runuser(words: list[str]) -> int:
    """`-u USER -- COMMAND…`, if there is such a user."""
    if subprocess.run(["getent", "passwd", words[1]], check=False, capture_output=True).returncode:
        return 1
    return subprocess.run(words[3:], check=False).returncode


def journalctl(words: list[str]) -> int:
    """What a unit said."""
    name = words[words.index("--unit") + 1]
    path = RUN / f"{name.removesuffix('.service')}.log"
    print(path.read_text("utf-8") if path.exists() else "")
    return 0


# --- systemd --------------------------------------------------------------------------------------------------------


def systemctl(words: list[str]) -> int:
    """Starts and stops what the units say."""
    RUN.mkdir(parents=True, exist_ok=True)
    verb, *names = [word for word in words if not word.startswith("--")]
    if verb == "daemon-reload":
        return 0
    worst = 0
    for name in names:
        if verb in ("stop", "restart", "reload") or (verb == "start" and name == "nginx"):
            worst = max(worst, _end(name) if verb != "reload" and name != "nginx" else 0)
        if verb in ("start", "restart", "reload") or (verb == "enable" and "--now" in words):
            worst = max(worst, _begin(name))
        if verb == "is-failed":
            worst = max(worst, 0 if (RUN / f"{name}.failed").exists() else 1)
    return worst


def _begin(name: str) -> int:
    if name == "nginx":
        running = Path("/run/nginx.pid").exists()
        return subprocess.run(["nginx", *(["-s", "reload"] if running else [])], check=False).returncode
    if name.endswith(".timer"):
        return 0 if (UNITS / name).exists() else 5
    unit = name if "." in name else f"{name}.service"
    told = (UNITS / unit).read_text("utf-8")
    environment = dict(os.environ) | _environment(told)
    (command,) = re.findall(r"^ExecStart=(.*)$", told, re.M)
    log = (RUN / f"{unit.removesuffix('.service')}.log").open("ab")
    if "Type=oneshot" in told:
        code = subprocess.run(shlex.split(command), env=environment, stdout=log, stderr=log, check=False).returncode
        failed = RUN / f"{unit}.failed"
        failed.touch() if code else failed.unlink(missing_ok=True)
        return code
    process = subprocess.Popen(
        shlex.split(command), env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
    )
    (RUN / f"{unit}.pid").write_text(str(process.pid), "ascii")
    return 0


def _environment(unit: str) -> dict[str, str]:
    lines = re.findall(r"^Environment=(.*)$", unit, re.M)
    for path in re.findall(r"^EnvironmentFile=(.*)$", unit, re.M):
        lines += Path(path).read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def _end(name: str) -> int:
    path = RUN / f"{name if '.' in name else f'{name}.service'}.pid"
    if path.exists():
        pid = int(path.read_text("ascii"))
        os.kill(pid, signal.SIGTERM)
        while Path(f"/proc/{pid}").exists() and "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8"):
            time.sleep(0.05)
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(globals()[sys.argv[1].replace("-", "_")](sys.argv[2:]))
