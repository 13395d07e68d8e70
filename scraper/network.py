"""Which addresses of the network may be asked: public ones, and a site's own where its file names it outright."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from scraper.site import Site

NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last four bytes
PROTOCOL = ipaddress.ip_network("192.0.0.0/24")  # RFC 6890: of the network's own workings; Python lets some of it pass
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateAddress(ValueError):
    """A name that leads into a private network; the message says where to."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public network; what hides another address in it is judged by that."""
    try:
        return all(_reachable(one) for one in _meant(ipaddress.ip_address(address)))
    except ValueError:
        return False


def _reachable(address: _Address) -> bool:
    return address.is_global and not address.is_multicast and address not in PROTOCOL


def _meant(address: _Address) -> list[_Address]:
    """An address, with those that it carries: mapped, translated or tunnelled ones (RFC 4291, 6052, 3056, 4380)."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    hidden = [address.sixtofour, *(address.teredo or ())]
    return [address, *(one for one in hidden if one is not None)]


def names_private(host: str) -> bool:
    """Whether a host is written as a private address or as this machine: whoever writes that means it.

    Odd notations (« 2130706433 », « 0x7f.1 ») are names like any other: nobody means what they hide.
    """
    host = host.lower().strip("[]")
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not is_public(host)


def own_hosts(sites: Iterable[Site]) -> frozenset[str]:
    """The private hosts that site files name as homes or further hosts of a site, without port."""
    told = [urlsplit(address).hostname or "" for site in sites for address in (site.home, *map(_address, site.hosts))]
    return frozenset(host for host in told if names_private(host))


def _address(host: str) -> str:
    return f"http://{host}/"


def refusal(host: str, addresses: Iterable[str]) -> str:
    """Why a host is not asked."""
    return f"{host} is at {', '.join(addresses)}, in a private network, and no site file names that as a home"


def connect(
    address: tuple[str, int], timeout: float | None, source: tuple[str, int] | None, *, own: frozenset[str]
) -> socket.socket:
    """A connection to a host's first public address, or to any of an own host's; as `socket.create_connection`.

    Raises `PrivateAddress` when the host has no public one, else what connecting raises.
    """
    host, port = address
    found = [str(told[4][0]) for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    allowed = found if host in own else [one for one in found if is_public(one)]
    if not allowed:
        raise PrivateAddress(refusal(host, found))
    return socket.create_connection((allowed[0], port), timeout, source)
