"""The checks: each looks at what a run showed and what is usual of its site, and gives its doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from archive.health.model import Check, Doubt, Expect, Seen
from archive.health.usual import Usual, unlikely

FEW = 3  # pages: what befalls fewer in one night may be their own affair
HALF = 0.5
SHORTER = 5  # times: how much shorter than usual new texts must be
ONE_DAY = 8  # texts of a first run, all of one and the same date: it takes no more to doubt it
FLOOD, FLOODED = 30, 10  # new texts in one night; times the most there ever were
SHRUNK, MISSED = 0.6, 5  # of the usual list, and pages that it lacks
LOUD = ("robot", "login", "maintenance", "parked", "consent", "error", "hosting")  # walls that no single page has


def _share(doubt: Check, what: str, of: str, *, holds: bool = True) -> Callable[[Seen], Iterator[Doubt]]:
    """A check of held pages: half of those that had something have lost it, and three at least."""

    def check(now: Seen) -> Iterator[Doubt]:
        if now[what] >= FEW and now[what] >= HALF * now[of]:
            yield Doubt(doubt, {"kind": what, "seen": now[what], "of": now[of]}, now.examples.get(what, ""), holds)

    return check


def walls(now: Seen, _: Usual, __: Expect) -> Iterator[Doubt]:
    """Pages that show something else than the site: a robot wall, a consent form, a page for sale."""
    good = now["kept"] + now["fresh"]
    for kind, number in now.kinds_of("wall").items():
        enough = number > good if kind in LOUD else number >= FEW and number > good
        if enough:
            figures: dict[str, str | int] = {"kind": kind, "seen": number, "of": number + good}
            yield Doubt("wall", figures, now.examples.get(f"wall: {kind}", ""))


def lost(now: Seen, _: Usual, expect: Expect) -> Iterator[Doubt]:
    """Held pages that are no longer there, or no longer what they were, among those that were asked for."""
    missing, asked = now["gone"], now["gone"] + now["kept"]
    if missing < FEW or missing < expect.lost * asked:
        return
    reasons = now.kinds_of("gone")
    gone = all(reason in ("404", "410") or reason.startswith("redirects") for reason in reasons)
    figures: dict[str, str | int] = {"kind": next(iter(reasons), ""), "seen": missing, "of": asked, "held": now.held}
    yield Doubt("lost", figures, now.examples.get("gone", ""), lasting=not gone)


def listing(now: Seen, usual: Usual, expect: Expect) -> Iterator[Doubt]:
    """A list that names far fewer pages than it used to, or none."""
    if now.failed or now.unfinished:
        return
    known = (expect.listed or usual.listed) if now.whole else usual.recent
    least = expect.listed if now.whole and expect.listed else min(int(known * SHRUNK), known - MISSED)
    if now.listed < least or (known and not now.listed):
        yield Doubt("listing", {"seen": now.listed, "usual": known}, holds=False)


def sources(now: Seen, usual: Usual, _: Expect) -> Iterator[Doubt]:
    """A source of the site's list that always answered and does not."""
    if now.failed or now.unfinished:
        return
    for kind in sorted(usual.sources - set(now.kinds)):
        yield Doubt("sources", {"kind": kind}, now.examples.get("trouble", ""), holds=False)


def changed(now: Seen, _: Usual, expect: Expect) -> Iterator[Doubt]:
    """Many held texts changed at once, of which the site says nothing; or a large part of all that is held."""
    untold = now["untold"] >= FEW and now["untold"] >= expect.changed * now["compared"] and now["compared"] > FEW
    many = now["changed"] >= 2 * FEW and now["changed"] >= HALF * expect.changed * now.held and now.held > 2 * FEW
    if untold or many:
        figures: dict[str, str | int] = {"seen": now["changed"], "of": now["again"], "held": now.held}
        yield Doubt("changed", figures, now.examples.get("changed", ""), lasting=False)


def cut(now: Seen, usual: Usual, expect: Expect) -> Iterator[Doubt]:
    """Texts that lost more than half of their length; new texts far shorter than those of the site."""
    yield from _share("cut", "cut", "had cut")(now)
    least = expect.length or (usual.length // SHORTER if usual.counts["read"] >= 10 else 0)
    if now["fresh"] >= FEW and now["fresh"] > now["again"] and now.length < least:
        figures: dict[str, str | int] = {"kind": "short", "seen": now.length, "usual": expect.length or usual.length}
        yield Doubt("cut", figures, now.examples.get("fresh", ""))


def signatories(now: Seen, usual: Usual, expect: Expect) -> Iterator[Doubt]:
    """Lists of signatories that are no longer found."""
    yield from _share("signatories", "unsigned", "had unsigned")(now)
    share = expect.signed or usual.share("signed", "cued")
    yield from _unfilled("signatories", now, ("fresh signed", "fresh cued", "fresh unsigned"), share)


def dates(now: Seen, usual: Usual, expect: Expect) -> Iterator[Doubt]:
    """Dates that are no longer found, or are all the same."""
    yield from _share("dates", "undated", "had undated")(now)
    share = expect.dated or usual.share("dated", "read")
    yield from _unfilled("dates", now, ("fresh dated", "fresh", "fresh undated"), share)
    alike, of = now["date alike"], now["redated"] + now["fresh dated"]
    if alike >= max(FEW, HALF * of) and (now["redated"] >= FEW or (not now.held and ONE_DAY <= alike == of)):
        example = now.examples.get("redated", now.examples.get("fresh", ""))
        yield Doubt("dates", {"kind": "alike", "seen": alike, "of": of}, example)


def _unfilled(check: Check, now: Seen, names: tuple[str, str, str], share: float) -> Iterator[Doubt]:
    """New pages that lack what those of the site have."""
    has, of, lacking = names
    if now[of] - now[has] >= 2 and unlikely(now[has], now[of], share):
        figures: dict[str, str | int] = {"kind": "fresh", "seen": now[of] - now[has], "of": now[of]}
        yield Doubt(check, figures | {"usual": round(100 * share)}, now.examples.get(lacking, ""))


def letters(now: Seen, _: Usual, __: Expect) -> Iterator[Doubt]:
    """Letters that were read in the wrong charset."""
    if now["garbled"] >= FEW and now["garbled"] >= HALF * now["read"]:
        yield Doubt("letters", {"seen": now["garbled"], "of": now["read"]}, now.examples.get("garbled", ""))


def language(now: Seen, usual: Usual, _: Expect) -> Iterator[Doubt]:
    """Texts in a language that the site does not write in."""
    if not usual.languages:
        return
    others = {name: n for name, n in now.languages.items() if name and name not in usual.languages}
    foreign = sum(others.values())
    if foreign >= FEW and foreign >= HALF * now["read"]:
        figures: dict[str, str | int] = {"kind": max(others, key=lambda name: others[name])}
        figures |= {"seen": foreign, "of": now["read"], "usual": ", ".join(sorted(usual.languages))}
        yield Doubt("language", figures, now.examples.get("foreign", now.examples.get("fresh", "")))


def alike(now: Seen, _: Usual, __: Expect) -> Iterator[Doubt]:
    """Pages that all have the same title or the same text: what was read of them is not their own."""
    for what in ("title alike", "text alike", "boilerplate"):
        if now[what] > FEW and now[what] > HALF * now["read"]:
            url = now.examples.get(what, now.examples.get("read", ""))
            yield Doubt("alike", {"kind": what, "seen": now[what], "of": now["read"]}, url)
            return


def flood(now: Seen, usual: Usual, _: Expect) -> Iterator[Doubt]:
    """Far more new texts in one night than the site ever had."""
    most = max(FLOOD, FLOODED * usual.most_fresh)
    if usual.runs >= FEW and now["fresh"] > most and now["fresh"] > HALF * now.held:
        figures: dict[str, str | int] = {"seen": now["fresh"], "usual": usual.most_fresh, "held": now.held}
        yield Doubt("flood", figures, now.examples.get("fresh", ""), lasting=False)


def silent(now: Seen, usual: Usual, _: Expect) -> Iterator[Doubt]:
    """No new text for far longer than the site ever paused."""
    newest = max((day for day in now.days if len(day) == 10 and day <= now.day), default="")
    newest = max(newest, usual.newest)
    if not usual.silence or not newest or now.failed:
        return
    days = (date.fromisoformat(now.day) - date.fromisoformat(newest)).days
    if days > usual.silence:
        yield Doubt("silent", {"seen": days, "usual": usual.silence, "since": newest}, holds=False)


CHECKS: tuple[Callable[[Seen, Usual, Expect], Iterator[Doubt]], ...] = (
    walls, lost, changed, cut, signatories, dates, letters, language, alike, flood, listing, sources, silent,
)  # fmt: skip
