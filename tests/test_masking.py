"""Names in a capture are masked wherever they stand and however they are written; all else keeps its place."""

from __future__ import annotations

import json
import re
import unicodedata
from html import unescape
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.captures import charset
from archive.captures.charset import Unsure
from archive.captures.flat import bare, unescaped, views
from archive.captures.masking import Names, mask, mask_text
from scraper.page import decode

NAMES = ("Amélie Duprénom", "Jean-Marc Le Quaiest", "O’Hara d’Essai", "Zoé")
WANTED = Names.of(NAMES)
HTML = "text/html; charset=utf-8"

FOUND = {
    "plain": "<p>Signé : Amélie Duprénom, présidente</p>",
    "capitals without accents": "<p>AMELIE DUPRENOM</p>",
    "accents apart": unicodedata.normalize("NFD", "<p>Amélie Duprénom</p>"),
    "references": "<p>Am&eacute;lie Dupr&#233;nom, Am&#xE9;lie&nbsp;Dupr&eacutenom</p>",
    "tags within": "<p><strong>Am</strong>élie <em>Dupré<b>nom</b></em></p>",
    "over lines and cells": "<tr><td>Amélie</td>\n<td>Duprénom</td></tr><p>Jean-Marc<br>Le Quaiest</p>",
    "cells and tags": "<td>Jean</td><td>Marc</td><td>Le</td><td>Qu<i>aies</i>t</td>",
    "a comment within": "<p>Amélie <!-- ici --> Duprénom</p>",
    "in a comment": "<!-- par Amélie Duprénom -->",
    "in attributes": '<img alt="Amélie Duprénom" src="/amelie-duprenom.jpg" title="ameliéduprénom">',
    "in addresses": '<a href="/Am%C3%A9lie%20Dupr%C3%A9nom?de=amelie_duprenom">lien</a> ameliE.dupreNom@example.org',
    "windows addresses": '<a href="/Am%E9lie+Dupr%E9nom">lien</a>',
    "linked data": f'<script type="application/ld+json">{json.dumps({"author": "Amélie Duprénom"})}</script>',
    "HTML in JSON in HTML": f"<script>{json.dumps({'h': '<p>Am&eacute;lie</p> <p>Duprénom</p>'})}</script>",
    "escaped twice": "<textarea>&lt;b&gt;Am&amp;eacute;lie&lt;/b&gt; Dupr&amp;#233;nom</textarea>",
    "soft hyphens": "<p>Amé&shy;lie Dupré\u00adnom, Amé\u200blie Duprénom</p>",
    "apostrophes": "<p>O'Hara d´Essai, O&#8217;HARA D&rsquo;ESSAI</p>",
    "one word": "<p>et Zoé.</p>",
    "a footnote": "<p>Amélie Duprénom<sup>1</sup></p>",
}


def letters(text: str) -> str:
    """All that a text can be read as, letters only: tags and escapes undone again and again."""
    for _ in range(4):
        text = unescape(re.sub(r"\\+u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text))
        text = unquote(text, errors="ignore")
    told = re.sub(r"<!--.*?-->|<[^<>]*>", "", text, flags=re.S) + text
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", told).casefold())


def is_clean(text: str) -> bool:
    return not any(letters(name) in letters(text) for name in NAMES)


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16"])
def test_names_are_masked(text: str, codec: str) -> None:
    body = text.encode(codec, "xmlcharrefreplace")
    made = mask(body, f"text/html; charset={codec}", WANTED)
    after = decode(made.body, f"text/html; charset={codec}")
    assert is_clean(after), after
    assert len(after) == len(decode(body, f"text/html; charset={codec}"))
    assert made.count >= 3
    assert after.count("<") == text.count("<")


@pytest.mark.parametrize(
    "text",
    ["<p>Amélie et Duprénom ; Zoéline et Jean Marc</p>", "<p>Le Quaiest, Amélie</p>", "", "<p>", "O Hara"],
)
def test_what_is_no_whole_name_stays(text: str) -> None:
    assert mask(text.encode(), HTML, WANTED).body == text.encode()


WRITTEN = st.sampled_from(
    [
        lambda char: char,
        lambda char: f"&#{ord(char)};",
        lambda char: f"&#x{ord(char):x};",
        lambda char: f"&amp;#{ord(char)};",
        lambda char: f"\\u{ord(char):04x}",
        quote,
        str.upper,
        lambda char: unicodedata.normalize("NFD", char),
        lambda char: f"<b>{char}</b>",
    ]
)
BETWEEN = st.sampled_from(
    [" ", "&nbsp;", "\n", "-", "</p><p class=x>", "&lt;br&gt;", ", ", "\\n", "%20", " <!-- x --> "]
)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    words = re.findall(r"\w+", draw(st.sampled_from(NAMES)))
    told = ["".join(draw(WRITTEN)(char) for char in word) for word in words]
    return "".join(word + (draw(BETWEEN) if number < len(told) - 1 else "") for number, word in enumerate(told))


@given(st.lists(st.one_of(disguised(), st.sampled_from(["le 3 mai", "<p>", "&amp;", "é", "12"])), max_size=3))
def test_names_in_any_disguise(parts: list[str]) -> None:
    body = " ; ".join(parts).encode()
    made = mask(body, HTML, WANTED)
    assert is_clean(made.body.decode())
    assert len(made.body.decode()) == len(body.decode())
    assert mask(made.body, HTML, WANTED).count == 0


@given(st.text(), st.text())
def test_views_are_as_long_as_the_text(one: str, other: str) -> None:
    for text in (one, f"<{one}>&{other};", f"\\u00e9{other}%{one}"):
        assert {len(view) for view in (*views(text), unescaped(text), bare(text))} == {len(text)}


@given(st.binary(), st.sampled_from(["", "text/html; charset=iso-8859-15", "text/html; charset=utf-8", "a; charset=x"]))
def test_the_characters_are_those_that_pages_are_read_as(body: bytes, told: str) -> None:
    try:
        text = charset.read(body, told)
    except Unsure:
        return
    assert text.bytes(text.written) == body
    if text.codec in ("utf-8", "cp1252", "iso8859-15"):
        assert text.meant.removeprefix("\ufeff") == decode(body, told).removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("body", "told", "reason"),
    [
        (b"%PDF-1.7", "application/pdf", "format"),
        (b"GIF89a", "image/gif", "format"),
        (b"x", "", "format"),
        ("Amélie".encode("utf-16-le"), "text/html", "charset"),
        (b"\xff\xfe\x00\xd8x", "text/html", "charset"),
    ],
)
def test_what_cannot_be_masked_for_sure(body: bytes, told: str, reason: str) -> None:
    with pytest.raises(Unsure, match=reason):
        mask(body, told, WANTED)


def test_headers() -> None:
    assert mask_text("</amelie-duprenom/>; rel=canonical", WANTED) == "</______-________/>; rel=canonical"
