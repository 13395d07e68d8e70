"""Who signs with whom as a graph: GraphML and GEXF, written edge by edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import Any

from lxml import etree

from archive.exports.cells import drawn
from archive.exports.columns import Values

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"
# What is told of a node and of an edge, each with its type; GraphML calls both « double » what GEXF calls so too.
NODE = (("label", "string"), ("acronym", "string"), ("kind", "string"), ("works", "int"))
EDGE = (("weight", "double"), ("first", "string"), ("last", "string"))
AT_ONCE = 1 << 16  # bytes


def write_graphml(nodes: Iterable[Values], edges: Iterable[Values]) -> Iterator[bytes]:
    """GraphML in pieces. A node is (id, *NODE), an edge (id, id, *EDGE); what is None is left out."""
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as file, ExitStack() as stack:
        file.write_declaration()
        stack.enter_context(file.element("graphml", nsmap={None: GRAPHML}))
        for domain, told in (("node", NODE), ("edge", EDGE)):
            for name, kind in told:
                about = {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": kind}
                file.write(etree.Element("key", about))
        stack.enter_context(file.element("graph", id="signataires", edgedefault="undirected"))
        for identifier, *values in nodes:
            file.write(_graphml("node", {"id": identifier}, NODE, values))
            yield from _full(file, out)
        for one, other, *values in edges:
            file.write(_graphml("edge", {"source": one, "target": other}, EDGE, values))
            yield from _full(file, out)
    yield out.getvalue()


def _graphml(tag: str, attributes: dict[str, str], told: tuple[tuple[str, str], ...], values: list[Any]) -> Any:
    item = etree.Element(tag, attributes)
    for (name, _), value in zip(told, values, strict=True):
        if value is not None:
            etree.SubElement(item, "data", key=f"{tag}-{name}").text = drawn(str(value))
    return item


def write_gexf(nodes: Iterable[Values], edges: Iterable[Values], moment: str) -> Iterator[bytes]:
    """GEXF 1.3 in pieces, from the same nodes and edges. `moment` (UTC) is the one that it says it shows."""
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as file, ExitStack() as stack:
        file.write_declaration()
        stack.enter_context(file.element("gexf", nsmap={None: GEXF}, version="1.3"))
        meta = etree.Element("meta", lastmodifieddate=moment[:10])
        etree.SubElement(meta, "creator").text = "Signataires"
        file.write(meta)
        stack.enter_context(file.element("graph", defaultedgetype="undirected", mode="static"))
        for domain, told in (("node", NODE[1:]), ("edge", EDGE[1:])):
            listed = etree.Element("attributes", {"class": domain})
            for name, kind in told:
                etree.SubElement(listed, "attribute", id=name, title=name, type="integer" if kind == "int" else kind)
            file.write(listed)
        with file.element("nodes"):
            for identifier, label, *values in nodes:
                node = etree.Element("node", id=identifier, label=drawn(label or identifier))
                file.write(_gexf(node, NODE[1:], values))
                yield from _full(file, out)
        with file.element("edges"):
            for number, (one, other, weight, *values) in enumerate(edges):
                edge = etree.Element("edge", id=str(number), source=one, target=other, weight=str(weight))
                file.write(_gexf(edge, EDGE[1:], values))
                yield from _full(file, out)
    yield out.getvalue()


def _gexf(item: Any, told: tuple[tuple[str, str], ...], values: list[Any]) -> Any:
    if known := [(name, value) for (name, _), value in zip(told, values, strict=True) if value is not None]:
        listed = etree.SubElement(item, "attvalues")
        for name, value in known:
            etree.SubElement(listed, "attvalue", {"for": name, "value": drawn(str(value))})
    return item


def _full(file: Any, out: BytesIO) -> Iterator[bytes]:
    """What was written so far, once it is enough to be handed on."""
    file.flush()
    if out.tell() > AT_ONCE:
        yield out.getvalue()
        out.seek(0)
        out.truncate()
