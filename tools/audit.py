"""Known flaws of what we depend on: `python -m tools.audit [LOCK…]` asks the Python advisory database by pip-audit.

Exit codes: 0 none is known; 1 some are, each with the version that mends it; 2 the database could not be asked about
some or all, which says nothing either way.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LOCKS = ("requirements.lock", "requirements-test.lock")
HELP = "run it again where the advisory database can be reached (https, pip's own proxy and certificates apply)"


def flaws(dependencies: list[dict[str, Any]]) -> Iterator[str]:
    """What is known of them, a line for each flaw."""
    for one in dependencies:
        for flaw in one.get("vulns", ()):
            names = ", ".join([flaw["id"], *flaw.get("aliases", ())])
            mended = ", ".join(flaw.get("fix_versions", ())) or "no version yet"
            yield f"{one['name']} {one['version']}: {names}; mended in {mended}"


def unasked(dependencies: list[dict[str, Any]]) -> list[str]:
    """The names of those that the database was not asked about, or does not know."""
    return [one["name"] for one in dependencies if "skip_reason" in one]


def ask(lock: Path) -> list[dict[str, Any]] | str:
    """What pip-audit tells of a lock file; its last words when it could not ask."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(lock), "-f", "json"]
    try:
        done = subprocess.run(
            [*command, "--progress-spinner", "off"], capture_output=True, text=True, check=False, timeout=600
        )
    except subprocess.TimeoutExpired:
        return "no answer in ten minutes"
    if not done.stdout.strip():
        return (done.stderr.strip().splitlines() or ["no word of why"])[-1][:300]
    found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    return found


def main() -> int:
    """Asks about each lock file and prints what is known."""
    worst = 0
    for lock in map(Path, sys.argv[1:] or LOCKS):
        told = ask(lock)
        if isinstance(told, str):
            print(f"{lock}: the advisory database could not be asked ({told}); nothing was checked: {HELP}")
            worst = worst or 2
            continue
        known, passed = list(flaws(told)), unasked(told)
        if known or len(passed) < len(told):
            print("\n".join(known or [f"{lock}: no known flaw in {len(told) - len(passed)} of {len(told)} packages"]))
        if passed:
            print(f"{lock}: the database told nothing of {len(passed)} of {len(told)} packages: {HELP}")
            worst = worst or 2
        worst = 1 if known else worst
    return worst


if __name__ == "__main__":
    sys.exit(main())
