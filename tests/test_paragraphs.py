"""The text of markup as real sites send it: lines, items and rows stay apart, what is not shown stays out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.page import Page
from scraper.paragraphs import paragraphs, text_of

SPIP_4_DASH = '<span class="spip-puce ltr"><b>–</b></span>&nbsp;'
SPIP_3_DASH = '<img src="squelettes-dist/puce.gif" width="8" height="11" class="puce" alt="-" />&nbsp;'

BLOCKS = {
    "paragraphs": ("<p>Un.</p>\n\n<p>Deux.</p>", "Un.\n\nDeux."),
    "empty-ones-go": ("<p>Un.</p><p> </p><p>&nbsp;</p><p><br></p><p>Deux.</p>", "Un.\n\nDeux."),
    "headings": ("<h2 class='spip'>Signataires</h2>Collectif A", "Signataires\n\nCollectif A"),
    "loose-text": ("Avant<p>Dedans</p>Après", "Avant\n\nDedans\n\nAprès"),
    "nested": ("<div><section><p>Un.</p></section></div><p>Deux.</p>", "Un.\n\nDeux."),
    "definitions": ("<dl><dt>Nord</dt><dd>Collectif A</dd></dl>", "Nord\n\nCollectif A"),
    "preformatted": ("<pre>Collectif A\n  Collectif B</pre>", "Collectif A\nCollectif B"),
}
LINES = {
    "br": ("<p>Collectif A<br />\nCollectif B<br>Collectif C</p>", "Collectif A\nCollectif B\nCollectif C"),
    "spip-autobr": ("<p>Collectif A<br class='autobr' />\nCollectif B</p>", "Collectif A\nCollectif B"),
    "two-brs-part-paragraphs": ("<p>Un.<br><br>Deux.</p>", "Un.\n\nDeux."),
    "source-lines-do-not-count": ("<p>Collectif\n    A</p>", "Collectif A"),
    "spip-4-dashes": (f"<p>{SPIP_4_DASH}A<br />{SPIP_4_DASH}B</p>", "- A\n- B"),
    "spip-3-dashes": (f"<p>{SPIP_3_DASH}A<br />{SPIP_3_DASH}B</p>", "- A\n- B"),
    "typed-dashes": ("<p>– A<br class='autobr' />\n– B</p>", "– A\n– B"),
}
LISTS = {
    "items": ("<ul class='spip'><li> A</li><li>B</li></ul>", "• A\n• B"),
    "items-ended-by-a-br": ("<ul><li>A<br></li>\n<li>B</li></ul>", "• A\n• B"),
    "items-with-paragraphs": ("<ul><li><p>A</p></li><li><p>B</p></li></ul>", "• A\n\n• B"),
    "empty-items-go": ("<ul><li></li><li>A</li><li>&nbsp;</li></ul><p>B</p>", "• A\n\nB"),
    "typed-bullets-are-not-doubled": ("<ul><li>• A</li><li>•&nbsp;B</li></ul>", "• A\n• B"),
    "bullet-at-the-end": ("<p>Fin •</p><p>Suite</p>", "Fin •\n\nSuite"),
    "nested": ("<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>", "• A\n\n• B\n\n• C"),
    "only-nested": ("<ul><li><ul><li>A</li></ul></li></ul>", "• A"),
    "rows": ("<table><tr><td>A</td><td>B</td></tr><tr><th>C</th><td>D</td></tr></table>", "A | B\nC | D"),
    "empty-cells": ("<table><tr><td></td><td>A</td><td>&nbsp;</td></tr></table>", "A"),
}
INLINE = {
    "emphasis-glues": ("<p>1<sup>er</sup> mars, <b>Coll</b>ectif <i>A</i></p>", "1er mars, Collectif A"),
    "french-spaces-stay": ("<p>&#171;&nbsp;x&nbsp;&#187;&nbsp;;</p>", "«\u00a0x\u00a0»\u00a0;"),
    "soft-hyphens-go": ("<p>Co&shy;mi&#8203;té</p>", "Comité"),
    "entities": ("<p>A &amp; B &lt;C&gt;</p>", "A & B <C>"),
    "comments": ("<p>Coll<!-- coupé -->ectif<?php a ?> A</p>", "Collectif A"),
    "scripts": ("<p>A<script>var b = 1</script><style>p {}</style><noscript>C</noscript></p>", "A"),
    "forms": ("<p>A</p><form><button>Signer</button><select><option>B</option></select></form>", "A"),
    "hidden": ("<p>A<span hidden>B</span><span style='DISPLAY : none'>C</span>D</p>", "AD"),
    "hidden-item": ("<ul><li>A</li><li style='display:none'>B</li><li>C</li></ul>", "• A\n• C"),
    "pictures-say-nothing": ("<p><img alt='Logo du Collectif A'>B</p>", "B"),
}
ALL = BLOCKS | LINES | {f"list-{name}": row for name, row in LISTS.items()} | INLINE


def read(markup: str, *, images: bool = False) -> str:
    tree = Page("https://rivages.example/a", f"<html><body>{markup}</body></html>".encode()).tree
    return text_of(tree, images=images)


@pytest.mark.parametrize(("markup", "expected"), ALL.values(), ids=ALL.keys())
def test_a_reader_sees(markup: str, expected: str) -> None:
    assert read(markup) == expected


def test_pictures_are_read_where_lists_are_made_of_them() -> None:
    logos = "<a href='/a'><img alt='Collectif A'></a> <a href='/b'><img alt=' Collectif B '></a><img alt=''>"
    assert read(logos, images=True) == "Collectif A\nCollectif B"
    assert read(f"<ul><li>{logos}</li></ul>", images=True) == "• Collectif A\nCollectif B"


def test_the_text_around_an_element_is_not_its_own() -> None:
    tree = Page("https://rivages.example/a", b"<p>avant <b>dedans</b> apr\xc3\xa8s</p>").tree
    assert text_of(next(tree.iter("b"))) == "dedans"


def test_paragraphs() -> None:
    assert paragraphs("Un.\nUn et demi.\n\nDeux.") == ("Un.\nUn et demi.", "Deux.")
    assert paragraphs("") == ()


TAGS = [
    "p",
    "div",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "b",
    "h2",
    "pre",
    "span class='spip-puce'",
    "p hidden",
    "blockquote",
]
WORDS = st.sampled_from(
    ["Collectif", "A", " ", "\n", "•", "–", "|", "&nbsp;", "<br>", "<!-- x -->", "<img alt='L'>", "é"]
)
MARKUP = st.recursive(
    WORDS,
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda told: f"<{told[0]}>{''.join(told[1])}</{told[0].partition(' ')[0]}>"
    ),
    max_leaves=25,
)


@given(MARKUP)
def test_text_is_tidy_whatever_the_markup(markup: str) -> None:
    text = read(markup, images=True)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert "  " not in text
    assert all(line == line.strip() for line in text.split("\n"))


@given(st.lists(st.text("abcéÀ’-", min_size=1), min_size=1, max_size=6))
def test_no_letter_is_lost(names: list[str]) -> None:
    for markup in ("<br>".join(names), "".join(f"<p>{name}</p>" for name in names)):
        assert read(markup).split() == names
    assert read("".join(f"<li>{name}</li>" for name in names)) == "\n".join(f"• {name}" for name in names)
