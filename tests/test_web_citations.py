"""What is cited can be read back: BibTeX, RIS, and the metadata that Zotero's connector and search engines read."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
import rispy
from pybtex.database import parse_string

from archive.web.citations import Citation
from archive.web.languages import Words
from tests.demo_archive import get
from tests.digest import rows

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import extruct

FRENCH = Words("fr")
TITLES = (
    "Le pont des Tanneries", "50 % de hausse & rien d’autre #stop_loyers", "Braces {open", "close} again",
    "a \\ b $x$ ^~",
    "« Cœur » œuvre étranger·ères — 😀", "TY  - X\nER  - ", "@misc{x, title={y}}", "  spaces  \t in it ", "",
)  # fmt: skip


def cited(title: str, **more: Any) -> Citation:
    """A citation of an invented text with a title."""
    told: dict[str, Any] = {
        "key": "ondes-21", "title": " ".join(title.split()), "publisher": "Collectif Ondes & Brise", "language": "fr",
        "published": "2024-03-18", "url": "https://ondes.example/a_b?c=1&d=%20", "sha256": "ab" * 32,
        "permanent": "https://archive.example/communiques/ondes-21", "seen": "2026-01-02T03:04:05Z",
        "signatories": ("Les Amis de la Halte", "Toits pour Valmorel"),
    }  # fmt: skip
    return Citation(**(told | more))


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_reads_back(title: str) -> None:
    made = cited(title).bibtex(FRENCH) + cited("Second", key="second").bibtex(FRENCH)
    found = parse_string(made, "bibtex").entries
    assert list(found) == ["ondes-21", "second"]
    assert found["ondes-21"].fields["url"] == "https://archive.example/communiques/ondes-21"
    assert found["ondes-21"].fields["year"] == "2024"
    assert len(found["ondes-21"].persons["author"]) == 1


@pytest.mark.parametrize("title", TITLES)
def test_ris_reads_back(title: str) -> None:
    one = cited(title)
    (found, second) = rispy.loads(one.ris(FRENCH) + "\n" + cited("Second").ris(FRENCH))
    assert found.get("title", "") == one.title
    assert found["authors"] == ["Collectif Ondes & Brise"]
    assert found["keywords"] == list(one.signatories)
    assert (found["year"], found["date"]) == ("2024", "2024/03/18")
    assert second["title"] == "Second"


@pytest.mark.parametrize(
    ("published", "date"), [("2024-03-18", "2024/03/18"), ("2024-03", "2024/03/"), ("2024", "2024//"), (None, None)]
)
def test_as_much_of_the_date_as_is_known(published: str | None, date: str | None) -> None:
    one = cited("Un", published=published)
    (found,) = rispy.loads(one.ris(FRENCH))
    assert found.get("date") == date
    (entry,) = parse_string(one.bibtex(FRENCH), "bibtex").entries.values()
    assert entry.fields.get("date") == published
    assert one.text(FRENCH)


def test_every_statement_is_cited(datasette: str, demo: Path) -> None:
    for identifier, title, published in rows(demo / "archive.db", "select id, title, published from statements"):
        address = f"{datasette}/communiques/{identifier}"
        (entry,) = parse_string(get(f"{address}.bib").text, "bibtex").entries.values()
        assert entry.fields["date"] == published
        (record,) = rispy.loads(get(f"{address}.ris").text)
        assert (record["title"], record["urls"][0]) == (" ".join(title.split()), address)
        assert title.replace("\xa0", " ") in get(f"{address}.txt").text.replace("\xa0", " ")


def test_metadata_reads_back(datasette: str, demo: Path) -> None:
    for identifier, title, published in rows(
        demo / "archive.db", "select id, title, published from statements limit 8"
    ):
        address = f"{datasette}/communiques/{identifier}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            told = extruct.extract(get(address).text, base_url=address, syntaxes=["json-ld", "opengraph", "dublincore"])
        (article,) = told["json-ld"]
        line = " ".join(title.split())
        assert (article["@type"], article["name"], article["datePublished"]) == ("Article", line, published)
        assert (article["url"], article["publisher"]["@type"]) == (address, "Organization")
        names = [one["as_written"] for one in get(f"{address}.json").data["signatures"]]
        assert bool(article.get("contributor")) == bool(names)
        assert dict(told["opengraph"][0]["properties"])["og:title"] == title
        core = {one["name"].lower(): one["content"] for one in told["dublincore"][0]["elements"]}
        assert (core["dc.title"], core["dc.date"], core["dc.identifier"]) == (line, published, address)
