"""Which addresses may be asked: tables of what is public, and a resolver that changes its mind."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.network import PrivateAddress, connect, is_public, names_private, own_hosts
from scraper.site import make_site
from scraper.wire import PublicOnly

PUBLIC = ["9.9.9.9", "193.0.6.139", "2001:67c:2e8:22::c100:68b", "::ffff:9.9.9.9", "64:ff9b::909:909"]
PRIVATE = [
    "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "192.0.0.8", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "", "localhost", "2130706433",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)
    assert not names_private(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_hidden_in_another_is_judged_by_itself(address: ipaddress.IPv4Address) -> None:
    plain = is_public(str(address))
    assert is_public(f"::ffff:{address}") == plain
    assert is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(address)))) == plain


@pytest.mark.parametrize(
    ("host", "meant"),
    [("localhost", True), ("LOCALHOST", True), ("127.0.0.1", True), ("[::1]", True), ("10.1.2.3", True),
     ("2130706433", False), ("0x7f.0.0.1", False), ("127.1", False), ("site.example", False), ("9.9.9.9", False)],
)  # fmt: skip
def test_who_writes_a_private_address_means_it_unless_it_is_in_disguise(host: str, meant: bool) -> None:
    assert names_private(host) == meant


def test_own_hosts() -> None:
    told = {"organisation": "x", "family": "spip", "home": "http://127.0.0.1:8000/", "hosts": ["localhost:9", "x.org"]}
    assert own_hosts([make_site("x", told, "x")]) == {"127.0.0.1", "localhost"}


@dataclass
class _Address:
    host: str


class _Turncoat:
    """A resolver that answers a name with the next of its addresses each time."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, host: str, *more: Any) -> Any:  # noqa: ARG002, N802 (the interface's name)
        receiver.resolutionBegan(self)
        for address in self.answers.pop(0):
            receiver.addressResolved(_Address(address))
        receiver.resolutionComplete()
        return self


class _Heard:
    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: _Address) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        pass


def _asked(resolver: PublicOnly, host: str) -> list[str]:
    heard = _Heard()
    resolver.resolveHostName(heard, host)
    return heard.addresses


def test_a_name_that_changes_its_answer_gains_nothing() -> None:
    resolver = PublicOnly(_Turncoat(["9.9.9.9"], ["127.0.0.1"], ["10.0.0.1", "9.9.9.9"]), frozenset())
    assert _asked(resolver, "site.example") == ["9.9.9.9"]
    assert _asked(resolver, "site.example") == []
    assert resolver.refused == {"site.example": ["127.0.0.1"]}
    assert _asked(resolver, "site.example") == ["9.9.9.9"]


def test_a_host_that_a_site_file_names_may_be_anywhere() -> None:
    assert _asked(PublicOnly(_Turncoat(["127.0.0.1"]), frozenset(["localhost"])), "localhost") == ["127.0.0.1"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "::1"])
def test_no_connection_is_made_to_a_private_address(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PrivateAddress, match="private network"):
            connect((host, port), 1.0, None, own=frozenset())
        server.settimeout(0.05)
        with pytest.raises(TimeoutError):
            server.accept()
        with connect(("127.0.0.1", port), 1.0, None, own=frozenset(["127.0.0.1"])):
            pass
