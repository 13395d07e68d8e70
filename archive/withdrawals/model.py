"""Withdrawals as they are written down: what, when, why, and digests in place of what was withdrawn.

A file of [[withdrawal]] entries, kept under version control beside the judgements. Nothing in it says what was
withdrawn: pages, files, names and strings stand as digests that only the key in the private data folder can make.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

What = Literal["page", "file", "name", "string", "site", "period"]
WHATS: tuple[What, ...] = get_args(What)
WORDED = ("name", "string")  # recognised by their words, wherever they stand
OF_SITE = ("page", "file", "site", "period")
DIGEST = re.compile(r"[0-9a-f]{32}")
DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One decision: what was withdrawn, when (a UTC moment), by whom, and why, which is public.

    `digests` are those of addresses and CMS numbers (page, file, period), or of runs of `words` words (name, string);
    `titles` those of a page's titles, by their number of words. `since` and `until` bound a period: ISO days, months
    or years of publication, both included.
    """

    id: str
    what: What
    at: str
    by: str
    why: str
    site: str = ""
    words: int = 0
    digests: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def covers(self, site: str, published: str | None) -> bool:
        """Whether this is a period and something that a site published on a day, month or year falls into it."""
        if self.what != "period" or site != self.site or not published:
            return False
        return self.since <= published[: len(self.since)] and published[: len(self.until)] <= self.until


@dataclass(frozen=True, slots=True)
class Written:
    """A file of withdrawals: its salt, hexadecimal, and its entries."""

    salt: str = ""
    check: str = ""
    entries: tuple[Withdrawal, ...] = ()


def read_withdrawals(path: Path) -> Written:
    """The withdrawals of a file; none when there is no file. Raises `ValueError` naming what is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Written()
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    try:
        entries = tuple(withdrawal_of(entry) for entry in data.get("withdrawal", ()))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    salt, check = str(data.get("salt", "")), str(data.get("check", ""))
    if entries and not (DIGEST.fullmatch(salt) and DIGEST.fullmatch(check)):
        raise ValueError(f"{path}: `salt` and `check` must stand before the entries, 32 hexadecimal digits each")
    return Written(salt, check, entries)


def withdrawal_of(entry: Mapping[str, Any]) -> Withdrawal:
    """One entry of the file. Raises `ValueError` naming it and what it lacks."""
    called, known = f"the withdrawal {entry.get('id', '?')!r}", {item.name for item in fields(Withdrawal)}
    if unknown := sorted(set(entry) - known):
        raise ValueError(f"{called}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    if missing := [name for name in ("id", "what", "at", "by", "why") if not entry.get(name)]:
        raise ValueError(f"{called}: {', '.join(missing)} must be given")
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    found = Withdrawal(**told)
    if found.what not in WHATS:
        raise ValueError(f"{called}: what is {found.what!r}; it must be one of {', '.join(WHATS)}")
    if found.what in OF_SITE and not found.site:
        raise ValueError(f"{called}: site must be given with {', '.join(OF_SITE)}")
    if not all(DIGEST.fullmatch(digest) for digest in found.digests):
        raise ValueError(f"{called}: a digest has 32 hexadecimal digits")
    if found.what in WORDED and not (found.words and found.digests):
        raise ValueError(f"{called}: words and digests must be given with {', '.join(WORDED)}")
    if found.what == "period" and not (DAY.fullmatch(found.since) and DAY.fullmatch(found.until)):
        raise ValueError(f"{called}: since and until must be days, months or years (2019-03-01, 2019-03, 2019)")
    return found
