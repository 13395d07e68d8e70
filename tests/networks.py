"""Hosts of their own on one machine: network namespaces on a bridge, each with an address."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

NET = "10.77.0."


@dataclass(frozen=True)
class Network:
    """The address of this host on the bridge, and the words that run a command on each of the others."""

    address: str
    inside: tuple[tuple[str, ...], ...]


@contextmanager
def hosts(count: int) -> Iterator[Network]:
    """So many other hosts, for as long as it lasts. Raises `CalledProcessError` where this user may not have any."""
    bridge = f"sig{os.getpid() % 100000}"
    with ExitStack() as stack:
        _ip("link", "add", bridge, "type", "bridge")
        stack.callback(_ip, "link", "del", bridge)
        _ip("addr", "add", f"{NET}1/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        inside = []
        for number in range(count):
            name, ours, theirs = f"{bridge}h{number}", f"{bridge}o{number}", f"{bridge}t{number}"
            _ip("netns", "add", name)
            stack.callback(_ip, "netns", "del", name)
            _ip("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", name)
            _ip("link", "set", ours, "master", bridge, "up")
            within = ("ip", "netns", "exec", name)
            for words in (("addr", "add", f"{NET}{number + 2}/24", "dev", theirs), ("link", "set", theirs, "up")):
                subprocess.run([*within, "ip", *words], check=True)
            subprocess.run([*within, "ip", "link", "set", "lo", "up"], check=True)
            inside.append(within)
        yield Network(f"{NET}1", tuple(inside))


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
