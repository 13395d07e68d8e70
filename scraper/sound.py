"""What can be wrong in a site file though its values are of the right kinds: addresses, selectors, expressions, zones.

Whoever wrote it is to hear of it when the file is read, not when the first page comes.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from archive.health.model import Check
from scraper.select import selector_flaw

if TYPE_CHECKING:
    from scraper.site import Layout, Site

_NO_SELECTORS = ("until", "number")  # of a layout's keys


def flaws(site: Site) -> Iterator[str]:
    """What is wrong, key by key, each with what was expected."""
    try:
        home = urlsplit(site.home)
    except ValueError:
        home = urlsplit("")
    if home.scheme not in ("http", "https") or not home.netloc or not site.home.endswith("/"):
        yield f"`home` should be an http(s) address that ends in a slash, it is {site.home!r}"
    if not 0 <= site.delay <= 3600:
        yield f"`delay` should be between 0 and 3600 seconds, it is {site.delay}"
    if site.rights not in ("full", "excerpt"):
        yield f"`rights` should be full or excerpt, it is {site.rights!r}"
    try:
        ZoneInfo(site.timezone)
    except (LookupError, ValueError, OSError):
        yield f"`timezone` should be one as « Europe/Paris », it is {site.timezone!r}"
    yield from _accepted(site)
    yield from _expressions(site)
    yield from _selectors(site)


def _accepted(site: Site) -> Iterator[str]:
    for number, entry in enumerate(site.accepted):
        if entry.check not in get_args(Check):
            yield f"`accepted[{number}].check` should be one of {', '.join(get_args(Check))}; it is {entry.check!r}"
        for key in ("since", "by", "why"):
            if not getattr(entry, key):
                yield f"`accepted[{number}].{key}` is missing: who accepted what, since when, and why"


def _expressions(site: Site) -> Iterator[str]:
    rules = site.discover
    told = {"discover.article": rules.article, "discover.skip": rules.skip, "discover.next_only": rules.next_only}
    told |= {f"scope.words[{place}]": text for place, text in enumerate(site.scope.words)}
    told |= {f"scope.exclude[{place}]": text for place, text in enumerate(site.scope.exclude)}
    for name, layout in _layouts(site):
        told |= {f"{name}.number[{place}]": text for place, text in enumerate(layout.number)}
    for name, text in told.items():
        try:
            with warnings.catch_warnings(action="error"):
                groups = re.compile(text).groups
        except (re.error, OverflowError, RecursionError) as error:
            yield f"`{name}` is not a regular expression: {error}"
            continue
        except Warning as warned:  # « [[a] »
            yield f"`{name}` may mean something else in a later Python: {warned}; a bracket itself is written \\["
            continue
        if ".number[" in name and not groups:
            yield f"`{name}` should have the number as its group 1: {text!r} has no group"


def _selectors(site: Site) -> Iterator[str]:
    rules = site.discover
    told = {"discover.items": rules.items, "discover.links": rules.links, "discover.next": rules.next}
    for name, layout in _layouts(site):
        for key in (field.name for field in fields(layout) if field.name not in _NO_SELECTORS):
            value = getattr(layout, key)
            several = {f"{name}.{key}": value} if isinstance(value, str) else {}
            several |= {} if several else {f"{name}.{key}[{place}]": text for place, text in enumerate(value)}
            told |= several
    for name, text in told.items():
        if flaw := selector_flaw(text):
            yield f"`{name}` is not a CSS selector: {flaw}"


def _layouts(site: Site) -> Iterator[tuple[str, Layout]]:
    yield "layout", site.layout
    for place, layout in enumerate(site.old_layouts):
        yield f"old_layouts[{place}]", layout
