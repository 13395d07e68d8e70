"""What a visit leaves behind: a capture where it matters, a note in the crawler's memory, a count in the report."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.health.model import Seen
from archive.withdrawals.recognise import NOTHING, Withdrawn
from scraper.address import Address
from scraper.canonical import canonical
from scraper.cleaning import Cleaner
from scraper.clock import now
from scraper.glance import Glance
from scraper.memory import Memory
from scraper.record import Exchange, Recorder
from scraper.site import Site

MOVED = (301, 308)
LONGEST_WARNING = 1000  # characters


@dataclass(slots=True)
class Tally:
    """What one run of one site did, for its report.

    `bytes` counts bodies and headers as they came over the wire, `again` the pages that were read again without a word
    of the site that they had changed, `again_bytes` what these took. `seen` is what the run will be judged by.
    """

    started: str
    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    again: int = 0
    again_bytes: int = 0
    pages: int = 0
    left_out: int = 0
    refused: int = 0
    warnings: list[str] = field(default_factory=list)
    failed: str = ""
    seen: Seen = field(default_factory=Seen)
    trust: dict[str, list[int]] = field(default_factory=dict)  # by kind of word: kept, broken

    @property
    def state(self) -> str:
        """`failed` when nothing could be learned of the site, `suspect` when something looks broken, else `ok`."""
        return "failed" if self.failed else "suspect" if self.warnings else "ok"

    def warn(self, message: str) -> None:
        """Keeps a warning, once: somebody must act on it, so an address without end is cut in it."""
        if len(message) > LONGEST_WARNING:
            message = f"{message[: LONGEST_WARNING // 2]} […] {message[-LONGEST_WARNING // 2 :]}"
        if message not in self.warnings:
            self.warnings.append(message)


@dataclass(slots=True)
class Keeper:
    """Keeps the visits of one site's run. Nothing that was held is ever dropped here: a loss is recorded as one."""

    site: Site
    memory: Memory
    recorder: Recorder
    tally: Tally
    withdrawn: Withdrawn = NOTHING
    missing: int = 0  # held pages that are not there
    misread: int = 0  # held pages that are there and are no statements any more
    unannounced: int = 0  # held pages that changed without a word of the site

    @property
    def cleaner(self) -> Cleaner:
        """Takes out of answers what was withdrawn."""
        return Cleaner(self.site, self.withdrawn)

    def held(self, url: str) -> Address:
        """What is known of an address, or an address of which nothing is."""
        return self.memory.addresses.get(url) or Address(url, first_seen=now())

    def statement(self, url: str, exchange: Exchange, glanced: Glance, number: str | None, told: bool) -> bool:
        """A page that is a statement in scope; whether it says something else than what was held of it.

        `told`: the site announced that it is new or changed.
        """
        self.tally.pages += 1
        words, changed = _words(glanced), not self.says(url, glanced)
        self._weigh(self.held(url), exchange, words, told)
        self.file(url, exchange, number, content=words, dated=glanced.published or "")
        if glanced.url != url and glanced.url not in self.memory.addresses:
            self.memory.note(glanced.url, state="alias", reason=url)
        return changed

    def says(self, url: str, glanced: Glance) -> bool:
        """Whether what is held of an address has these words."""
        return self.held(url).content == _words(glanced)

    def _weigh(self, held: Address, exchange: Exchange, words: str, told: bool) -> None:
        """What a page that came whole says of the site's word on what had changed, and of its validators.

        `dates`: its changes are announced. `announcements`: what it announces is a change. `etag` and `last-modified`:
        they change with the page and with nothing else.
        """
        if held.state != "captured" or not held.content:
            return
        changed = words != held.content
        self.unannounced += changed and not told
        if changed:
            self.memory.tested("dates", kept=told)
        if told:
            self.memory.tested("announcements", kept=changed)
        if held.etag and changed:
            self.memory.tested("etag", kept=held.etag != exchange.header("etag"))
        modified = exchange.header("last-modified")
        if held.last_modified and modified and (modified == held.last_modified or not changed):
            self.memory.tested("last-modified", kept=(modified == held.last_modified) and not changed)

    def file(self, url: str, exchange: Exchange, number: str | None = None, **more: str) -> None:
        """A page or a file, whole; as a revisit when it is the same as the one held. `more` is noted with it."""
        held = self.held(url)
        same = held.state == "captured" and held.changed_at != "" and held.digest == exchange.digest
        if same:
            self.recorder.revisit(exchange, held.changed_at, held.digest, held.recorded_as)
            self.tally.not_modified += 1
        else:
            self.recorder.keep(exchange)
        self.memory.note(
            url,
            number=number or held.number,
            state="captured",
            reason="",
            misses=0,
            fetched_at=exchange.fetched_at,
            tried_at=exchange.fetched_at,
            whole_at=exchange.fetched_at,
            first_read=held.first_read or exchange.fetched_at,
            changed_at=held.changed_at if same else exchange.fetched_at,
            recorded_as=held.recorded_as if same else exchange.url,
            digest=exchange.digest,
            etag=exchange.header("etag"),
            last_modified=exchange.header("last-modified"),
            **more,
        )

    def unchanged(self, url: str, exchange: Exchange) -> None:
        """The server's word (304) that what is held is what it still has."""
        held = self.held(url)
        self.recorder.revisit(exchange, held.changed_at, held.digest, held.recorded_as)
        self.tally.not_modified += 1
        self.memory.note(url, fetched_at=exchange.fetched_at, tried_at=exchange.fetched_at, misses=0)

    def moves(self, exchanges: Sequence[Exchange], end: str) -> None:
        """Redirects that the site calls lasting are evidence: the address in use before is the same page."""
        if self.cleaner.is_withdrawn(end):
            return
        for exchange in exchanges:
            old = canonical(self.site, exchange.url)
            if exchange.status in MOVED and old != end:
                self.recorder.keep(exchange)
                self.memory.note(old, state="alias", reason=end, fetched_at=exchange.fetched_at)

    def left_out(self, url: str) -> None:
        """A page that is not of the archive's subject: counted, remembered, not recorded."""
        self.tally.left_out += 1
        self.memory.note(url, state="left_out", reason="not the archive's subject", fetched_at=now())

    def refused(self, url: str, reason: str, exchange: Exchange | None = None) -> None:
        """A page that is no statement: remembered, and recorded only where it stands in a statement's place."""
        self.tally.refused += 1
        self._lacking(url, "refused", reason, exchange)

    def absent(self, url: str, exchange: Exchange, reason: str = "", *, announced: bool | None = False) -> None:
        """A page that the server says it does not have.

        `announced`: the site's own list no longer had it; None where that was not known yet.
        """
        held = self.held(url)
        if announced is not None and held.state == "captured" and not held.file and not held.misses:
            self.memory.tested("withdrawals", kept=announced)
        self._lacking(url, "gone", reason or str(exchange.status), exchange)

    def astray(self, url: str, end: str, exchange: Exchange) -> None:
        """A held page that sends its readers to what is no page of its kind, such as the home page: it is not there."""
        self._lacking(url, "gone", f"redirects to {end}", exchange)

    def _lacking(self, url: str, state: str, reason: str, exchange: Exchange | None) -> None:
        held = self.held(url)
        if held.state != "captured":
            self.memory.note(url, state=state, reason=reason, fetched_at=now(), tried_at=now())
            return
        self.missing += state == "gone"
        self.misread += state != "gone"
        if exchange is not None:
            self.recorder.keep(exchange)
        else:  # no capture will tell of it
            self.tally.seen.count("gone", url)
            self.tally.seen.count(f"gone: {reason}", url)
        self.memory.note(url, misses=held.misses + 1, reason=reason, fetched_at=now(), tried_at=now())

    def broken(self, url: str, why: str) -> None:
        """An answer that is none: asked for again in the next run, then ever less often, and said."""
        held = self.held(url)
        state = held.state if held.state == "captured" else "failed"
        self.memory.note(url, state=state, reason=why, misses=held.misses + 1, tried_at=now())
        self.tally.warn(f"{url} {why}; what is held of it stays")


def _words(glanced: Glance) -> str:
    return hashlib.sha256(f"{glanced.title}\n{glanced.text}".encode()).hexdigest()
