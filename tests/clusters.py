"""What many machines are made of, on one: a Dask scheduler with workers in folders of their own, and object storage.

Everything that ends is started again, as a supervisor does on each host.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.apache import free_port

DASK = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "1h",
}


@dataclass
class Kept:
    """A program that is started again whenever it ends, until it is told to stop."""

    command: Sequence[str]
    folder: Path
    env: Mapping[str, str]
    _over: threading.Event = field(default_factory=threading.Event)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._thread = threading.Thread(target=self._keep)
        self._thread.start()

    def _keep(self) -> None:
        while not self._over.is_set():
            with (self.folder / "log.txt").open("ab") as log:
                self._process = subprocess.Popen(
                    self.command, env={**os.environ, **self.env, "TMPDIR": str(self.folder)}, cwd=self.folder,
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
            self._process.wait()
            time.sleep(0.2)

    def kill(self) -> None:
        """Ends it with -9; it comes back."""
        assert self._process is not None
        self._process.kill()

    def stop(self) -> None:
        """Ends it and all that it started, for good."""
        self._over.set()
        if self._process is not None:
            for number in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(self._process.pid, number)
                except ProcessLookupError:
                    break
                if number == signal.SIGTERM:
                    _until(lambda: self._process is not None and self._process.poll() is not None, 5)
        self._thread.join()


def _until(there: Callable[[], bool], seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if there():
            return True
        time.sleep(0.05)
    return False


@dataclass(frozen=True)
class Dask:
    """A running cluster."""

    address: str
    scheduler: Kept
    workers: tuple[Kept, ...]


@contextmanager
def dask(
    folder: Path, workers: int, env: Mapping[str, str], *, host: str = "127.0.0.1",
    inside: Sequence[Sequence[str]] = (),
) -> Iterator[Dask]:  # fmt: skip
    """A scheduler and so many workers, each a process with a folder of its own; `inside`: the words that put each on a
    host of its own.
    """
    port, env = free_port(), {**DASK, **env}
    program = [sys.executable, "-m", "dask"]
    with ExitStack() as stack:
        command = [*program, "scheduler", "--host", host, "--port", str(port), "--no-dashboard", "--no-show"]
        scheduler = Kept(command, folder / "scheduler", env)
        stack.callback(scheduler.stop)
        kept = []
        for number in range(workers):
            place = folder / f"worker-{number}"
            words = [*program, "worker", f"tcp://{host}:{port}", "--nthreads", "1", "--no-dashboard"]
            words += ["--local-directory", str(place / "scratch"), "--memory-limit", "0"]
            one = Kept([*(inside[number] if inside else ()), *words], place, env)
            stack.callback(one.stop)
            kept.append(one)
        yield Dask(f"tcp://{host}:{port}", scheduler, tuple(kept))


@contextmanager
def object_storage(bucket: str, *, host: str = "127.0.0.1") -> Iterator[dict[str, str]]:
    """An S3 server with an empty bucket; the environment in which s3fs finds it."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address=host, port=0, verbose=False)
    server.start()
    try:
        port = server.get_host_and_port()[1]
        env = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_DEFAULT_REGION": "us-east-1"}
        env |= {"AWS_ACCESS_KEY_ID": "essai", "AWS_SECRET_ACCESS_KEY": "essai"}
        make = "import sys, s3fs; s3fs.S3FileSystem().mkdir(sys.argv[1])"
        subprocess.run([sys.executable, "-c", make, bucket], env={**os.environ, **env}, check=True, timeout=60)
        yield env
    finally:
        server.stop()
