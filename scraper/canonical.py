"""Addresses as they are compared, and what their shape tells by the site file."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from scraper.site import Site, bare_host


def canonical(site: Site, url: str) -> str:
    """An address as it is compared and kept: no fragment, no parameter that changes nothing, the home's own host.

    Empty for what is no address at all.
    """
    try:
        parts, home = urlsplit(url.strip()), urlsplit(site.home)
    except ValueError:  # « http://[adresse]/ »
        return ""
    query = [(key, value) for key, value in parse_qsl(parts.query, True) if not _noise(site, key)]
    kept = (
        urlencode(query, quote_via=quote, safe="/:,()+-_.~!*'") if len(query) != _fields(parts.query) else parts.query
    )
    same = bare_host(parts.netloc) == bare_host(home.netloc)
    scheme, host = (home.scheme, home.netloc) if same else (parts.scheme, parts.netloc)
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    return urlunsplit((scheme, host, path, kept.replace(" ", "%20"), ""))


def _fields(query: str) -> int:
    return len(parse_qsl(query, True))


def _noise(site: Site, key: str) -> bool:
    return key.startswith("utm_") or key in ("fbclid", "gclid", "PHPSESSID", "var_mode", *site.discover.drop)


def is_article(site: Site, url: str) -> bool:
    """Whether an address can be an article's, by what the site file says of its shape."""
    if not site.owns(url) or url.rstrip("/") == site.home.rstrip("/"):
        return False
    parts, rules = urlsplit(url), site.discover
    shape = parts.path + (f"?{parts.query}" if parts.query else "")
    if any(re.search(pattern, url) for pattern in site.scope.exclude):
        return False
    return not (rules.skip and re.search(rules.skip, shape)) and bool(re.search(rules.article, shape))


def number_in(site: Site, text: str) -> str | None:
    """The CMS number in an address or a class, by the site's patterns; None when there is none."""
    for pattern in site.layout.number:
        if found := re.search(pattern, text):
            return found.group(1)
    return None


def joined(base: str, address: str) -> str:
    """The whole address of what an answer names; empty for what is no address at all (« http://[site] »)."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
