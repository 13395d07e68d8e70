"""The web of the place: the demo's sites on its loopback, and the files that name them.

python -m tests.deployment.sites FOLDER
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from signataires.demo import ORGANISATIONS, serve_demo, write_sites


def main() -> None:
    """Serves until it is ended; SIGUSR1 lets the second night happen."""
    folder = Path(sys.argv[1])
    with serve_demo() as demo:
        (folder.parent / "organisations.toml").write_bytes(ORGANISATIONS.read_bytes())
        signal.signal(signal.SIGUSR1, lambda *_: demo.next_night())
        write_sites(folder, demo.homes)
        (folder / "ready").touch()
        while True:
            signal.pause()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    main()
