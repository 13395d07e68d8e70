"""What the site of `servers_bad` shows when it is in order: three statements, their pages, listings and feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Text:
    """One of the three statements: its number, address, title, date and paragraphs."""

    number: int
    path: str
    title: str
    published: str
    paragraphs: tuple[str, ...]
    signatories: tuple[str, ...]

    @property
    def slug(self) -> str:
        return self.path.lower()


TEXTS = (
    Text(
        11,
        "Premier-texte",
        "Communiqué : l’été sans baignade",
        "2024-06-03",
        (
            "La plage de la Boucle est fermée pour la troisième année. À l’eau polluée s’ajoute une clôture neuve.",
            "Nous demandons que l’analyse de l’eau soit affichée à l’entrée, « chaque semaine et en entier ».",
        ),
        ("Alerte Berges", "Eau-Partage", "Femmes de Haute-Brise (FEHAB)"),
    ),
    Text(
        12,
        "Deuxieme-texte",
        "Communiqué : le guichet fermé de Sarvance",
        "2024-09-17",
        (
            "Le guichet de la gare de Sarvance a fermé à la fin de l’été. La borne qui le remplace est en dérangement.",
            "Un voyageur sur cinq n’a ni carte ni téléphone. Où achètera-t-il désormais son billet ?",
        ),
        ("Réseau des haltes ferroviaires (REHAFER)", "Cheminots et cheminotes du Val"),
    ),
    Text(
        13,
        "Troisieme-texte",
        "Appel à rouvrir le marché couvert",
        "2025-02-25",
        (
            "Le marché couvert est barré depuis la tempête. Les étals se serrent sur un trottoir, sous la grêle.",
            "Nous appelons la mairie à dire, avant l’été, ce qu’elle compte réparer et à quelle échéance.",
        ),
        ("Fermes ouvertes du Val (FOVAL)", "Jardins partagés de la Boucle (JAPABO)", "Maison des rives"),
    ),
)


def page_of(home: str, text: Text) -> str:
    """A page with what both families look for: body classes, title, date, body, canonical and short link."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs)
    return f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{text.title} - Le petit site</title>
<link rel="canonical" href="{home}{text.path}"><link rel="shortlink" href="{home}?p={text.number}"></head>
<body class="page_article single single-post postid-{text.number}"><article class="hentry" id="post-{text.number}">
<h1 class="entry-title">{text.title}</h1>
<p class="info-publi"><abbr class="published" title="{text.published}T08:00:00Z">{text.published}</abbr>
<time class="entry-date published" datetime="{text.published}T08:00:00+00:00">{text.published}</time></p>
<div class="texte entry-content">{body}
<p>Signataires : {", ".join(text.signatories)}</p></div>
</article></body></html>
"""


def links(home: str) -> str:
    """The three links of a listing."""
    return "".join(f'<li class="hentry"><a href="{home}{text.path}">{text.title}</a></li>' for text in TEXTS)


def listing(home: str, path: str, query: dict[str, list[str]], endless: bool) -> str:
    """The home page or a listing; an endless one links to its next page in the manner of its family."""
    kind = "page_sommaire home blog" if path == "" else "page_rubrique archive"
    following = ""
    if endless and path == "-Textes-":
        start = int(query.get("debut_articles", ["0"])[0]) + 10
        link = f'<a class="lien_pagination" rel="next nofollow" href="{home}-Textes-?debut_articles={start}">suite</a>'
        following = f'<nav class="pagination">{link}</nav>'
    elif endless and (path == "" or path.startswith("page/")):
        number = int(path.removeprefix("page/").strip("/") or "1") + 1
        following = f'<nav class="pagination"><a class="next page-numbers" href="{home}page/{number}/">suite</a></nav>'
    elif endless:
        number = int(query.get("page", ["1"])[0]) + 1
        following = f'<nav class="pagination"><a rel="next" href="{home}liste?page={number}">suite</a></nav>'
    menu = f'<a href="{home}liste">Tous les textes</a> <a href="{home}-Textes-">Textes</a>'
    return f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Le petit site</title></head>
<body class="{kind}"><nav>{menu}</nav><ul>{links(home)}</ul>{following}</body></html>
"""


def long_listing(home: str, size: int, *, whole: bool) -> str:
    """A listing with one long address: of its next page, which has all texts; if `whole`, of one more page."""
    if whole:
        body = f'<ul>{links(home)}<li class="hentry"><a href="{home}Z{"z" * size}">Sans fin</a></li></ul>'
    else:
        address = f"{home}liste?page=2&amp;x={'x' * size}"
        body = f'<nav class="pagination"><a rel="next" href="{address}">suite</a></nav>'
    return f'<!DOCTYPE html>\n<html lang="fr"><body class="page_rubrique archive">{body}</body></html>\n'


def sitemap(home: str, year: str) -> str:
    """The sitemap, or the part of it for one year."""
    held = [text for text in TEXTS if text.published.startswith(year)]
    lines = "".join(f"<url><loc>{home}{text.path}</loc></url>" for text in held)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>\n'
    )


def feed(home: str) -> str:
    """An RSS feed of the three statements, the newest first."""
    items = "".join(
        f"<item><title>{text.title}</title><link>{home}{text.path}</link>"
        f'<guid isPermaLink="false">{home}?p={text.number}</guid><dc:date>{text.published}T08:00:00Z</dc:date></item>'
        for text in reversed(TEXTS)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Le petit site</title><link>{home}</link><description>Trois textes</description>{items}"
        "</channel></rss>\n"
    )


def post(home: str, text: Text) -> dict[str, Any]:
    """A statement as the REST interface gives it."""
    moment = f"{text.published}T08:00:00"
    return {
        "id": text.number,
        "date": moment,
        "date_gmt": moment,
        "modified": moment,
        "modified_gmt": moment,
        "slug": text.slug,
        "status": "publish",
        "type": "post",
        "link": home + text.path,
        "title": {"rendered": text.title},
        "content": {"rendered": "".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs), "protected": False},
        "categories": [1],
        "author": 1,
    }
