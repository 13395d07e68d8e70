"""`signataires export`: the archive as files that others read."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from archive.exports.folder import FORMATS, Export, export
from scraper.site import SiteError
from signataires.verbs import OK, Verb, say

LOCAL = "http://127.0.0.1:8001"


def run(arguments: argparse.Namespace) -> int:
    """Writes the files and prints their paths. Raises `SiteError` when there is no archive, or for a wrong choice."""
    from signataires.serve import metadata_path

    archive = arguments.data / "archive.db"
    if not archive.is_file():
        raise SiteError(f"{archive}: there is no archive yet; `signataires refresh` or `signataires build` makes it")
    if arguments.base == LOCAL:
        say(f"links lead to {LOCAL}: name the public address by --base or $SIGNATAIRES_BASE")
    metadata = json.loads(metadata_path().read_text("utf-8"))
    asked = Export(archive, arguments.folder, arguments.base.rstrip("/"), metadata, arguments.excel)
    for path in export(asked, _formats(arguments.format, arguments.excel), say):
        print(path)
    return OK


def _formats(chosen: list[str], excel: bool) -> list[str]:
    if excel and "datapackage" in chosen:
        raise SiteError("the data package describes plain CSV: leave --excel out, or the data package")
    left_out = {"datapackage"} if excel else set()
    formats = [name for name in chosen or FORMATS if name not in left_out]
    return [*formats, "csv"] if "datapackage" in formats or (excel and "csv" not in formats) else formats


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the files go; made when it is not there")
    parser.add_argument(
        "--format", action="append", choices=FORMATS, default=[], help="may be given several times; none: all"
    )
    parser.add_argument(
        "--excel", action="store_true", help="CSV with semicolons and dates as a French spreadsheet wants"
    )
    parser.add_argument(
        "--base", default=os.environ.get("SIGNATAIRES_BASE", LOCAL), metavar="URL",
        help="the public address of the archive, for permanent links ($SIGNATAIRES_BASE)",
    )  # fmt: skip


VERB = Verb(
    "export", "spreadsheets, data package, graph and evidence", "export exports --format csv --excel", run, _arguments
)
