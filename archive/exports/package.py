"""A Frictionless data package over the CSV files: what each column holds, in both languages, and where all is from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from archive.exports.columns import Column, Kind, Metadata, explained, words
from archive.exports.products import Product

PROFILE = "tabular-data-package"
_DAY = r"\d{4}(-\d\d(-\d\d)?)?"
_TYPES: dict[Kind, dict[str, Any]] = {
    "text": {"type": "string"},
    "link": {"type": "string"},
    "code": {"type": "string"},
    "address": {"type": "string", "format": "uri"},
    "day": {"type": "string", "constraints": {"pattern": _DAY}},  # no more is known of some than the month or year
    "moment": {"type": "string"},
    "number": {"type": "integer"},
    "flag": {"type": "integer", "constraints": {"enum": [0, 1]}},
}


def resource(product: Product, file: str, size: int, sha256: str, metadata: Metadata) -> dict[str, Any]:
    """What the package says of one file. `size` counts bytes, `sha256` is hexadecimal."""
    title = words()["products"][product.name]["title"]
    return {
        "name": product.name,
        "title": f"{title['fr']} / {title['en']}",
        "path": file,
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(product, column, metadata) for column in product.columns],
            "primaryKey": list(product.key),
            "missingValues": [""],
        },
        "query": product.query(),
    }


def _field(product: Product, column: Column, metadata: Metadata) -> dict[str, Any]:
    told = explained(product.name, column, metadata)
    field = {"name": column.name, **_TYPES[column.kind]}
    return field | {
        "description": f"{told['fr']} / {told['en']}",
        "description_fr": told["fr"],
        "description_en": told["en"],
    }


def write_package(resources: Iterable[dict[str, Any]], moment: str, base: str) -> bytes:
    """`datapackage.json`. `moment` (UTC) is the newest that the archive knows, `base` the public address of links."""
    told = words()
    both = {name: f"{told[name]['fr'].strip()} / {told[name]['en'].strip()}" for name in ("caveats", "cells")}
    licence = told["licence"]
    package = {
        "profile": PROFILE,
        "name": told["archive"]["name"],
        "title": " / ".join(told["archive"]["title"].values()),
        "homepage": base,
        "created": moment,
        "description": both["caveats"],
        "cells": both["cells"],
        "licenses": [{"name": licence["name"], "title": " / ".join(licence["title"].values())}],
        "sources": [{"title": told["archive"]["title"]["fr"], "path": base}],
        "resources": list(resources),
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
