"""Which posts a WordPress no longer lists: its numbers compared with ours, by halves.

The API tells what changed, and nothing of what was withdrawn. It does tell how many posts there are; when that is not
what we know, pages of a hundred numbers are asked for, each in the middle of what differs, so that one post among
50,000 is found with nine requests.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

PER_PAGE = 100
MOST = 60  # pages in one run: what is still unknown then, the next run finds


@dataclass(slots=True)
class Census:
    """One comparison. `known` holds our numbers in order; `lost` and `new` what the answers so far said of them."""

    known: Sequence[int]
    lost: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    _open: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)
    _asked: int = 0

    def begin(self, total: int) -> Iterator[int]:
        """The pages to ask for first (from 1, numbers in rising order), when the site has so many posts."""
        yield from self._between(0, len(self.known), 0, total)

    def take(self, page: int, numbers: Sequence[int]) -> Iterator[int]:
        """Takes the numbers on a page that was asked for; the pages to ask for next."""
        first, last, start, end = self._open.pop(page)
        if not numbers:
            return  # fewer posts than the site said a moment ago
        left, right = bisect_left(self.known, numbers[0]), bisect_right(self.known, numbers[-1])
        here = set(self.known[left:right])
        self.lost |= here - set(numbers)
        self.new |= set(numbers) - here
        place = (page - 1) * PER_PAGE
        yield from self._between(first, max(first, left), start, place)
        yield from self._between(min(right, last), last, min(place + len(numbers), end), end)

    @property
    def done(self) -> bool:
        """Whether no page is waited for."""
        return not self._open

    def _between(self, first: int, last: int, start: int, end: int) -> Iterator[int]:
        """Looks at what we know from `first` to `last` beside what the site has from `start` to `end`."""
        if last - first == end - start:
            return
        if start >= end:
            self.lost |= set(self.known[first:last])
            return
        page = (start // PER_PAGE + (end - 1) // PER_PAGE) // 2 + 1
        if self._asked < MOST and page not in self._open:
            self._asked += 1
            self._open[page] = (first, last, start, end)
            yield page
