"""Who we are and how gently we ask."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from scraper.site import Site, SiteError

# These alone: among Scrapy's own are two ways in, by which whoever is on the machine can have code run.
EXTENSIONS = ("scrapy.extensions.corestats.CoreStats", "scrapy.extensions.closespider.CloseSpider")
AROUND_REQUESTS = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scraper.middlewares.Patience": 40,
    "scraper.middlewares.OnSite": 50,
    "scraper.middlewares.Robots": 100,
    "scraper.middlewares.Exchanges": 950,
}
AROUND_THE_SPIDER = {
    # Which answers we look at, and how deep, is decided in the spider; addresses of a page are not followed.
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    # It drops a long address and tells nobody: a list would be waited for without end. `OnSite` has our bound.
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
LOOPBACK = re.compile(r"^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$")


@cache
def _taken_for_a_robot() -> re.Pattern[str]:
    lines = (files("scraper") / "data" / "taken-for-robots.txt").read_text("utf-8").splitlines()
    return re.compile("|".join(f"(?:{line})" for line in lines if line and not line.startswith("#")), re.I)


def user_agent(contact: str) -> str:
    """Our name, version and contact. Raises `SiteError` when the contact would make SPIP serve stale pages."""
    agent = f"Signataires/{version('signataires')} (+{contact})"
    if found := _taken_for_a_robot().search(agent):
        raise SiteError(
            f"contact {contact!r}: it holds {found.group(0)!r}, for which SPIP serves stale pages; give another address"
        )
    return agent


def contact_for(sites: list[Site]) -> str:
    """The contact that the operator gave ($SIGNATAIRES_CONTACT). Raises `SiteError` when one is needed and missing."""
    given = os.environ.get("SIGNATAIRES_CONTACT", "").strip()
    if given:
        return given
    outside = [site for site in sites if not LOOPBACK.match(urlsplit(site.home).netloc)]
    if outside:
        raise SiteError(
            f"{outside[0].slug}: sites must know whom to write to; set SIGNATAIRES_CONTACT to an address of yours "
            "(https://… or a mail address) before anything is asked of them"
        )
    return "mailto:root@localhost"


def settings_for(site: Site, agent: str) -> dict[str, Any]:
    """Scrapy's settings for one site."""
    limits = site.limits
    return {
        "USER_AGENT": agent,
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": site.delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        # One at a time where we wait between two requests; a site without delay is our own.
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if site.delay else 8,
        "DOWNLOAD_TIMEOUT": limits.timeout,
        "DOWNLOAD_MAXSIZE": limits.size,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": site.certificate,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "scraper.wire.Bounded")
        | dict.fromkeys(("data", "file", "ftp", "s3")),  # no address of another kind is ever followed
        "CLOSESPIDER_TIMEOUT": limits.seconds,
        "REDIRECT_MAX_TIMES": limits.redirects,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "EXTENSIONS_BASE": dict.fromkeys(EXTENSIONS, 0),
        # Scrapy makes as many tasks for each answer, to hand on what a spider found: ours finds requests only.
        "CONCURRENT_ITEMS": 1,
        # For each answer Scrapy would parse our own callbacks, looking for a mistake that our checks find.
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "LOG_ENABLED": False,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": f"{site.language},en;q=0.5",
        },
        "DOWNLOADER_MIDDLEWARES": AROUND_REQUESTS,
        "SPIDER_MIDDLEWARES": AROUND_THE_SPIDER,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    }
