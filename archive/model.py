"""The types that travel between the two halves: what a page says, and who signed it.

All are frozen and hold plain values, so that a stream of JSON Lines can carry them (`to_json`,
`statement_from_json`) and a statement found on paper can be typed in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from archive.health.model import Seen

Kind = Literal["communique", "appel", "lettre", "tribune", "petition", "rassemblement", "autre"]
SignatoryKind = Literal["organisation", "branch", "person"]
MatchKind = Literal["exact", "alias", "acronym", "judged", "none"]
Evidence = Literal["typography", "registry"]
Confidence = Literal["high", "medium", "low"]
CONFIDENCE: tuple[Confidence, ...] = ("high", "medium", "low")
Cause = Literal["source", "parser", "reviewer"]
Verdict = Literal["same", "different", "new", "person", "nobody", "unsure"]


@dataclass(frozen=True, slots=True)
class Block:
    """A list of signatories as it stands in a text: `text` is the slice that begins at `start`.

    `heading` is what introduces it (« Signataires : »), not part of `text`. `start` counts characters in the
    text that was searched, and is -1 where the list stands outside that text (a box, a document).
    """

    text: str
    start: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """One name of a list. `as_written` is an exact slice of the block's source, `start` its place there."""

    as_written: str
    start: int
    name: str
    acronym: str | None = None
    other_acronyms: tuple[str, ...] = ()
    kind: SignatoryKind = "organisation"
    role: str | None = None
    section: str | None = None
    support: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The organisation a signatory means: its id or None, by which rule it was found, and what its name was cut by.

    `registry`: the typography alone would have cut otherwise, and the names we know decided.
    """

    signatory: Signatory
    organisation: str | None
    match: MatchKind
    evidence: Evidence = "typography"

    @property
    def confidence(self) -> Confidence:
        """`high` where both the cut and the link are plain; each of a cut by the registry, a link by an acronym and
        no link at all takes one step away.
        """
        doubts = (self.evidence == "registry") + (self.match in ("acronym", "none"))
        return CONFIDENCE[doubts]


@dataclass(frozen=True, slots=True)
class Former:
    """What an organisation came from: a former name of its own (`renamed`), or a body that it merged with others,
    continued, or split from. `at` is the ISO date, month or year of the change, where known; `id` the other body's.
    """

    name: str
    how: str
    at: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """One entry of the directory of organisations. `aliases` holds other spellings, `parent` another id."""

    id: str
    name: str
    acronyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: str = "association"
    parent: str | None = None
    website: str | None = None
    former: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file attached to a statement. `text` is None until the file was captured and read."""

    url: str
    title: str = ""
    media_type: str = ""
    sha256: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one capture of a page says, before anybody is named or withheld: private until `store` has seen it.

    `number` is the identity the CMS gave it (None where it cannot be had), `url` the address that the page calls
    its own, `addresses` every other one it is known to answer to. `in_scope` says whether its own words make it one of
    the archive's subject, `rights` whether its site allows more than an excerpt of it. `published` is an ISO date, or a
    month or year when no more is known; `modified` a UTC moment or a date. `text` holds paragraphs parted by an empty
    line.
    """

    site: str
    url: str
    number: str | None
    title: str
    text: str
    html: str = ""
    surtitle: str = ""
    subtitle: str = ""
    standfirst: str = ""
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    author: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    blocks: tuple[Block, ...] = ()
    addresses: tuple[str, ...] = ()
    in_scope: bool = True
    rights: str = "full"
    capture: str = ""
    warnings: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Capture:
    """One response as it was recorded. `sha256` is the hexadecimal digest of its payload as received.

    `warc` is the file's name below the folder of captures, `offset` the place of its record in bytes.
    """

    id: str
    site: str
    url: str
    fetched_at: str
    status: int
    media_type: str
    sha256: str
    warc: str
    offset: int


@dataclass(frozen=True, slots=True)
class Hint:
    """What a site's feed, sitemap, listing or API says of one page. `source` is the kind of listing that said it.

    `chosen`: it stands in a section, category or keyword that the site file takes whole, so it is in scope.
    """

    site: str
    url: str
    source: str
    number: str | None = None
    title: str = ""
    published: str | None = None
    modified: str | None = None
    author: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    chosen: bool = False
    capture: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A page that was read again and had not changed: `sha256` is the payload it still sends."""

    site: str
    url: str
    sha256: str
    capture: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """A page that was asked for and is not there: `reason` is the status, or what stood in its place.

    `number` is its own, where it was asked for by that.
    """

    site: str
    url: str
    reason: str
    capture: str = ""
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """An address that sends its readers to another one, for good. `number` is the page's own, where either tells it."""

    site: str
    url: str
    to: str
    number: str | None = None
    capture: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of an attached file. `sha256` is the hexadecimal digest of the file itself."""

    site: str
    url: str
    media_type: str
    sha256: str
    text: str
    blocks: tuple[Block, ...] = ()
    capture: str = ""
    warnings: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page that was read and is not a statement, or not of the archive's subject, with the reason."""

    site: str
    url: str
    reason: str
    capture: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one site, as its record at the end of the captures tells it, with what the crawler noticed.

    Moments are UTC. `trust` is JSON: how often the site's word of each kind was found kept, and how
    often broken, up to then.
    """

    id: str
    site: str
    started: str
    finished: str
    state: str
    requests: int
    bytes: int
    message: str = ""
    seen: Seen | None = field(default=None, hash=False)
    trust: str = ""


@dataclass(frozen=True, slots=True)
class Rereading:
    """What came out otherwise when captures were read again under other rules: no doing of the source.

    `rules` is the digest of the rules they were read under since `at`. `added`, `removed` and `linked` (to another
    organisation, or to none) are names as written; `told` names fields of the statement that now say something else.
    """

    site: str
    url: str
    at: str
    cause: Cause
    rules: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of what was withdrawn: that it was, when (a UTC moment) and why; the ids of statements it has taken.

    `withdrawal` is its id, `what` the kind of what was withdrawn; `site` is empty for names and strings.
    """

    site: str
    withdrawal: str
    what: str
    at: str
    why: str
    statements: tuple[str, ...] = ()


Event = Statement | Hint | Sighting | Absence | Move | Reading | Refusal | Run | Capture | Rereading | Tombstone
KINDS: dict[str, type] = {
    kind.__name__.lower(): kind
    for kind in (Statement, Hint, Sighting, Absence, Move, Reading, Refusal, Run, Capture, Rereading, Tombstone)
}
NESTED: dict[str, type] = {"documents": Document, "blocks": Block}


def to_json(event: Event) -> str:
    """One line of JSON, with the event's kind, that `from_json` reads back to an equal event."""
    told = {"event": type(event).__name__.lower()} | _fields(event)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_fields)


def _fields(value: Any) -> dict[str, Any]:
    # `asdict` copies every text and list on the way, which took longer than the writing.
    return {name: getattr(value, name) for name in value.__slots__}


def from_json(line: str) -> Event:
    """The event of one JSON line. Raises `ValueError` for a line that is not one."""
    try:
        data: dict[str, Any] = json.loads(line)
        kind = KINDS[data.pop("event", "statement")]
        event: Event = kind(**{name: _frozen(name, value) for name, value in data.items()})
    except (TypeError, KeyError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"not an event of the archive: {error} in {line[:80]!r}") from error
    return event


def _frozen(name: str, value: Any) -> Any:
    if not isinstance(value, list):
        return Seen.of(value) if name == "seen" and value is not None else value
    return tuple(NESTED[name](**item) if name in NESTED else item for item in value)
