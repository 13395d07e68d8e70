"""A real SPIP site on loopback, installed, configured and filled as an editor would."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.servers import markup
from tests.servers.apache import Apache, free_port, get
from tests.servers.corpus import Article
from tests.servers.process import ServerError, fill, give_to_server
from tests.servers.site import Site, attached, own_folder, program, saved_documents

FILLER = Path(__file__).with_name("fill_spip.php")
STYLES = ("page", "propres", "propres2", "propres_qs", "arbo", "html", "simple", "libres")
WEBMASTER = (("nom", "Secrétariat"), ("email", "secretariat@example.org"), ("login", "secretariat"))
PASSWORD = "loopback-only"
NAME = "Collectif des Deux Rives"
# Debian 13's SPIP calls a function of PHP 8.4, which Debian 13 has; Debian 12 has 8.2.
OPTIONS = """<?php
if (!function_exists('array_any')) {
    function array_any(array $array, callable $callback): bool {
        foreach ($array as $key => $value) {
            if ($callback($value, $key)) {
                return true;
            }
        }
        return false;
    }
}
"""


@dataclass
class Spip(Site):
    """A running SPIP 4.4. Numbers are its `id_article`."""

    @classmethod
    @contextlib.contextmanager
    def start(cls, folder: Path, urls: str = "propres") -> Iterator[Spip]:
        """A new site with addresses in the style `urls`; its logs are written to `folder`."""
        if urls not in STYLES:
            raise ValueError(f"{urls!r} is no style of SPIP's addresses: {', '.join(STYLES)}")
        with own_folder("spip") as own:
            root = own / "site"
            shutil.copytree(program("spip"), root)
            for name in ("config", "IMG", "local", "tmp"):
                (root / name).mkdir(exist_ok=True)
                give_to_server(root / name)
            (root / "config" / "mes_options.php").write_text(OPTIONS, "utf-8")
            with Apache.start(root, own / "run", folder, free_port()) as apache:
                site = cls(apache, root, own)
                site._install(urls)
                site.reset_log()
                yield site

    def load(self, articles: Sequence[Article]) -> list[int]:
        """Enters the articles, in order, and says their numbers."""
        with saved_documents(self.own, articles) as paths:
            given = [_fields(article, paths) for article in articles]
            return self._fill("load", given)

    def change(
        self, number: int, *, title: str | None = None, text: str | None = None, state: str | None = None
    ) -> None:
        """Edits one article. Waits around it: SPIP notes the moment of a change to the second only."""
        time.sleep(1.1)
        self._fill("change", {"number": number, "title": title, "text": text, "state": state})
        time.sleep(1.1)

    def _fill(self, verb: str, given: object) -> list[int]:
        return fill(FILLER, verb, site=self.root, given=given)

    def _install(self, urls: str) -> None:
        database = [
            ("exec", "install"),
            ("server_db", "sqlite3"),
            ("adresse_db", ""),
            ("login_db", ""),
            ("pass_db", ""),
        ]
        steps: list[list[tuple[str, str]]] = [
            [("etape", "3"), ("chmod", "511"), ("choix_db", "new_spip"), ("table_new", "spip"), ("tprefix", "spip")],
            [("etape", "3b"), ("sel_db", "spip"), *WEBMASTER, ("pass", PASSWORD), ("pass_verif", PASSWORD)],
            [("etape", "4")],
            [("etape", "fin")],
        ]
        for step in steps:
            status, answer = get(f"{self.home}ecrire/?exec=install", database + step)
            if status != 200:
                raise ServerError(f"SPIP's installation, {step[0]}: {status}\n{answer[:2000]}")
        shown = {f"articles_{part}": "oui" for part in ("surtitre", "soustitre", "chapeau", "ps", "mots")}
        self._fill(
            "configure",
            {
                "type_urls": urls,
                "nom_site": NAME,
                "adresse_site": self.home.rstrip("/"),
                "email_webmaster": WEBMASTER[1][1],
                "forums_publics": "non",
                **shown,
            },
        )


def _fields(article: Article, paths: dict[str, str]) -> dict[str, object]:
    return {
        "title": article.title,
        "surtitle": article.surtitle,
        "subtitle": article.subtitle,
        "standfirst": article.standfirst,
        "postscript": article.postscript,
        "text": markup.spip(article),
        "published": article.published.strftime("%Y-%m-%d %H:%M:%S"),
        "state": article.state,
        "section": article.section,
        "authors": article.authors,
        "keywords": article.keywords,
        "documents": attached(article, paths),
    }
