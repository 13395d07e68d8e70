"""Who we say we are, and how gently we ask."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings

from scraper.politeness import contact_for, settings_for, user_agent
from scraper.site import Site, SiteError, loopback_home

ROBOTS = [
    line
    for line in (Path(__file__).parents[1] / "scraper" / "data" / "taken-for-robots.txt")
    .read_text("utf-8")
    .splitlines()
    if line and not line.startswith("#")
]
GIVEN = ["mailto:memoire@rivages.example", "https://rivages.example/collecte", "https://rivages.example/memoire?a=1#b"]


def taken_for(agent: str) -> list[str]:
    """What in a User-Agent makes SPIP serve pages of any age."""
    return [pattern for pattern in ROBOTS if re.search(pattern, agent, re.I)]


def test_the_list_is_whole() -> None:
    assert len(ROBOTS) == 192 + 33
    assert taken_for("Scrapy/2.19 (+https://scrapy.org)") == ["scrapy"]
    assert "bot" in taken_for("ExampleBot/1.0")


@pytest.mark.parametrize("contact", ["mailto:root@localhost", *GIVEN])
def test_spip_takes_our_name_for_no_robot(contact: str) -> None:
    agent = user_agent(contact)
    assert taken_for(agent) == []
    assert re.fullmatch(rf"Signataires/\d[\w.]* \(\+{re.escape(contact)}\)", agent)


def test_every_contact_that_spip_takes_for_a_robots_is_refused() -> None:
    words = [pattern.replace("\\", "") for pattern in ROBOTS]
    assert [word for word in words if is_accepted(f"https://{word}.example/")] == []


def is_accepted(contact: str) -> bool:
    try:
        return bool(user_agent(contact))
    except SiteError:
        return False


INNOCENT = ["https://coordination.example/", "mailto:archives@rivages.example", "https://rivages.example/robots.html"]


@pytest.mark.parametrize("contact", INNOCENT)
def test_the_refusal_says_what_is_wrong_and_what_to_do(contact: str) -> None:
    with pytest.raises(SiteError) as refusal:
        user_agent(contact)
    found = re.search(r"it holds '(\w+)'", str(refusal.value))
    assert found is not None
    assert found[1] in contact
    assert "give another address" in str(refusal.value)


def test_the_operators_contact_is_taken(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNATAIRES_CONTACT", " mailto:memoire@rivages.example\n")
    assert contact_for([site]) == "mailto:memoire@rivages.example"


@pytest.mark.parametrize(
    "home", ["http://127.0.0.1:8001/", "http://localhost/", "http://[::1]:8001/", "http://127.9.8.7/"]
)
def test_our_own_machine_needs_none(site: Site, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    monkeypatch.delenv("SIGNATAIRES_CONTACT", raising=False)
    assert contact_for([loopback_home(site, home)]) == "mailto:root@localhost"


@pytest.mark.parametrize("home", ["https://rivages.example/", "http://127.0.0.1.example/", "http://localhost.example/"])
def test_other_peoples_sites_are_not_asked_without_a_contact(
    site: Site, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setenv("SIGNATAIRES_CONTACT", "")
    with pytest.raises(SiteError, match=r"^rivages: .*set SIGNATAIRES_CONTACT"):
        contact_for([loopback_home(site, "http://localhost/"), replace(site, home=home)])


def test_the_settings_of_a_site(site: Site) -> None:
    settings = settings_for(replace(site, delay=2.5, language="es"), "Signataires/0.1")
    assert settings["USER_AGENT"] == "Signataires/0.1"
    assert settings["ROBOTSTXT_OBEY"] is True
    assert (settings["DOWNLOAD_DELAY"], settings["CONCURRENT_REQUESTS_PER_DOMAIN"]) == (2.5, 1)
    assert settings["COOKIES_ENABLED"] is False
    assert 429 not in settings["RETRY_HTTP_CODES"], "a site that says it is tired is not asked again"
    assert settings["DOWNLOAD_MAXSIZE"] == site.limits.size
    assert settings["DEFAULT_REQUEST_HEADERS"]["Accept-Language"].startswith("es")


def test_only_a_site_of_our_own_is_asked_without_delay(site: Site) -> None:
    assert settings_for(replace(site, delay=0), "x")["CONCURRENT_REQUESTS_PER_DOMAIN"] > 1


def test_scrapy_opens_no_way_in_for_code(site: Site) -> None:
    # A console and a server that run what they are sent are among what it starts by itself.
    started = Settings(settings_for(site, "x")).get_component_priority_dict_with_base("EXTENSIONS")
    assert {path.rpartition(".")[2] for path in started} == {"CoreStats", "CloseSpider"}
