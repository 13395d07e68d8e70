"""The process that makes the children: it has read all that they need, and a fork of it is ready in milliseconds.

    python -m archive.web.sandbox.nursery PATH FD

Each message on the socket `FD` carries the socket of a child that is wanted, and its niceness. It ends with its parent.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys

from archive.web.sandbox import child


def main() -> int:
    """Forks until the parent is gone."""
    path, parent = sys.argv[1], socket.socket(fileno=int(sys.argv[2]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a child ended: the kernel buries it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    child.open_bound(path).close()  # what is loaded once need not be loaded by each
    gc.freeze()
    while True:
        told, sockets, _, _ = socket.recv_fds(parent, 1, 1)
        if not told:
            return 0
        with socket.socket(fileno=sockets[0]) as connection:
            if os.fork() == 0:
                parent.close()
                _live(connection, path, told[0])


def _live(connection: socket.socket, path: str, nice: int) -> None:
    """A child's whole life; never returns."""
    try:
        child.serve(connection, path, nice)
    except (OSError, MemoryError):
        pass  # the parent sees that it is gone
    finally:
        os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
