"""What a run's captures say, counted beside what is held: the evidence by which the run is judged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from statistics import median_low

from archive.health.model import Seen
from archive.keys import fold, letters
from archive.model import Absence, Event, Hint, Move, Refusal, Sighting, Statement
from archive.story import fingerprint

CUE = re.compile(r"\bsign(?:ataires? ?:|(?:é|ée|és|ées) par ?:)", re.I)
# UTF-8 read as cp1252 (« Ã© », « â€™ »), and what could not be read at all.
GARBLED = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u2122]|â€|\ufffd")
SHORT, HALF = 400, 2  # characters: a text of fewer may well be cut to less than the half
MANY, SHARED = 4, 0.9  # pages, and the part of a text that others have too: boilerplate
LEAST_PARAGRAPH = 40


class Watch:
    """Looks at the events of one run. `before` gives what is held of a page's statement, `knows` whether any is."""

    def __init__(
        self,
        noted: Seen | None,
        before: Callable[[Statement], Statement | None],
        knows: Callable[[str, str], bool],
        held: int,
    ) -> None:
        self._seen, self._before, self._knows = noted or Seen(), before, knows
        self._seen.held = held
        self._hinted = set[str]()
        self._pages = dict[str, Statement]()
        self._titles, self._texts, self._dates = Counter[str](), Counter[int](), Counter[str]()
        self._lengths, self._parts = list[int](), Counter[int]()

    def look(self, event: Event) -> None:
        """Takes one event into account, before it is filed."""
        if isinstance(event, Hint):
            self._hinted |= {event.url, f"#{event.number}"}
        elif isinstance(event, Statement):
            self._statement(event)
        elif isinstance(event, Sighting) and self._knows(event.site, event.url):
            self._seen.count("kept", event.url)
            self._seen.count("compared", event.url)
        elif isinstance(event, Absence | Refusal) and self._knows(event.site, event.url):
            self._seen.count("gone", event.url)
            self._seen.count(f"gone: {event.reason}", event.url)
            if event.reason.startswith("wall: "):
                self._seen.count(event.reason, event.url)
        elif isinstance(event, Move) and self._knows(event.site, event.url):
            self._seen.count("moved", event.url)

    def seen(self) -> Seen:
        """All that was seen."""
        seen = self._seen
        seen.length = median_low(self._lengths) if self._lengths else 0
        for what, counter in (("title alike", self._titles), ("text alike", self._texts), ("date alike", self._dates)):
            if counter:
                seen.counts[what] = max(counter.values())
        for page in self._boilerplate():
            seen.count("boilerplate", page.url)
        return seen

    # --- pages -------------------------------------------------------------------------------------------------

    def _statement(self, now: Statement) -> None:
        seen, old = self._seen, self._before(now)
        seen.count("read", now.url)
        seen.languages[now.language or ""] = seen.languages.get(now.language or "", 0) + 1
        self._lengths.append(len(now.text))
        self._pages[now.url] = now
        self._parts.update({part for part, _ in _paragraphs(now)})
        self._texts[hash(letters(fold(now.text)))] += bool(now.text)
        fields = _fields(now)
        for what in fields:
            seen.count(what)
        if old is None:
            self._fresh(now, fields)
        else:
            self._again(old, now)

    def _fresh(self, now: Statement, fields: list[str]) -> None:
        seen = self._seen
        seen.count("fresh", now.url)
        for what in fields:
            seen.count(f"fresh {what}")
        self._titles[fingerprint(now.title)] += 1
        if now.published:
            self._dates[now.published] += 1
            seen.days[now.published] = seen.days.get(now.published, 0) + 1
        else:
            seen.count("fresh undated", now.url)
        if "cued" in fields and not now.blocks:
            seen.count("fresh unsigned", now.url)
        if GARBLED.search(now.text):
            seen.count("garbled", now.url)

    def _again(self, old: Statement, now: Statement) -> None:
        seen, url = self._seen, now.url
        seen.count("again", url)
        seen.count("kept", url)
        told = url in self._hinted or f"#{now.number}" in self._hinted
        if not told:
            seen.count("compared", url)
        if _content(old) != _content(now):
            seen.count("changed", url)
            if not told:
                seen.count("untold", url)
        if fingerprint(old.title) != fingerprint(now.title):
            self._titles[fingerprint(now.title)] += 1
        if old.published and now.published and old.published != now.published:
            seen.count("redated", url)
            self._dates[now.published] += 1
        for what, was, still in (
            ("undated", old.published, now.published),
            ("unsigned", old.blocks, now.blocks),
            ("cut", len(old.text) >= SHORT, len(now.text) * HALF >= len(old.text)),
            ("garbled", not GARBLED.search(old.text), not GARBLED.search(now.text)),
            ("foreign", old.language, old.language == now.language),
        ):
            if was:
                seen.count(f"had {what}")
                if not still:
                    seen.count(what, url)

    def _boilerplate(self) -> Iterator[Statement]:
        """The pages of which nearly all stands on most of the others too, lists of signatories left aside."""
        common = max(MANY, len(self._pages) // 2)
        for page in self._pages.values():
            parts = list(_paragraphs(page))
            size = sum(length for _, length in parts)
            if size and sum(length for part, length in parts if self._parts[part] >= common) >= SHARED * size:
                yield page


def _content(statement: Statement) -> str:
    return fingerprint(f"{statement.title}\n{statement.text}")


def _fields(now: Statement) -> list[str]:
    """Which fields this page has; `cued`: it speaks of signatories, `signed`: and lists them."""
    cued = CUE.search(now.text) is not None
    named = {"dated": now.published, "listed": now.blocks, "cued": cued, "signed": cued and now.blocks}
    return [name for name, has in named.items() if has]


def _paragraphs(page: Statement) -> Iterator[tuple[int, int]]:
    """The paragraphs of a text outside its lists, each by its hash, with its length."""
    lists = [range(block.start, block.start + len(block.text)) for block in page.blocks if block.start >= 0]
    start = 0
    for part in page.text.split("\n\n"):
        if len(part) >= LEAST_PARAGRAPH and not any(start in span or start + len(part) - 1 in span for span in lists):
            yield hash(part), len(part)
        start += len(part) + 2
