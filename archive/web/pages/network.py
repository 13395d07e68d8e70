"""Who signs with whom in a period that the reader chooses: a drawing, a matrix, a table."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from datasette.utils.asgi import Response

from archive.exports.columns import Column
from archive.exports.graph import write_gexf, write_graphml
from archive.exports.products import as_of
from archive.search.periods import Period
from archive.search.signers import signers
from archive.web.answers import GEXF, GRAPHML, Stream, csv_answer, json_answer
from archive.web.drawing.network import WIDTH, drawing
from archive.web.queries.pairs import Network, network
from archive.web.visit import Visit

LIMITS = (20, 40, 60, 100)
LIMIT = 60
ALL = 5000  # organisations in a file
LINES = 400  # in the drawing: the closest pairs
ROWS = 200  # pairs in the table
COLUMNS = (
    Column("organisation_a", "code"), Column("name_a"), Column("organisation_b", "code"), Column("name_b"),
    Column("works", "number"), Column("closeness", "number"), Column("cosine", "number"),
    Column("first", "day"), Column("last", "day"),
)  # fmt: skip


async def page(visit: Visit) -> Response:
    """`/reseau`, also as JSON, CSV, GraphML and GEXF."""
    form = visit.part("form")
    period = Period.of(visit.arg("du"), visit.arg("au"))
    limit, least = _number(visit, "nombre", LIMIT if not form else ALL), _number(visit, "seuil", 1)
    known = await visit.remember(signers)
    found = await asyncio.to_thread(network, known, period, min(limit, ALL), least, visit.arg("organisation"))
    if form:
        return _file(visit, form, found)
    drawn = await asyncio.to_thread(drawing, found.organisations, found.pairs, LINES)
    order = [one["id"] for group in drawn.clusters for one in group]
    return await visit.html(
        "network.html", found=found, drawing=drawn, width=WIDTH, period=period, limit=limit, least=least,
        limits=LIMITS, chosen=visit.arg("organisation"), matrix=_matrix(found, order), pairs=found.pairs[:ROWS],
        by_id={one["id"]: one for one in found.organisations}, args=visit.args,
    )  # fmt: skip


def _number(visit: Visit, name: str, default: int) -> int:
    given = visit.arg(name)
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 6 else default


def _matrix(found: Network, order: list[str]) -> dict[str, Any]:
    """Organisations by cluster, and what each two share."""
    shared = {(pair.a, pair.b): pair for pair in found.pairs}
    return {"order": order, "of": lambda a, b: shared.get((min(a, b), max(a, b)))}


def _file(visit: Visit, form: str, found: Network) -> Response:
    names = {one["id"]: one["name"] for one in found.organisations}
    if form == "json":
        nodes = [
            {**one, "permanent_link": visit.permanent(f"/organisations/{one['id']}")} for one in found.organisations
        ]
        return json_answer(
            visit, {"works": found.works, "organisations": nodes, "pairs": [asdict(p) for p in found.pairs]}
        )
    if form == "csv":
        rows = [
            (p.a, names[p.a], p.b, names[p.b], p.works, round(p.closeness, 4), round(p.cosine, 4), p.first, p.last)
            for p in found.pairs
        ]
        return csv_answer(visit, "reseau", COLUMNS, lambda _: rows)
    listed = [(o["id"], o["name"], o["acronym"], o["kind"], o["works"]) for o in found.organisations]
    edges = [(p.a, p.b, p.works, p.first, p.last) for p in found.pairs]
    if form == "graphml":
        return Stream(visit, lambda _: write_graphml(listed, edges), GRAPHML, "reseau.graphml")
    return Stream(visit, lambda db: write_gexf(listed, edges, as_of(db)), GEXF, "reseau.gexf")
