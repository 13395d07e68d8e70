"""The notation of the demo's texts, and the markup that each kind of site makes of it.

A text is blocks parted by an empty line: a paragraph, `## ` a sub-heading, lines in `* ` a list, lines in `- ` dashes
as typed, a block that begins with `<` markup as it stands. Inside, `{…}` is a signatory and `{~…}` a natural person
who signs; the marks are taken away before anything is served.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

_MARK = re.compile(r"\{(~?)([^{}]*)\}")
_TAG = re.compile(r"(<[^>]*>)")
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of site writes each block; `{}` is the block's content."""

    paragraph: str
    line: str  # between two lines of a paragraph
    heading: str
    items: str
    item: str
    dash: str  # a line typed with a dash
    typography: Callable[[str], str]  # what the program does to text between tags

    def render(self, text: str) -> str:
        """The HTML of a text."""
        return "\n".join(self._block(unmark(block)) for block in blocks(text))

    def render_inline(self, text: str) -> str:
        """The HTML of a title or another text of one line."""
        return between_tags(self.typography, text)

    def untouched(self, text: str) -> str:
        """The HTML of a text before the program's typography."""
        return replace(self, typography=as_typed).render(text)

    def plain(self, text: str) -> str:
        """What a reader sees of some inline text, no-break spaces kept."""
        return to_text(between_tags(self.typography, unmark(text)))

    def paragraphs(self, text: str) -> list[str]:
        """The prose of a text as a reader sees it: no list, no line that introduces one, no sub-heading."""
        return [self.plain(block) for block in blocks(text) if _is_prose(block)]

    def _block(self, block: str) -> str:
        lines = block.split("\n")
        if block.startswith("<") and not block.startswith(("<strong>", "<a ", "<i>")):
            made = block
        elif block.startswith("## "):
            made = self.heading.format(block.removeprefix("## "))
        elif all(line.startswith("* ") for line in lines):
            made = self.items.format("\n".join(self.item.format(line[2:]) for line in lines))
        elif all(line.startswith("- ") for line in lines):
            made = self.paragraph.format(self.line.join(self.dash.format(line[2:]) for line in lines))
        else:
            made = self.paragraph.format(self.line.join(lines))
        return between_tags(self.typography, made)


def blocks(text: str) -> list[str]:
    """The blocks of a text."""
    return [block.strip("\n") for block in re.split(r"\n{2,}", text.strip("\n")) if block.strip()]


def unmark(text: str) -> str:
    """A text without the marks of its signatories."""
    return _MARK.sub(r"\2", text)


def signatories(text: str) -> list[str]:
    """The organisations marked in a text, in order."""
    return [name for person, name in _MARK.findall(text) if not person]


def people(text: str) -> int:
    """How many natural persons are marked in a text."""
    return sum(1 for person, _ in _MARK.findall(text) if person)


def between_tags(change: Callable[[str], str], markup: str) -> str:
    """Some HTML with its text changed and its tags left alone."""
    return "".join(part if part.startswith("<") else change(part) for part in _TAG.split(markup))


def to_text(markup: str) -> str:
    """The text of some HTML, with plain white space folded."""
    return re.sub(r"[ \t\n]+", " ", html.unescape(_TAG.sub("", markup))).strip(" ")


def excerpt(markup: str, size: int) -> str:
    """The beginning of some HTML as text, cut between two words."""
    text = to_text(markup)
    return text if len(text) <= size else text[:size].rsplit(" ", 1)[0]


def french_date(day: date, first: str = "1er", weekday: bool = False) -> str:
    """« 1er mars 2026 », or with its weekday. WordPress writes « 1 mars 2026 » (`first="1"`)."""
    number = first if day.day == 1 else str(day.day)
    written = f"{number} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_DAYS[day.weekday()]} {written}" if weekday else written


def spip_typography(text: str) -> str:
    """What SPIP does to French text: no-break spaces inside guillemets and before high punctuation, ’ for '."""
    text = text.replace("'", "&#8217;").replace("--", "&mdash;")
    text = re.sub(r"« ?", "&#171;&nbsp;", text)
    text = re.sub(r" ?»", "&nbsp;&#187;", text)
    return re.sub(r" ([:;!?])", r"&nbsp;\1", text)


def wordpress_typography(text: str) -> str:
    """What WordPress does to French text: straight quotes into « », ' into ’, a lone hyphen into an en dash."""
    text = re.sub(r'"([^"]*)"', r"&laquo;&nbsp;\1&nbsp;&raquo;", text).replace("'", "&rsquo;")
    text = text.replace("...", "&#8230;").replace("--", "&#8212;")
    return text.replace(" - ", " &#8211; ")


def as_typed(text: str) -> str:
    """What a page made by hand does to text: nothing."""
    return text


def _is_prose(block: str) -> bool:
    if block.startswith(("<", "## ", "* ", "- ")) or _MARK.search(block):
        return False
    return not block.endswith(":")


SPIP = Dialect(
    paragraph="<p>{}</p>",
    line="<br class='autobr' />\n",
    heading='<h2 class="spip">{}</h2>',
    items='<ul class="spip">{}</ul>',
    item="<li> {}</li>",
    dash='<span class="spip-puce ltr"><b>–</b></span>&nbsp;{}',
    typography=spip_typography,
)
WORDPRESS = Dialect(
    paragraph="<p>{}</p>",
    line="<br>\n",
    heading='<h2 class="wp-block-heading">{}</h2>',
    items='<ul class="wp-block-list">\n{}\n</ul>',
    item="<li>{}</li>",
    dash="- {}",
    typography=wordpress_typography,
)
HANDMADE = Dialect(
    paragraph='<P ALIGN="justify">{}</P>',
    line="<BR>\n",
    heading="<H3>{}</H3>",
    items="<UL>{}</UL>",
    item="<LI>{}",
    dash="- {}",
    typography=as_typed,
)
# An older hand: everything in one cell, lines parted by two breaks, no paragraph at all.
ANCIENT = Dialect(
    paragraph="{}<BR><BR>",
    line="<BR>",
    heading="<B>{}</B><BR>",
    items="{}",
    item="- {}<BR>",
    dash="- {}",
    typography=as_typed,
)
