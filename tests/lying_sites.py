"""Sites that lie, each in its own way, and what happens on them in two months of simulated nights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.small_site import SmallSite

# Every night while it matters, then now and again: what is due waits.
NIGHTS = (*range(7), *range(9, 72, 3))
CHANGED = 2  # the night of the one change on each site
PROSE = (
    "Nous demandons la réouverture de la halte de Sarvance, fermée depuis l’hiver dernier sans un mot d’explication.",
    "Nos associations l’ont dit à la préfecture ; elles le rediront avec tous les habitants du val et des environs.",
)
NAMES = ("Alerte Berges", "Eau-Partage", "Femmes de Haute-Brise (FEHAB)")
LATER = (PROSE[0], "Depuis, la préfecture a répondu : la halte rouvrira au printemps, et le guichet avec elle.")
HELD = 9  # no more than a feed shows
OLD = 3  # the number of the statement that changes

Story = Callable[[SmallSite], None]


def edit(site: SmallSite) -> None:
    site.edit(OLD, paragraphs=LATER)


def withdraw(site: SmallSite) -> None:
    site.edit(OLD, state="draft")


def delete(site: SmallSite) -> None:
    site.edit(OLD, state="deleted")


@dataclass(frozen=True)
class Case:
    """A site with its lies: its family, what happens on it, and what must come of that.

    `what` is the change that must be told, `word` the kind of word that must be doubted then, `reason` what a vanished
    page must have answered.
    """

    family: str
    lies: tuple[str, ...]
    story: Story
    what: str
    word: str = ""
    reason: str = ""
    more: str = ""

    def start(self) -> SmallSite:
        """The site, filled."""
        site = SmallSite(self.family, self.lies)
        for number in range(1, HELD + 1):
            title = f"Communiqué : la halte fermée, {number}e hiver"
            site.add(
                title,
                (f"{PROSE[0]} Lettre {number}.", PROSE[1]),
                NAMES,
                slug=_slug(number),
                published=f"2019-03-{number:02}T09:00:00Z",
            )
        return site

    def tell(self, site: SmallSite, day: int) -> None:
        """What happens on the site before a night."""
        if day == 1 and "feed-of-ten" in self.lies:
            for number in range(10):
                prose = (
                    f"{PROSE[1]} Nous étions {number + 40} devant la préfecture, et {number * 7} à la gare.",
                    PROSE[0],
                )
                site.add(f"Communiqué : rien de neuf à la halte, {number}", prose, NAMES, slug=f"rien-de-neuf-{number}")
        if day == CHANGED:
            self.story(site)


def _slug(number: int) -> str:
    """The deleted one's address begins as another's does."""
    return {OLD: "la-halte-est-fermee", OLD + 1: "la-halte-est-fermee-2"}.get(number, f"lettre-de-la-halte-{number}")


FEED_ALONE = "discover.rest = []\ndiscover.sitemaps = []\ndiscover.listings = []\n"
SITEMAP_ALONE = "discover.rest = []\ndiscover.feeds = []\ndiscover.listings = []\n"
SITES = {
    "spip-no-validators": Case("spip", ("last-modified",), edit, "text", "last-modified"),
    "spip-feed-of-ten": Case("spip", ("feed-of-ten",), edit, "text", "dates"),
    "spip-stale": Case("spip", ("stale",), edit, "text", "copies"),
    "spip-stale-unannounced": Case("spip", ("stale", "old-lastmod"), edit, "text", "copies"),
    "spip-number": Case("spip", ("number",), delete, "vanished", reason="404"),
    "wordpress-hidden": Case("wordpress", (), withdraw, "vanished", reason="REST 401"),
    "wordpress-deleted": Case("wordpress", (), delete, "vanished", reason="REST 404"),
    "wordpress-feed-304": Case("wordpress", ("feed-304",), withdraw, "vanished", "withdrawals", "404", FEED_ALONE),
    "wordpress-redirect": Case(
        "wordpress", ("redirect",), delete, "vanished", reason="redirects to another statement", more=SITEMAP_ALONE
    ),
    "wordpress-omits": Case("wordpress", ("modified-after",), edit, "text", "dates"),
    "generic-old-lastmod": Case("generic", ("old-lastmod",), edit, "text", "dates"),
    "generic-new-lastmod": Case("generic", ("new-lastmod",), edit, "text", "announcements"),
    "generic-etag": Case("generic", ("etag", "old-lastmod"), edit, "text", "etag"),
}
