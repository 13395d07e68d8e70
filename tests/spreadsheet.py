"""LibreOffice as a French reader has it: opens a file and tells what is in each cell."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.conftest import needs

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>fr-FR</value></prop></item></oor:items>
"""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True)
class Cell:
    """One cell: what it holds as text, how it is typed (« string », « date »…), its formula if it has one."""

    text: str
    kind: str
    formula: str | None


def opened(path: Path, work: Path, how: str = "") -> dict[str, list[list[Cell]]]:
    """The cells of each sheet of a file. `how` are the words of the import filter, where the file has a choice."""
    needs("libreoffice-calc-nogui", "soffice")
    profile = work / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += [f"--infilter={how}"] if how else []
    command += ["--convert-to", "fods", "--outdir", str(work), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    flat = work / f"{path.stem}.fods"
    assert flat.is_file(), done.stdout + done.stderr
    tree = etree.parse(flat, etree.XMLParser(huge_tree=True))
    found = {sheet.get(f"{_TABLE}name"): _rows(sheet) for sheet in tree.iter(f"{_TABLE}table")}
    flat.unlink()
    return found


def _rows(sheet: etree._Element) -> list[list[Cell]]:
    rows = []
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells: list[Cell] = []
        for item in row.iter(f"{_TABLE}table-cell"):
            cells += [_cell(item)] * int(item.get(f"{_TABLE}number-columns-repeated", "1"))
        while cells and not cells[-1].kind:  # empty ones up to the last column of all
            cells.pop()
        rows += [cells] * (int(row.get(f"{_TABLE}number-rows-repeated", "1")) if cells else 1)
    return rows


def _cell(item: etree._Element) -> Cell:
    text = "\n".join(_flat(paragraph) for paragraph in item.findall(f"{_TEXT}p"))
    return Cell(text, item.get(f"{_OFFICE}value-type", ""), item.get(f"{_TABLE}formula"))


def _flat(item: etree._Element) -> str:
    """The text of a paragraph, with the spaces, tabs and line ends that OpenDocument writes as elements."""
    text = item.text or ""
    for inner in item:
        name = etree.QName(inner).localname
        if name == "s":
            text += " " * int(inner.get(f"{_TEXT}c", "1"))
        else:
            text += {"tab": "\t", "line-break": "\n"}.get(name) or _flat(inner)
        text += inner.tail or ""
    return text
