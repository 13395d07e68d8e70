"""Every check that needs no server, behind one command: `python -m tools.check`."""

from __future__ import annotations

import subprocess
import sys

CHECKS = (
    ("formatting", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("imports", ["importlinter.cli"]),
)


def main() -> int:
    """Runs them all and names those that failed."""
    failed = []
    for name, (module, *words) in CHECKS:
        command = [sys.executable, "-m", module, *words]
        if module == "importlinter.cli":
            command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
        print(f"== {name}", flush=True)
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
