"""What is mutated: the answers of the demo's sites, saved pages of real SPIP and WordPress, captures, our own files."""

from __future__ import annotations

import gzip
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from scraper.record import Exchange, Recorder
from scraper.site import Site, make_site
from signataires.demo import ORGANISATIONS, handmade, spip, wordpress
from signataires.demo.content import Article, load
from signataires.demo.spip_pages import path_of as spip_path
from signataires.demo.web import FILES_DATE, Answer, Request, SiteState
from signataires.demo.wordpress_api import path_of as wordpress_path
from tests import saved

MOMENT = "2026-03-01T09:30:00Z"
NOTE = {
    "started": MOMENT, "finished": MOMENT, "state": "ok", "requests": 1, "bytes": 2, "warnings": ["x"], "failed": "",
}  # fmt: skip
EVERY_KEY = b"""
delay = 1.5
hosts = ["www.halte.example"]
[discover]
feeds = ["feed"]
article = "article(\\d+)"
[layout]
title = ["h1", ".titre"]
number = ["article(\\\\d+)"]
[[old_layouts]]
until = 2026-03-01
title = ["h2"]
[scope]
words = ["pont"]
[limits]
pages = 3
[expect]
listed = 4
languages = ["fr"]
[[accepted]]
check = "lost"
since = 2026-03-01
by = "a"
why = "b"
"""
_DEMO = Path(str(files("signataires.demo")))
_ANSWERS: dict[str, Answer] = {"ondes": spip.answer, "passerelles": wordpress.answer, "lagazette": handmade.answer}


def home(slug: str) -> str:
    """Where a site of the demo is, as far as its bytes say."""
    return f"https://{slug}.example/"


def site(slug: str, family: str) -> Site:
    """A site of a family, taken whole, at the home of one of the demo's."""
    told = {"organisation": slug, "home": home(slug), "family": family, "scope": {"whole": True}}
    return make_site(slug, told, "tests")


def answer(slug: str, target: str) -> bytes:
    """What a site of the demo answers to a path and query."""
    content = load(slug, 2)
    state = SiteState(home(slug), content, content, FILES_DATE)
    return _ANSWERS[slug](state, Request("GET", f"/{target}", {})).body


@cache
def pages(slug: str) -> tuple[bytes, ...]:
    """The pages of a site of the demo: a few articles, the home page, a listing."""
    content = load(slug, 2)
    paths: dict[str, Callable[[Article], str]] = {
        "ondes": lambda article: spip_path(content, article),
        "passerelles": wordpress_path,
        "lagazette": lambda article: article.address,
    }
    found = [answer(slug, path) for path in ("", "textes.html", *map(paths[slug], content.articles[:12]))]
    return tuple(dict.fromkeys(body for body in found if len(body) > 200))


def real(family: str) -> tuple[bytes, ...]:
    """The saved pages of a real SPIP or WordPress."""
    return tuple(gzip.decompress(path.read_bytes()) for path in sorted(saved.PAGES.glob(f"{family}-*/*.html.gz")))


def linked_data() -> bytes:
    """A page that says its dates in JSON-LD and nowhere else."""
    told = '{"@graph":[{"@type":"Article","datePublished":"2024-03-18T09:00:00+01:00","dateModified":"2024-03-19"}]}'
    text = "<p>Nous demandons la réouverture du pont. Premiers signataires : Les Amis du Quai, Ligue des haltes.</p>"
    script = f'<script type="application/ld+json">{told}</script>'
    return (
        f"<html lang=fr><head>{script}</head><body><article><h1>Appel</h1>{text * 3}</article></body></html>".encode()
    )


def feeds() -> tuple[bytes, ...]:
    """Feeds of SPIP (RSS with Dublin Core) and WordPress, and an Atom feed."""
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title type="html">Un &lt;b&gt;texte</title>'
        '<id>tag:x,1</id><link href="/un-texte"/><link rel="enclosure" href="/a.pdf" type="application/pdf"/>'
        "<published>2024-03-18T09:00:00Z</published><updated>2024-03-19T09:00:00+01:00</updated>"
        '<category term="appel"/></entry></feed>'
    )
    return answer("ondes", "spip.php?page=backend"), answer("passerelles", "feed/"), atom.encode()


def sitemaps() -> tuple[bytes, ...]:
    """A sitemap of SPIP, an index and a part of WordPress."""
    parts = ("wp-sitemap.xml", "wp-sitemap-posts-post-1.xml")
    return answer("ondes", "sitemap.xml"), *(answer("passerelles", part) for part in parts)


def rest() -> tuple[bytes, ...]:
    """Answers of the WordPress API that list posts."""
    return tuple(answer("passerelles", f"wp-json/wp/v2/posts?per_page={size}&_embed=author,wp:term") for size in (1, 3))


def media() -> tuple[bytes, ...]:
    """Answers of the WordPress API that list files."""
    return tuple(answer("passerelles", f"wp-json/wp/v2/media?per_page={size}") for size in (1, 3))


def listings() -> tuple[bytes, ...]:
    """Pages that list others."""
    paths = {"ondes": ("spip.php?page=plan", ""), "passerelles": ("", "category/textes-communs/")}
    told = [answer(slug, path) for slug, several in paths.items() for path in several]
    return *told, answer("lagazette", "textes.html")


def lists() -> tuple[bytes, ...]:
    """Lists of signatories in every typography that has a table of cases."""
    data = tomllib.loads((Path(saved.__file__).parent / "data" / "typographies.toml").read_text("utf-8"))
    texts = [item for value in data.values() for item in _texts(value)]
    return tuple(text.encode() for text in texts if len(text) > 40)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def pdfs() -> tuple[bytes, ...]:
    """The PDFs of the demo, as they are; LARGEST cuts none of them."""
    return tuple(path.read_bytes() for path in sorted((_DEMO / "files").glob("*.pdf")))


@cache
def warcs() -> tuple[bytes, ...]:
    """A WARC file of each kind of record that we write, gzipped and plain."""
    made = Exchange(
        "GET",
        home("ondes"),
        (("Host", "ondes.example"),),
        200,
        (("Content-Type", "text/html"),),
        pages("ondes")[1],
        MOMENT,
    )
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder), "ondes", MOMENT, {"software": "Signataires"})
        recorder.keep(made)
        recorder.keep(replace(made, url=f"{home('ondes')}sitemap.xml", body=sitemaps()[0][:2000]))
        recorder.keep(replace(made, url=f"{home('ondes')}x", status=301, headers=(("Location", "/y"),), body=b""))
        recorder.revisit(replace(made, status=304, body=b""), MOMENT, made.digest)
        recorder.note(f"urn:signataires:run:ondes:{MOMENT}", NOTE)
        path = recorder.close()
        assert path is not None
        packed = path.read_bytes()
    return packed, gzip.decompress(packed)


def site_files() -> tuple[bytes, ...]:
    """Site files as shipped, and one with every kind of key."""
    shipped = sorted((Path(str(files("scraper"))) / "sites").glob("*.toml"))
    families = sorted((Path(str(files("scraper"))) / "families").glob("*.toml"))
    head = b'organisation = "halte"\nhome = "https://halte.example/"\nfamily = "spip"\n'
    return (
        *(path.read_bytes() for path in shipped[::6]),
        *(head + path.read_bytes() for path in families),
        head + EVERY_KEY,
    )


def organisations() -> tuple[bytes, ...]:
    """The demo's directory."""
    return (ORGANISATIONS.read_bytes()[:6000],)


def judgements() -> tuple[bytes, ...]:
    """A file of judgements of each verdict."""
    told = {
        "same": 'organisation = "ligue-des-haltes"\nwithin = "halte-12"',
        "different": 'organisation = "ligue-des-haltes"',
        "new": 'organisation = "amis"\ncalled = "Les Amis"\nacronyms = ["LA"]\nkind = "association"\nparent = "x"',
        "person": "", "nobody": "", "unsure": "",
    }  # fmt: skip
    entry = (
        '[[judgement]]\nname = "Ligue {0}"\nverdict = "{0}"\nby = "a"\nat = "2026-03-01T09:30:00Z"\nwhy = "b"\n{1}\n'
    )
    return ("\n".join(entry.format(verdict, more) for verdict, more in told.items()).encode(),)
