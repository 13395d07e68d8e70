"""Every page of the site answers, in both languages and every form, with what the archive holds."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from lxml import etree, html

from archive.web.gate import QUERY
from archive.web.ready import making_ready
from archive.web.visit import Visit
from tests.demo_archive import Answer, get, persons
from tests.digest import rows

# (path, what it says in French, in English)
PAGES = (
    ("/", "Les derniers textes", "Latest texts"),
    ("/recherche", "textes trouvés", "texts found"),
    ("/recherche?q=pont", "textes trouvés", "texts found"),
    ("/recherche?q=hipopotame", "Aucun texte ne répond", "No text answers"),
    ("/communiques/ondes-42", "Première version vue", "First version seen"),
    ("/communiques/ondes-21", "Le même texte ailleurs", "The same text elsewhere"),
    ("/organisations", "Le répertoire des organisations", "The directory of organisations"),
    ("/organisations/cosyval", "Avec qui elle signe", "With whom it signs"),
    ("/sites/ondes", "Ses derniers textes", "Its latest texts"),
    ("/changements", "Nom ajouté", "Name added"),
    ("/reseau", "La matrice", "The matrix"),
    ("/couverture", "Textes par site et par année", "Texts by site and year"),
    ("/donnees", "Licence et réserves", "Licence and caveats"),
    ("/a-propos", "Qui répond", "Who answers"),
)
STOCK = ("/archive", "/archive/statements", "/archive/recherche?q=pont", "/archive/statements/ondes-21")
FORMS = (
    ("/recherche.json?q=pont", "application/json"),
    ("/recherche.csv?q=pont", "text/csv"),
    ("/recherche.csv?q=pont&excel=1", "text/csv"),
    ("/recherche.xlsx?q=pont", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("/recherche.atom?q=pont", "application/atom+xml"),
    ("/communiques/ondes-21.json", "application/json"),
    ("/communiques/ondes-21.bib", "application/x-bibtex"),
    ("/communiques/ondes-21.ris", "application/x-research-info-systems"),
    ("/communiques/ondes-21.txt", "text/plain"),
    ("/organisations.json", "application/json"),
    ("/organisations.csv", "text/csv"),
    ("/organisations.atom", "application/atom+xml"),
    ("/organisations/cosyval.json", "application/json"),
    ("/organisations/cosyval.csv", "text/csv"),
    ("/organisations/cosyval.atom", "application/atom+xml"),
    ("/sites/ondes.atom", "application/atom+xml"),
    ("/changements.atom", "application/atom+xml"),
    ("/reseau.json", "application/json"),
    ("/reseau.csv", "text/csv"),
    ("/reseau.graphml", "application/graphml+xml"),
    ("/reseau.gexf", "application/gexf+xml"),
    ("/couverture.json", "application/json"),
    ("/couverture.csv", "text/csv"),
    ("/sitemap.xml", "application/xml"),
    ("/sitemap-textes-0.xml", "application/xml"),
    ("/robots.txt", "text/plain"),
)
ODD = (
    "'",
    '"',
    "<script>",
    "%00",
    "a" * 5000,
    "../../etc/passwd",
    "{{7*7}}",
    "é",
    "%s%s",
    "-1",
    "99999999999999999999",
)


def ask(address: str, **headers: str) -> Answer:
    """The answer to a request with headers; a `_` in their names is a `-`."""
    request = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def with_lang(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.parametrize(("path", "french", "english"), PAGES, ids=[path for path, _, _ in PAGES])
def test_a_page_in_both_languages(datasette: str, path: str, french: str, english: str) -> None:
    for language, said, other in (("fr", french, english), ("en", english, french)):
        page = get(datasette + with_lang(path, language))
        assert page.status == 200
        tree = html.fromstring(page.text)
        assert tree.get("lang") == language
        assert page.headers["content-language"] == language
        text = " ".join(tree.text_content().split())
        assert said in text
        assert other not in text
        inside = [
            a.get("href")
            for a in tree.iter("a")
            if (a.get("href") or "").startswith("/") and "/-/" not in a.get("href")
        ]
        assert [link for link in inside if "lang=" not in link] == []


@pytest.mark.parametrize(("path", "french", "english"), PAGES[:3])
def test_the_browser_chooses_where_nobody_did(datasette: str, path: str, french: str, english: str) -> None:
    assert french in ask(datasette + path, accept_language="de, fr;q=0.5").text
    page = ask(datasette + path, accept_language="en-GB, fr;q=0.5")
    assert english in page.text
    assert "Accept-Language" in page.headers["vary"]
    assert english in ask(datasette + with_lang(path, "en"), accept_language="fr").text


@pytest.mark.parametrize("path", [*[path for path, _, _ in PAGES], *STOCK])
def test_a_page_is_whole_and_keeps_to_itself(datasette: str, path: str) -> None:
    page = get(datasette + path)
    tree = html.fromstring(page.text)
    assert page.status == 200
    assert len(tree.findall(".//h1")) == 1
    assert len(tree.findall(".//main")) == 1
    assert tree.find(".//a[@class='skip']") is not None
    assert [
        item.get("src")
        for item in tree.iter("script")
        if item.get("type") != "application/ld+json" and not item.get("src")
    ] == []
    fetched = [item.get("src") or "" for item in tree.iter("script", "img", "iframe")]
    fetched += [item.get("href") or "" for item in tree.iter("link") if item.get("rel") in ("stylesheet", "icon")]
    assert [one for one in fetched if one and not one.startswith("/-/static")] == []
    assert not [one for item in tree.iter() for one in item.attrib if str(one).startswith("on")]
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("path", "french", "english"), PAGES)
def test_links_within_lead_somewhere(datasette: str, path: str, french: str, english: str) -> None:
    tree = html.fromstring(get(datasette + path).text)
    links = {
        item.get("href").partition("#")[0]
        for item in tree.iter("a", "link")
        if (item.get("href") or "").startswith("/")
    }
    wrong = {link: status for link in sorted(links)[:40] if (status := get(datasette + link).status) != 200}
    assert wrong == {}


def test_links_within_a_page_have_their_places(datasette: str) -> None:
    for path, _, _ in PAGES:
        tree = html.fromstring(get(datasette + path).text)
        places = {item.get("id") for item in tree.iter() if item.get("id")}
        assert {a.get("href")[1:] for a in tree.iter("a") if (a.get("href") or "").startswith("#")} <= places
        ids = [item.get("id") for item in tree.iter() if item.get("id")]
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize(("path", "kind"), FORMS)
def test_a_form(datasette: str, path: str, kind: str) -> None:
    answer = get(datasette + path)
    assert (answer.status, answer.headers.get_content_type()) == (200, kind)
    assert answer.body
    if kind == "application/json":
        assert answer.data
    elif kind == "text/csv":
        text = answer.text.removeprefix("\ufeff")
        table = list(csv.reader(io.StringIO(text), delimiter=";" if "excel" in path else ","))
        assert {len(row) for row in table} == {len(table[0])}
        assert len(table) > 1
    elif kind.endswith("xml"):
        etree.fromstring(answer.body)


def test_search_as_json(datasette: str) -> None:
    found = get(f"{datasette}/recherche.json?q=pont+des+tanneries").data
    assert found["total"] == 4
    keys = {"id", "title", "published", "site", "url", "kind", "passage", "organisations"}
    assert all(keys <= result.keys() for result in found["results"])
    assert found["results"][0]["title"] == "Le pont des Tanneries doit rouvrir maintenant"
    assert found["next"] is None


def test_results_page_through(datasette: str) -> None:
    found, after = list[str](), ""
    while True:
        page = get(f"{datasette}/recherche.json?limite=7&suite={after}").data
        found += [one["id"] for one in page["results"]]
        after = page["next"]
        if after is None:
            break
    assert len(found) == len(set(found)) == page["total"] == 43


def test_choices_narrow(datasette: str) -> None:
    tree = html.fromstring(get(f"{datasette}/recherche?q=pont").text)
    aside = tree.find(".//aside")
    assert aside is not None
    links = aside.findall(".//a")
    assert links
    for link in links:
        (count,) = (span.text for span in link.findall("span") if span.get("class") == "count")
        found = get(datasette + link.get("href").replace("/recherche?", "/recherche.json?")).data
        assert found["total"] == int(count)


def test_what_two_organisations_signed_together(datasette: str) -> None:
    found = get(f"{datasette}/recherche.json?organisation=cosyval&avec=ecoriv&limite=100").data
    pairs = get(f"{datasette}/reseau.json").data["pairs"]
    pair = next(one for one in pairs if (one["a"], one["b"]) == ("cosyval", "ecoriv"))
    assert found["total"] >= pair["works"] > 0
    assert all({"cosyval", "ecoriv"} <= set(one["organisations"]) for one in found["results"])
    assert get(f"{datasette}/recherche.json?organisation=cosyval&avec=personne").data["total"] == 0


def test_csv_of_a_search_is_in_its_order(datasette: str) -> None:
    found = get(f"{datasette}/recherche.json?q=pont&limite=100").data
    table = csv.DictReader(io.StringIO(get(f"{datasette}/recherche.csv?q=pont").text))
    assert [row["id"] for row in table] == [one["id"] for one in found["results"]]


def test_every_statement_has_its_page(datasette: str, demo: Path) -> None:
    for identifier, title, url in rows(demo / "archive.db", "select id, title, url from statements"):
        page = get(f"{datasette}/communiques/{quote(identifier)}")
        assert page.status == 200
        tree = html.fromstring(page.text)
        assert tree.findtext(".//h1") == title
        assert url in page.text or url.replace("&", "&amp;") in page.text
        assert tree.find(".//link[@rel='canonical']").get("href").endswith(f"/communiques/{identifier}")


def test_every_organisation_has_its_page(datasette: str, demo: Path) -> None:
    for identifier, name in rows(demo / "archive.db", "select id, name from organisations"):
        page = get(f"{datasette}/organisations/{quote(identifier)}")
        assert page.status == 200
        assert name in unescape(page.text)


def test_an_organisation_counts_copies_once(datasette: str) -> None:
    told = get(f"{datasette}/organisations/cosyval.json").data
    assert {one["id"]: one["works"] for one in told["beside"]}["ecoriv"] == 3
    network = get(f"{datasette}/reseau.json").data
    pair = next(one for one in network["pairs"] if {one["a"], one["b"]} == {"cosyval", "ecoriv"})
    assert pair["works"] == 3
    assert pair["closeness"] == pytest.approx(3 / 7)


def test_a_period_narrows_the_network(datasette: str) -> None:
    whole = get(f"{datasette}/reseau.json").data
    year = get(f"{datasette}/reseau.json?du=2024&au=2024").data
    assert 0 < len(year["pairs"]) < len(whole["pairs"])
    assert all("2024" <= one["first"] <= one["last"] < "2025" for one in year["pairs"])


def test_how_lists_of_copies_differ(datasette: str) -> None:
    told = get(f"{datasette}/communiques/ondes-21.json").data
    assert len(told["copies"]) == 2
    own = {one["organisation_id"] for one in told["signatures"]}
    for copy in told["copies"]:
        theirs = get(f"{datasette}/communiques/{copy['id']}.json").data
        listed = {one["organisation_id"] for one in theirs["signatures"]}
        assert {one["organisation_id"] for one in copy["only_there"]} == listed - own
        assert {one["organisation_id"] for one in copy["only_here"]} == own - listed


def test_a_browser_keeps_what_holds(datasette: str) -> None:
    for path in ("/", "/communiques/ondes-21", "/recherche.csv?q=pont", "/organisations/cosyval.atom"):
        first = get(datasette + path)
        assert "max-age" in first.headers["cache-control"]
        again = ask(datasette + path, if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert ask(datasette + with_lang(path, "en"), if_none_match=first.headers["etag"]).status == 200


def test_canonical_addresses(datasette: str) -> None:
    tree = html.fromstring(get(f"{datasette}/communiques/ondes-21?lang=en").text)
    assert tree.find(".//link[@rel='canonical']").get("href") == f"{datasette}/communiques/ondes-21?lang=en"
    others = {link.get("hreflang"): link.get("href") for link in tree.findall(".//link[@hreflang]")}
    plain = f"{datasette}/communiques/ondes-21"
    assert others == {"fr": plain, "en": f"{plain}?lang=en", "x-default": plain}
    for language in ("fr", "en"):  # the browser's preference changes the words, not the address
        tree = html.fromstring(ask(plain, accept_language=language).text)
        assert tree.get("lang") == language
        assert tree.find(".//link[@rel='canonical']").get("href") == plain


def test_sitemaps_list_every_permanent_address(datasette: str, demo: Path) -> None:
    index = etree.fromstring(get(f"{datasette}/sitemap.xml").body)
    listed = {
        loc.text for part in index.iter("{*}loc") for loc in etree.fromstring(get(part.text or "").body).iter("{*}loc")
    }
    wanted = {f"{datasette}/communiques/{one}" for (one,) in rows(demo / "archive.db", "select id from statements")}
    wanted |= {
        f"{datasette}/organisations/{one}" for (one,) in rows(demo / "archive.db", "select id from organisations")
    }
    assert wanted <= listed
    assert f"Sitemap: {datasette}/sitemap.xml" in get(f"{datasette}/robots.txt").text


@pytest.mark.parametrize(
    "path", ["/nulle-part", "/communiques/rien", "/organisations/rien", "/sites/rien", "/archive/rien"]
)
def test_nothing_there(datasette: str, path: str) -> None:
    page = get(datasette + path)
    assert page.status == 404
    assert "Il n’y a rien à cette adresse." in page.text
    assert "content-security-policy" in page.headers
    assert get(f"{datasette}{path}.json").status == 404


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "path", ["/recherche?q={}", "/recherche?suite={}&tri={}&du={}&site={}", "/reseau?du={}&nombre={}&seuil={}",
             "/organisations?tri={}&genre={}", "/organisations/cosyval?suite={}", "/recherche.json?limite={}"],
)  # fmt: skip
def test_what_readers_may_type(datasette: str, path: str, odd: str) -> None:
    asked = path.replace("{}", odd if odd.startswith("%0") else quote(odd))
    assert get(datasette + asked).status == (200 if len(asked.partition("?")[2]) <= QUERY else 414)


@pytest.mark.parametrize("identifier", ["%2e%2e", "%00", "a%2Fb", "%3Cscript%3E", "x" * 3000, "%F0%9F%98%80", "%ff"])
def test_odd_identifiers_are_not_found(datasette: str, identifier: str) -> None:
    for room in ("communiques", "organisations", "sites"):
        assert get(f"{datasette}/{room}/{identifier}").status == 404


def test_no_person_on_any_page(datasette: str) -> None:
    said = "".join(get(datasette + path).text for path, _, _ in PAGES) + get(f"{datasette}/recherche.csv").text
    said += json.dumps(get(f"{datasette}/recherche.json?limite=100").data, ensure_ascii=False)
    assert [name for name in persons() if name in unescape(said)] == []


def test_only_reading(datasette: str) -> None:
    request = urllib.request.Request(f"{datasette}/recherche", data=b"q=pont", method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    with refused.value as error:
        assert error.code in (403, 405)


def test_the_data_dictionary_has_every_column(datasette: str) -> None:
    from archive.schema import TABLES

    for language in ("fr", "en"):
        tree = html.fromstring(get(f"{datasette}/donnees?lang={language}").text)
        for table, columns in TABLES.items():
            section = tree.find(f".//section[@id='table-{table}']")
            assert section is not None
            told: dict[str, Any] = {dt.text_content(): dt.getnext() for dt in section.iter("dt")}
            assert set(told) == set(columns)
            assert all(re.search(r"\w", dd.text_content()) for dd in told.values())


def test_what_takes_long_is_made_at_the_start(demo: Path) -> None:
    async def kept() -> set[str]:
        served = Datasette([str(demo / "archive.db")])
        await served.invoke_startup()
        async with making_ready(served):
            for _ in range(300):
                names = {str(key[1]) for key in Visit.memory.kept if str(demo) in str(key[0])}
                if "archive.web.queries.organisations.registry" in names:
                    return names
                await asyncio.sleep(0.1)
        return set()

    assert {"archive.search.signers.signers", "archive.web.queries.coverage.held"} <= asyncio.run(kept())
