"""A statement as it is cited: BibTeX, RIS, plain text; and as Zotero's connector and search engines read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from archive.web.languages import Words
from archive.web.queries.rows import Row

FORMS = {"bib": "application/x-bibtex; charset=utf-8", "ris": "application/x-research-info-systems; charset=utf-8",
         "txt": "text/plain; charset=utf-8"}  # fmt: skip
_KEY = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: the text, who published it where, and the archive's own permanent address of it."""

    key: str
    title: str
    publisher: str
    published: str | None
    url: str
    permanent: str
    seen: str | None
    sha256: str | None
    language: str | None
    signatories: tuple[str, ...]

    @classmethod
    def of(cls, found: Row, permanent: str) -> Citation:
        """Of a statement as `queries.statements.whole` gives it."""
        listed = [one for one in found["signatures"] if one["state"] == "listed"]
        names = [one["organisation"] or one["name"] or one["as_written"] for one in listed]
        return cls(
            _KEY.sub("-", found["id"]).strip("-") or "texte",
            _line(found["title"]),
            _line(found["publisher"]),
            found["published"],
            found["url"],
            permanent,
            found["fetched_at"],
            found["sha256"],
            found["language"],
            tuple(dict.fromkeys(map(_line, names))),
        )

    def note(self, words: Words) -> str:
        """What proves it, in words."""
        if not self.sha256 or not self.seen:
            return words.gettext("Archivé par Signataires.")
        return words.gettext(
            "Archivé par Signataires ; capture du %(moment)s, SHA-256 %(digest)s.",
            moment=words.moment(self.seen), digest=self.sha256,
        )  # fmt: skip

    def text(self, words: Words) -> str:
        """One line, as in a footnote."""
        return words.gettext(
            "%(publisher)s, « %(title)s », %(day)s, %(url)s. Archive : %(permanent)s. %(note)s",
            publisher=self.publisher, title=self.title, day=words.day(self.published), url=self.url,
            permanent=self.permanent, note=self.note(words),
        )  # fmt: skip

    def bibtex(self, words: Words) -> str:
        """A BibTeX entry, its special characters as BibTeX wants them."""
        from pybtex.database import BibliographyData, Entry, Person  # costs 80 ms at the start

        fields = {
            "title": f"{{{_no_braces(self.title)}}}",
            "howpublished": _no_braces(self.publisher),
            "date": self.published or "",
            "year": (self.published or "")[:4],
            "month": (self.published or "")[5:7].lstrip("0"),
            "url": _no_braces(self.permanent),
            "urldate": (self.seen or "")[:10],
            "langid": {"fr": "french", "en": "english"}.get(self.language or "", ""),
            "note": _no_braces(
                words.gettext("Paru à l’adresse %(url)s. %(note)s", url=self.url, note=self.note(words))
            ),
        }  # fmt: skip
        author = Person(last=f"{{{_no_braces(self.publisher)}}}")
        entry = Entry("misc", fields={name: value for name, value in fields.items() if value},
                      persons={"author": [author]})  # fmt: skip
        return str(BibliographyData({self.key: entry}).to_string("bibtex"))

    def ris(self, words: Words) -> str:
        """A RIS record."""
        import rispy  # wanted on one address only

        told: dict[str, Any] = {
            "type_of_reference": "ELEC",
            "id": self.key,
            "title": self.title,
            "authors": [self.publisher],
            "publisher": self.publisher,
            "year": (self.published or "")[:4],
            "date": "/".join([*(self.published or "").split("-"), "", "", ""][:3]) if self.published else "",
            "language": self.language or "",
            "urls": [self.permanent, self.url],
            "access_date": (self.seen or "")[:10].replace("-", "/"),
            "notes": [self.note(words)],
            "keywords": list(self.signatories),
        }
        return str(rispy.dumps([{name: value for name, value in told.items() if value}]))

    def tags(self) -> list[tuple[str, str]]:
        """Metadata as names and contents: Highwire's for Zotero and scholars' engines, Dublin Core for libraries."""
        told = [
            ("citation_title", self.title),
            ("citation_author_institution", self.publisher),
            ("citation_author", self.publisher),
            ("citation_publisher", self.publisher),
            ("citation_publication_date", (self.published or "").replace("-", "/")),
            ("citation_language", self.language or ""),
            ("citation_public_url", self.permanent),
            ("DC.title", self.title),
            ("DC.creator", self.publisher),
            ("DC.date", self.published or ""),
            ("DC.type", "Text"),
            ("DC.format", "text/html"),
            ("DC.language", self.language or ""),
            ("DC.identifier", self.permanent),
            ("DC.source", self.url),
            *(("DC.contributor", name) for name in self.signatories),
        ]
        return [(name, content) for name, content in told if content]

    def linked_data(self, kind: str, modified: str | None) -> dict[str, Any]:
        """Metadata as schema.org has it (JSON-LD)."""
        told = {
            "@context": "https://schema.org",
            "@type": "Article",
            "@id": self.permanent,
            "url": self.permanent,
            "headline": self.title[:110],
            "name": self.title,
            "genre": kind,
            "inLanguage": self.language,
            "datePublished": self.published,
            "dateModified": modified,
            "author": {"@type": "Organization", "name": self.publisher},
            "publisher": {"@type": "Organization", "name": self.publisher},
            "contributor": [{"@type": "Organization", "name": name} for name in self.signatories],
            "isBasedOn": self.url,
        }
        return {name: value for name, value in told.items() if value}


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _no_braces(text: str) -> str:
    """BibTeX counts braces: one that is not closed would swallow the next entry."""
    return text.replace("{", "(").replace("}", ")").replace("\\", "/")
