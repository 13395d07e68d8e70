"""A page of a site, and WARC files of it with records as others write them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from signataires.demo import ORGANISATIONS, Demo, write_sites
from tests.archives import Archive

URL, MOMENT = "https://rivages.example/spip.php?article5", "2019-05-04T03:02:01Z"
PAGE = """<html lang="fr"><body class="page_article"><h1 class="entry-title">Appel pour le centre d’accueil</h1>
<div class="texte"><p>Nous demandons la réouverture du centre d’accueil de Villebrume, fermé depuis un hiver. {}</p>
<p>Signataires : Collectif des Rivages solidaires, Atelier populaire de Villebrume</p></div></body></html>"""
HTML = ("Content-Type", "text/html; charset=utf-8")
PLAIN = PAGE.format("").encode()


def demo_archive(folder: Path, demo: Demo) -> Archive:
    """An archive in a folder, empty as yet, with the demo's site files and organisations."""
    archive = Archive(folder)
    write_sites(archive.sites, demo.homes)
    (folder / "organisations.toml").write_bytes(ORGANISATIONS.read_bytes())
    return archive


@dataclass
class File:
    """A WARC file in the making."""

    path: Path
    zipped: bool = True

    def __post_init__(self) -> None:
        self.file = self.path.open("wb")
        self.writer = WARCWriter(self.file, gzip=self.zipped)

    def add(
        self, body: bytes = b"", *head: tuple[str, str], kind: str = "response", url: str = URL, status: str = "200 OK",
        protocol: str = "HTTP/1.1", moment: str = MOMENT, **warc: str,
    ) -> File:  # fmt: skip
        """Writes a record; `warc` are further headers of it."""
        http = StatusAndHeaders(status, [*head] or [HTML], protocol=protocol) if kind != "resource" else None
        told = {"WARC-Date": moment} | {f"WARC-{name.replace('_', '-')}": value for name, value in warc.items()}
        more = {"warc_content_type": "text/html"} if kind == "resource" else {}
        record = self.writer.create_warc_record(
            url, kind, BytesIO(body), http_headers=http, warc_headers_dict=told, length=len(body), **more
        )
        self.writer.write_record(record)
        return self

    def raw(self, text: str) -> File:
        """Writes a record that no library would."""
        self.file.write(gzip.compress(text.encode()) if self.zipped else text.encode())
        return self

    def done(self) -> Path:
        """Ends the file."""
        self.file.close()
        return self.path
