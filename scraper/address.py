"""What the crawler knows of one address, and what a site's word has been worth."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

UNLISTED = "no longer listed"  # the reason on a page that is held and still answers
ELSEWHERE = "redirects to another statement"
# What is said of a held page that is not there.
ABSENT = ("404", "410", "REST 401", "REST 404", ELSEWHERE)
State = Literal["known", "captured", "alias", "left_out", "refused", "gone", "failed"]


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a site and how the last visits to it ended.

    `told` is what the site last said of its change, `dated` what the page itself says of its publication. `fetched_at`
    is the last visit, `whole_at` the last that brought the page whole, `first_read` the first of these; `changed_at`
    the one that brought what is held, whose bytes have `digest` and whose words have `content`; `recorded_as` the
    address that it was asked for by.
    """

    url: str
    number: str | None = None
    state: State = "known"
    reason: str = ""
    told: str = ""
    first_seen: str = ""
    fetched_at: str = ""
    changed_at: str = ""
    digest: str = ""
    etag: str = ""
    last_modified: str = ""
    misses: int = 0
    file: int = 0  # 1 for a file that a statement attaches
    tried_at: str = ""  # the last request, whatever came of it
    dated: str = ""
    content: str = ""
    whole_at: str = ""
    first_read: str = ""
    recorded_as: str = ""


COLUMNS = [item.name for item in fields(Address)]


@dataclass(frozen=True, slots=True)
class Trust:
    """How often a site's word of a kind was found kept and broken by what its pages said."""

    kept: int = 0
    broken: int = 0

    @property
    def doubted(self) -> bool:
        """Whether the word is not to be relied on: broken once, and not kept twenty times for each since."""
        return self.broken * 20 > self.kept

    @property
    def idle(self) -> bool:
        """Whether the word is hardly ever worth a request: given twenty times and more, and kept in not one of ten."""
        return self.kept + self.broken >= 20 and self.kept * 9 < self.broken
