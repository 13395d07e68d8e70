"""Search: ranked results with the passages that were found, and counts that narrow them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from datasette.utils.asgi import Response

from archive.exports.columns import Values
from archive.exports.products import STATEMENTS
from archive.search.engine import FAMILIES, ORDERS, Filters, Query, Results, ids, search
from archive.search.periods import Period
from archive.web.answers import csv_answer, json_answer, xlsx_answer
from archive.web.feeds import ENTRIES, Entry, at, atom
from archive.web.labels import LABELS
from archive.web.queries import coverage, organisations
from archive.web.queries.feeds import entries
from archive.web.shown import beginning
from archive.web.visit import Visit

PAGE = 20
MOST = 100  # results on a page of JSON
TOGETHER = 500  # statements that are read at once for a download
# How the address names what the engine counts by. A year is chosen as a period.
ARGS = {"organisation": "organisation", "site": "site", "kind": "kind", "year": "annee", "language": "langue"}
KEPT = ("q", "organisation", "site", "kind", "langue", "du", "au", "annee", "antennes", "avec", "tri")


async def page(visit: Visit) -> Response:
    """`/recherche`, also as JSON, CSV, XLSX and Atom."""
    query, order = asked(visit)
    form = visit.part("form")
    if form in ("csv", "xlsx"):
        return _download(visit, form, query, order)
    limit = ENTRIES if form == "atom" else min(int(visit.arg("limite") or PAGE), MOST) if _is_limit(visit) else PAGE
    # A feed tells what is new, whatever is most to the point.
    found = await visit.read(search, query, "date" if form == "atom" else order, limit, visit.arg("suite") or None)
    if form == "json":
        return json_answer(visit, found.as_json() | {"counts": found.counts, "did_you_mean": found.did_you_mean})
    if form == "atom":
        words = visit.words
        title = words.gettext("Signataires : %(query)s", query=visit.arg("q") or words.gettext("tous les textes"))
        return await feed_of(visit, title, [one.id for one in found.results])
    names = await _names(visit)
    return await visit.html(
        "results.html", found=found, query=query, order=order, names=names,
        choices=_choices(visit, found, names), chosen=_chosen(visit, names), kept=_kept(visit),
        following=visit.link("/recherche", _kept(visit), suite=found.next) if found.next else "",
        first=visit.number("suite") + 1,
        noindex=bool(visit.args),  # a search has no end of pages; without a query it is the list of all texts
    )  # fmt: skip


def asked(visit: Visit) -> tuple[Query, str]:
    """The query that an address stands for, and the order of what it finds."""
    order = visit.arg("tri")
    return Query.parse(visit.arg("q"), Filters.of(visit.args)), order if order in ORDERS else ORDERS[0]


def _is_limit(visit: Visit) -> bool:
    return visit.arg("limite").isascii() and visit.arg("limite").isdigit() and len(visit.arg("limite")) < 5


def _kept(visit: Visit, **changed: Any) -> dict[str, Any]:
    """What the address asks, without its page; `changed` replaces parts of it."""
    return {name: values for name, values in ({**visit.args, **changed}).items() if name in KEPT and values}


async def _names(visit: Visit) -> dict[str, dict[str, str]]:
    """What each value that can be chosen is called, by what it is a choice of."""
    words = visit.words
    kinds = {kind: words.gettext(told) for kind, told in LABELS["kind"].items()}
    listed = await visit.remember(organisations.names)
    sites = {one["id"]: one["organisation"] for one in await visit.remember(coverage.sites)}
    return {"organisation": listed, "site": sites, "kind": kinds}


def _choices(visit: Visit, found: Results, names: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """What the results can be narrowed by: each value with its name, count and link."""
    told, kept, given = [], _kept(visit), visit.args
    for family in FAMILIES:
        name, known = ARGS[family], given.get(ARGS[family], [])
        values = [
            {
                "value": value, "name": _named(visit, family, value, names), "count": counted, "on": value in known,
                "link": visit.link("/recherche", {**kept, name: [] if value in known else [value]}),
            }
            for value, counted in found.counts.get(family, ())
        ]  # fmt: skip
        told.append({"family": family, "values": values})
    return told


def _named(visit: Visit, family: str, value: str, names: dict[str, dict[str, str]]) -> str:
    return visit.words.tongue(value) if family == "language" else names.get(family, {}).get(value, value)


def _chosen(visit: Visit, names: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    """What was chosen, each with a link that takes the choice back."""
    family_of = {name: family for family, name in ARGS.items()} | {"avec": "organisation"}
    told = []
    for name in ("organisation", "avec", "site", "kind", "langue", "annee", "du", "au"):
        for value in visit.args.get(name, []):
            others = [other for other in visit.args[name] if other != value]
            shown = _named(visit, family_of.get(name, name), value, names)
            if name in ("du", "au"):
                shown = visit.words.day(Period.of(value, "").since) if Period.of(value, "") else value
            told.append(
                {"name": name, "shown": shown, "link": visit.link("/recherche", _kept(visit, **{name: others}))}
            )
    return told


def _download(visit: Visit, form: str, query: Query, order: str) -> Response:
    def rows(db: sqlite3.Connection) -> Iterator[Values]:
        found = ids(db, query, order)
        while chosen := list(islice(found, TOGETHER)):
            yield from _rows(db, visit.base, chosen)

    if form == "csv":
        return csv_answer(visit, "recherche", STATEMENTS.columns, rows)
    return xlsx_answer(visit, "recherche", visit.words.gettext("Recherche"), STATEMENTS.columns, rows)


def _rows(db: sqlite3.Connection, base: str, chosen: Sequence[str]) -> Iterator[Values]:
    told = {f"i{number}": one for number, one in enumerate(chosen)}
    where = f"s.id in ({', '.join(f':{name}' for name in told)})"
    place = [column.name for column in STATEMENTS.columns].index("id")
    found = {row[place]: row for row in STATEMENTS.rows(db, base, where, told)}
    return (found[one] for one in chosen if one in found)


async def feed_of(visit: Visit, title: str, chosen: Sequence[str]) -> Response:
    """These statements as a feed."""
    words = visit.words
    told = [
        Entry(
            visit.permanent(f"/communiques/{one['id']}"), one["title"], one["updated"] or one["first_seen"],
            at(one["published"], one["first_seen"]), beginning(one["text"]), one["publisher"], one["language"],
            words.label("kind", one["kind"]), one["url"],
        )
        for one in await visit.read(entries, tuple(chosen))
    ]  # fmt: skip
    return atom(visit, title, told)
