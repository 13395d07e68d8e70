"""The fleet: every site file, every family, and what a wrong file is told."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from lxml.cssselect import CSSSelector

from scraper.canonical import is_article
from scraper.site import Layout, Site, SiteError, load_site, load_sites, loopback_home, make_site

ROOT = Path(__file__).parents[1]
SITES = ROOT / "scraper" / "sites"
SLUGS = sorted(path.stem for path in SITES.glob("*.toml"))
REGISTRY = ROOT.parent / "shared" / "registry" / "sites.csv"
THREE = {
    "organisation": "rivages",
    "home": "https://rivages.example/",
    "family": "spip",
}
NOT_SELECTORS = {"until", "number"}

# Examples of the registry that stand in where no statement was met (its notes say so): lists, homes, other pages.
STAND_INS = """
https://cnpjdpi.org/
http://events.aawfrance.org/index.html
https://atmf.org/?cat=82&paged=15
https://atmf.org/?cat=5&paged=10
https://atmf.org/?cat=50&paged=2
http://www.atmf.org/category/mobilisations/lutte-contre-le-racisme/
http://www.atf-federation.org/page/46
http://www.atf-federation.org/page/50
http://www.atf-federation.org/page/70
http://atf-federation-org.over-blog.com/page/63
http://www.aurdip.org/objectifs-en.html?lang=fr&debut_liste_aurdip_signataires=160
https://www.aurdip.org/+-joseph-oesterle-134-+.html?lang=fr
https://aurdip.org/page/221/?debut_articlerec=2740
https://aurdip.org/category/syndicats
http://cjpp5.over-blog.com/pages/Charte_du_CJPP5_Comite_Justice_et_Paix_en_Palestine_et_au_ProcheOrient_du_5eme_arrondissement_de_Paris_Avril_2009-1082279.html
https://fsu.fr/category/europe-international/?page=3
https://archives.eelv.fr/eelv/commissions_2017/transnationale.eelv.fr/tag/palestine/feed/index.html
https://wilpfrance.wordpress.com/historique/
https://npa-lanticapitaliste.org/videos/palestine-reconnaitre-les-peuples-avant-les-etats
https://semaineanticoloniale.com/la_semaine/editions-precedentes/
http://www.ujfp.org/spip.php?rubrique2
https://ujfp.org/evenements/conference-a-st-pierre-de-frugie-palestine-israel-microcosme-du-chaos-mondial-par-andre-rosevegue
https://solidaires.org/sinformer-et-agir/brochures/brochures-et-argumentaires-interpro/
http://uavj.free.fr/UAVJtextes.htm
http://uavj.free.fr/UAVJdebats.html
http://uavj.free.fr/UAVJmessages.html
""".splitlines()


@pytest.fixture(params=SLUGS)
def site(request: pytest.FixtureRequest) -> Site:
    return load_site(SITES / f"{request.param}.toml")


def registry() -> list[dict[str, str]]:
    if not REGISTRY.is_file():
        return []
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def selectors(layout: Layout) -> Iterator[str]:
    for item in fields(Layout):
        value = getattr(layout, item.name)
        if item.name not in NOT_SELECTORS:
            yield from (value,) if isinstance(value, str) else value


# --- each site file ----------------------------------------------------------------------------------------------


def test_home_has_an_organisation_and_an_address_of_its_own(site: Site) -> None:
    assert site.owns(site.home)
    assert not is_article(site, site.home)
    assert not site.owns("https://elsewhere.example/")


def test_organisation_is_in_the_directory(site: Site) -> None:
    directory = tomllib.loads((ROOT / "archive" / "data" / "organisations.toml").read_text("utf-8"))
    assert site.organisation in {item["id"] for item in directory["organisation"]}


def test_selectors_and_patterns_compile(site: Site) -> None:
    rules = site.discover
    for selector in (rules.items, rules.links, rules.next, *selectors(site.layout)):
        assert not selector or CSSSelector(selector, translator="html")
    for pattern in (
        rules.article,
        rules.skip,
        rules.next_only,
        *site.layout.number,
        *site.scope.words,
    ):
        re.compile(pattern)
    assert all(re.compile(pattern).groups == 1 for pattern in site.layout.number), "group 1 is the number"


def test_addresses_belong_to_the_site(site: Site) -> None:
    rules, scope = site.discover, site.scope
    told = (
        *rules.rest,
        *rules.feeds,
        *rules.sitemaps,
        *rules.listings,
        *scope.sections,
        *scope.keywords,
    )
    assert all(site.owns(site.address(relative)) for relative in told)
    assert "{word}" in rules.search or not rules.search
    assert site.stopped or rules.rest or rules.feeds or rules.sitemaps or rules.listings, "nothing to ask"


def test_no_two_sites_are_crawled_at_one_home() -> None:
    homes = [site.home for site in load_sites(SITES).values() if not site.stopped]
    assert len(homes) == len(set(homes))


def test_the_collective_is_taken_whole() -> None:
    assert [slug for slug, site in load_sites(SITES).items() if site.scope.whole] == ["cnpjdpi"]


# --- against the registry ----------------------------------------------------------------------------------------


@pytest.mark.skipif(not REGISTRY.is_file(), reason="../shared/registry is not beside this checkout")
def test_every_row_of_the_registry_is_a_site_or_is_explained() -> None:
    explained = (SITES / "README.md").read_text("utf-8")
    assert {row["slug"] for row in registry() if f"`{row['slug']}`" not in explained} == set(SLUGS)


@pytest.mark.skipif(not REGISTRY.is_file(), reason="../shared/registry is not beside this checkout")
@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=row["slug"]) for row in registry() if row["slug"] in SLUGS],
)
def test_examples_of_the_registry_are_owned_and_have_the_shape_of_an_article(
    row: dict[str, str],
) -> None:
    site = load_site(SITES / f"{row['slug']}.toml")
    assert (site.organisation, site.home) == (row["organisation_slug"], row["home"])
    for address in filter(None, row["example_statement_urls"].split("|")):
        assert site.owns(address), address
        assert is_article(site, address) is (address not in STAND_INS), address


# --- what a wrong file is told -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"home": None}, ["`home`", "missing"], id="a key is missing"),
        pytest.param({"organisation": ""}, ["`organisation`", "missing"], id="an empty key"),
        pytest.param(
            {"dealy": 2.0},
            ["`dealy`", "`delay`"],
            id="an unknown key, with what was meant",
        ),
        pytest.param({"zzz": 1}, ["`zzz`", "organisation"], id="an unknown key like no other"),
        pytest.param(
            {"layout": {"titel": ["h1"]}},
            ["`layout.titel`", "`layout.title`"],
            id="one in a table",
        ),
        pytest.param({"delay": "2"}, ["`delay`", "float", "str"], id="a wrong type"),
        pytest.param(
            {"layout": {"title": "h1"}},
            ["`layout.title`", "list"],
            id="text for a list",
        ),
        pytest.param(
            {"layout": {"title": [1]}},
            ["`layout.title[0]`", "str"],
            id="a wrong type in a list",
        ),
        pytest.param(
            {"scope": {"whole": 1}},
            ["`scope.whole`", "bool"],
            id="a number for yes or no",
        ),
        pytest.param(
            {"layout": {"number": ["("]}},
            ["`layout.number[0]`", "regular expression"],
            id="a bad number",
        ),
        pytest.param(
            {"discover": {"skip": "["}},
            ["`discover.skip`", "regular expression"],
            id="a bad pattern",
        ),
        pytest.param(
            {"discover": {"skip": "[[a]b"}},
            ["`discover.skip`", "later Python", "\\["],
            id="a pattern that may come to mean another",
        ),
        pytest.param(
            {"scope": {"exclude": ["*"]}},
            ["`scope.exclude[0]`", "regular expression"],
            id="a bad exclusion",
        ),
        pytest.param(
            {"family": "spipp"},
            ["'spipp'", "spip", "wordpress"],
            id="an unknown family",
        ),
        pytest.param({"family": "../sites/acca"}, ["family"], id="a family that is a path"),
        pytest.param(
            {"home": "https://rivages.example"},
            ["`home`", "slash"],
            id="a home without its slash",
        ),
        pytest.param({"home": "rivages.example/"}, ["`home`", "http"], id="a home without http"),
        pytest.param({"delay": -1}, ["`delay`", "between"], id="a delay below zero"),
        pytest.param({"rights": "none"}, ["`rights`", "excerpt"], id="unknown rights"),
    ],
)
def test_a_wrong_site_file_is_told_where_and_what(change: dict[str, Any], told: list[str]) -> None:
    data = {key: value for key, value in (THREE | change).items() if value is not None}
    with pytest.raises(SiteError) as error:
        make_site("rivages", data, "rivages.toml")
    assert str(error.value).startswith("rivages.toml: ")
    assert all(part in str(error.value) for part in told), str(error.value)


@pytest.mark.parametrize("name", ["Rivages", "rivages_ouverts", "-rivages", "rivages--ouverts", "rivagés"])
def test_a_site_file_is_named_as_a_slug(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.toml").write_text("", "utf-8")
    with pytest.raises(SiteError, match=r"\.toml: a site file is named"):
        load_site(tmp_path / f"{name}.toml")


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "rivages.toml").write_text("home = https://rivages.example/", "utf-8")
    with pytest.raises(SiteError, match=r"rivages\.toml: not TOML: .*line 1"):
        load_sites(tmp_path)


def test_a_folder_without_sites_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="new-site"):
        load_sites(tmp_path)
    with pytest.raises(SiteError, match="no such folder"):
        load_sites(tmp_path / "none")


# --- a site laid over its family ---------------------------------------------------------------------------------


def test_the_word_of_the_site_file_wins_and_the_rest_is_the_family_s() -> None:
    site = make_site("rivages", THREE | {"layout": {"title": ["h3"]}}, "rivages.toml")
    family = make_site("rivages", THREE, "rivages.toml")
    assert site.layout.title == ("h3",)
    assert (site.layout.body, site.discover) == (family.layout.body, family.discover)


def test_an_old_layout_overrides_today_s_for_its_days() -> None:
    until = tomllib.loads("day = 2024-05-01")["day"]
    site = make_site(
        "rivages",
        THREE | {"old_layouts": [{"until": until, "title": ["h3"]}]},
        "rivages.toml",
    )
    assert site.layout_at(until.replace(day=1, month=4)).title == ("h3",)
    assert site.layout_at(until.replace(month=4)).body == site.layout.body
    assert site.layout_at(until) == site.layout


def test_www_ports_and_further_hosts_are_the_same_site() -> None:
    site = make_site(
        "rivages",
        THREE | {"home": "https://rivages.example/blog/", "hosts": ["old.example"]},
        "r.toml",
    )
    owned = [
        "http://www.rivages.example/blog/x",
        "https://RIVAGES.example:443/blog/",
        "https://old.example/blog/x",
    ]
    others = [
        "https://rivages.example/",
        "https://sub.rivages.example/blog/",
        "mailto:a@rivages.example",
    ]
    assert all(map(site.owns, owned))
    assert not any(map(site.owns, others))


def test_loopback_keeps_everything_but_the_address() -> None:
    site = loopback_home(make_site("rivages", THREE, "rivages.toml"), "http://127.0.0.1:8000/")
    assert (site.home, site.delay, site.organisation) == (
        "http://127.0.0.1:8000/",
        0.0,
        "rivages",
    )
