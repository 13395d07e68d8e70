"""Real SPIP and WordPress sites for the tests, on loopback, filled with invented statements."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parents[2] / "tools" / "test-packages"


def require() -> None:
    """Skips the test, or with CI=true fails it, where the programs of the sites are not installed."""
    done = subprocess.run([PACKAGES, "--check"], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    reason = f"{done.stderr.strip()}\nRun tools/test-packages as root."
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
