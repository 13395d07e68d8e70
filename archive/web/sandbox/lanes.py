"""Children shared out among queries: a lane has so many at work, and so many queries that wait for one."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys

from archive.web.sandbox.wire import HEAD, Answer, Question, packed, unpacked


class Busy(Exception):
    """So many queries are at work and wait that another one is not taken."""


class Ended(Exception):
    """A query's process was ended: it took too long, or too much."""


class Nursery:
    """The process that makes children for one archive; begun when the first is wanted, and again if it has died."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def child(self, nice: int) -> socket.socket:
        """The socket of a new child."""
        if self._socket is None or self._process is None or self._process.poll() is not None:
            self._begin()
        assert self._socket is not None
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._socket, [bytes([nice])], [theirs.fileno()])
        return ours

    def _begin(self) -> None:
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", f"{__package__}.nursery", self.path, str(theirs.fileno())]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        self._socket = ours

    def close(self) -> None:
        """Ends it; its children end when they are left alone."""
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._socket = self._process = None


class Lane:
    """`places` queries at work at once, `most` that wait, each for `patience` seconds."""

    def __init__(self, nursery: Nursery, places: int, most: int, patience: float, nice: int) -> None:
        self._nursery, self._nice = nursery, nice
        self._places = asyncio.Semaphore(places)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._waiting, self._most, self._patience = 0, most, patience

    async def ask(self, question: Question) -> Answer:
        """The answer. Raises `Busy` when there is no place, `Ended` when the query's process was ended."""
        await self._enter()
        try:
            reader, writer = self._idle.pop() if self._idle else await self._new()
            try:
                writer.write(packed(question))
                await writer.drain()
                (size,) = HEAD.unpack(await reader.readexactly(HEAD.size))
                answer = Answer(*unpacked(await reader.readexactly(size)))
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                raise Ended from error
            else:
                self._idle.append((reader, writer))
                return answer
            finally:
                if not self._idle or self._idle[-1][1] is not writer:
                    writer.close()
        finally:
            self._places.release()

    async def _enter(self) -> None:
        if self._places.locked() and self._waiting >= self._most:
            raise Busy
        self._waiting += 1
        try:
            await asyncio.wait_for(self._places.acquire(), self._patience)
        except TimeoutError as error:
            raise Busy from error
        finally:
            self._waiting -= 1

    async def _new(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        connection = await asyncio.to_thread(self._nursery.child, self._nice)
        return await asyncio.open_connection(sock=connection)
