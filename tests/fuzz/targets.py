"""What reads bytes from outside, with what each is fed and how it says that it cannot read something."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path

from archive.judgements import Judgements, read_judgements
from archive.model import Block
from archive.names import split_names, unnamed
from archive.organisations import read_organisations
from archive.resolve import Directory
from archive.search.query import Query
from scraper.dates import iso_date, iso_moment
from scraper.discover import discover
from scraper.extract import extract
from scraper.glance import NotAStatement
from scraper.listings.entry import DiscoveryError
from scraper.page import Page
from scraper.pdf import PdfError, pdf_text
from scraper.read import events_of, read_pages
from scraper.signatories import find_blocks
from scraper.site import SiteError, load_site
from tests.fuzz import seeds

HTML = "text/html; charset=utf-8"
Seeds = Callable[[], Sequence[bytes]]
Read = Callable[[bytes], object]


@dataclass(frozen=True)
class Target:
    """Something that reads. `refusals` are how it says that it cannot; anything else that it raises is a flaw.

    `words` names what its format is made of, in `words.toml`.
    """

    name: str
    read: Read
    seeds: Seeds
    words: str
    refusals: tuple[type[Exception], ...] = ()

    def feed(self, body: bytes) -> bool:
        """Whether it read this. Raises what it must not raise."""
        try:
            found = self.read(body)
        except self.refusals:
            return False
        for text in texts(found):
            text.encode()  # half a character can be neither stored nor sent
        return True


@cache
def words(name: str) -> tuple[bytes, ...]:
    """What a format is made of."""
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return tuple(word.encode() for word in told[name].split("|"))


def texts(value: object) -> Iterator[str]:
    """Every text in what was read. Raises `TypeError` where a field that is a text holds something else."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            held = getattr(value, item.name)
            if item.type in ("str", "str | None") and not isinstance(held, str | None):
                raise TypeError(f"{type(value).__name__}.{item.name} is {held!r:.80}")
            yield from texts(held)
    elif isinstance(value, dict | list | tuple):
        for item in (*value, *value.values()) if isinstance(value, dict) else value:
            yield from texts(item)


def page(slug: str, *families: str) -> Read:
    """Reads a page by each of some families; refuses it when none can read it."""

    def read(body: bytes) -> object:
        found, refused = [], None
        shown = Page(f"{seeds.home(slug)}article12", body, 200, {"content-type": HTML}, seeds.MOMENT)
        for family in families:
            try:
                found.append(extract(seeds.site(slug, family), shown))
            except NotAStatement as reason:
                refused = reason
        if refused and not found:
            raise refused
        return found

    return read


def answer(slug: str, family: str, path: str) -> Read:
    """Reads what a site lists."""
    headers = {"content-type": "text/xml", "x-wp-total": "300", "x-wp-totalpages": "3"}
    address, site = seeds.home(slug) + path, seeds.site(slug, family)
    return lambda body: discover(site, Page(address, body, 200, headers, seeds.MOMENT))


def text(read: Callable[[str], object]) -> Read:
    """Reads characters."""
    return lambda body: read(body.decode("utf-8", "replace"))


def file(read: Callable[[Path], object], name: str) -> Read:
    """Reads a file."""

    def reading(body: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(body)
            return read(path)

    return reading


def _dates(written: str) -> object:
    return iso_date(written), iso_moment(written)


def _lists(written: str) -> object:
    directory = Directory.load(seeds.ORGANISATIONS)
    blocks = (*find_blocks(written), Block(written, 0, "Signataires :"))
    return [(block, split_names(block, directory), unnamed(block)) for block in blocks]


def _warc(path: Path) -> object:
    sites = {"ondes": seeds.site("ondes", "spip")}
    said: list[str] = []
    return [list(events_of(one, sites)) for one in read_pages(path, sites, said.append)], said


def _site_file(path: Path) -> object:
    """A site file that is taken must be one that pages can be read by."""
    site = load_site(path)
    for body in (seeds.linked_data(), seeds.listings()[0]):
        shown = Page(f"{site.home}article12", body, 200, {"content-type": HTML}, seeds.MOMENT)
        try:
            discover(site, shown)
            extract(site, shown)
        except (NotAStatement, DiscoveryError):
            continue
    return site


def _judgements(path: Path) -> object:
    return Judgements(read_judgements(path)).entries


def _written(*several: str) -> Seeds:
    return lambda: [one.encode() for one in several]


POSTS, MEDIA = "wp-json/wp/v2/posts?per_page=100", "wp-json/wp/v2/media?parent=1"
OTHERS = ("generic", "drupal", "joomla", "blogger", "overblog")
DAYS = (
    "18 mars 2024",
    "2024-03-18T09:00:00+01:00",
    "Mon, 18 Mar 2024 09:00:00 GMT",
    "March 18th, 2024",
    "1er mai 2023",
)
ASKED = ("pont des tanneries", '« eau » OU "halte" -port LDH*')
NOT_READ, NOT_LISTED = (NotAStatement,), (DiscoveryError,)
TARGETS = {
    target.name: target
    for target in (
        Target("spip", page("ondes", "spip"), lambda: seeds.pages("ondes") + seeds.real("spip"), "html", NOT_READ),
        Target(
            "wordpress",
            page("passerelles", "wordpress"),
            lambda: seeds.pages("passerelles") + seeds.real("wordpress"),
            "html",
            NOT_READ,
        ),
        Target(
            "other-families",
            page("lagazette", *OTHERS),
            lambda: (*seeds.pages("lagazette"), seeds.linked_data()),
            "html",
            NOT_READ,
        ),
        Target("feed", answer("ondes", "spip", "spip.php?page=backend"), seeds.feeds, "xml", NOT_LISTED),
        Target("sitemap", answer("ondes", "spip", "sitemap.xml"), seeds.sitemaps, "xml", NOT_LISTED),
        Target("rest", answer("passerelles", "wordpress", POSTS), seeds.rest, "json", NOT_LISTED),
        Target("media", answer("passerelles", "wordpress", MEDIA), seeds.media, "json", NOT_LISTED),
        Target("listing", answer("ondes", "spip", ""), seeds.listings, "html", NOT_LISTED),
        Target("dates", text(_dates), _written(*DAYS), "dates"),
        Target("lists", text(_lists), seeds.lists, "lists"),
        Target("pdf", pdf_text, seeds.pdfs, "pdf", (PdfError,)),
        Target("warc-of-others", file(_warc, "crawl.warc.gz"), seeds.warcs, "warc"),
        Target("warc", file(_warc, "ondes-20260301093000-00000.warc.gz"), seeds.warcs, "warc"),
        Target("site-file", file(_site_file, "halte.toml"), seeds.site_files, "toml", (SiteError,)),
        Target(
            "organisations", file(read_organisations, "organisations.toml"), seeds.organisations, "toml", (ValueError,)
        ),
        Target("judgements", file(_judgements, "judgements.toml"), seeds.judgements, "toml", (ValueError,)),
        Target("query", text(Query.parse), _written(*ASKED), "query"),
    )
}
