"""Page: bytes into characters and a tree, whatever the server and the page say about them."""

from __future__ import annotations

import encodings.aliases
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.page import Page, decode

HOME = "https://rivages.example/Communiques/Appel"
TEXT = "Comité d’accueil « été » — Œuvre commune"
PLAIN = "Comité d'accueil, été"
META = "<meta charset={}>"
UTF8_SENTENCE, CP1252_SENTENCE = "déclaré en UTF-8…".encode(), " et collé d’ailleurs".encode("cp1252")

CHARSETS = {
    "utf-8": (TEXT.encode(), "text/html; charset=utf-8", TEXT),
    "utf-8-declared-as-latin-1": (TEXT.encode(), "text/html; charset=iso-8859-1", TEXT),
    "nothing-declared": (TEXT.encode(), "", TEXT),
    "byte-order-mark": (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=iso-8859-1", TEXT),
    "utf-16-mark": (TEXT.encode("utf-16"), "", TEXT),
    "cp1252": (TEXT.encode("cp1252"), "text/html; charset=windows-1252", TEXT),
    "latin-1-means-cp1252": (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1", TEXT),
    "latin-1-by-another-name": (TEXT.encode("cp1252"), "text/html; charset=iso8859-1", TEXT),
    "ascii-means-cp1252": (TEXT.encode("cp1252"), "text/html; charset=us-ascii", TEXT),
    "cp1252-declared-as-utf-8": (TEXT.encode("cp1252"), "text/html; charset=utf-8", TEXT),
    "cp1252-undeclared": (TEXT.encode("cp1252"), "text/html", TEXT),
    "cp1252-declared-as-utf-16": (TEXT.encode("cp1252"), "text/html; charset=utf-16", TEXT),
    "latin-9": (PLAIN.encode("iso-8859-15"), "text/html; charset=ISO-8859-15", PLAIN),
    "quoted": (TEXT.encode("cp1252"), 'text/html; charset="windows-1252"', TEXT),
    "unknown-name": (TEXT.encode("cp1252"), "text/html; charset=x-user-defined", TEXT),
    "two-in-one-page": (
        UTF8_SENTENCE + CP1252_SENTENCE,
        "text/html; charset=utf-8",
        "déclaré en UTF-8… et collé d’ailleurs",
    ),
}


@pytest.mark.parametrize(("body", "content_type", "expected"), CHARSETS.values(), ids=CHARSETS.keys())
def test_charsets(body: bytes, content_type: str, expected: str) -> None:
    assert decode(body, content_type) == expected


@pytest.mark.parametrize("declared", ["windows-1251", '"windows-1251"', "'WINDOWS-1251' /"])
def test_the_page_itself_may_declare_its_charset(declared: str) -> None:
    body = (META.format(declared) + "Народ").encode("cp1251")
    assert decode(body).endswith("Народ")
    assert decode(body, "text/html; charset=cp1251").endswith("Народ")


@given(st.binary(max_size=60), st.sampled_from(sorted({*encodings.aliases.aliases.values(), "undefined", "idna"})))
def test_no_charset_can_break_the_reading(body: bytes, name: str) -> None:
    assert isinstance(decode(META.format(name.replace("_", "-")).encode() + body), str)
    assert isinstance(decode(body, f"text/html; charset={name}"), str)


@given(st.text())
def test_utf_8_is_always_read_as_it_is(text: str) -> None:
    assert decode(text.encode("utf-8", "replace"), "text/html; charset=iso-8859-1").lstrip("\ufeff") == text.encode(
        "utf-8", "replace"
    ).decode().lstrip("\ufeff")


LINKS = {
    "relative": ("<a href='Un-appel'>", "https://rivages.example/Communiques/Un-appel"),
    "absolute": ("<a href='http://autre.example/x'>", "http://autre.example/x"),
    "root": ("<a href='/IMG/pdf/a.pdf'>", "https://rivages.example/IMG/pdf/a.pdf"),
    "query": ("<a href='spip.php?article12'>", "https://rivages.example/Communiques/spip.php?article12"),
    "base": ("<base href='https://rivages.example/'><a href='Un-appel'>", "https://rivages.example/Un-appel"),
    "relative-base": ("<base href='/x/'><a href='y'>", "https://rivages.example/x/y"),
    "the-first-base-counts": ("<base href='/x/'><base href='/z/'><a href='y'>", "https://rivages.example/x/y"),
    "a-base-without-address": ("<base target='_blank'><a href='y'>", "https://rivages.example/Communiques/y"),
    "a-base-that-is-none": ("<base href='http://[site]'><a href='y'>", "https://rivages.example/Communiques/y"),
    "a-link-with-a-control-character": ("<a href='a&#1;b'>", "a\x01b"),
    "a-link-that-is-none": ("<a href='http://[adresse]/x'>", "http://[adresse]/x"),
}


@pytest.mark.parametrize(("markup", "expected"), LINKS.values(), ids=LINKS.keys())
def test_links_are_absolute(markup: str, expected: str) -> None:
    tree = Page(HOME, f"<html><head></head><body>{markup}lien</a></body></html>".encode()).tree
    assert [link.get("href") for link in tree.iter("a")] == [expected]


@pytest.mark.parametrize("body", [b"", b" \n", b"<!-- rien -->", b"\x00", b"<!DOCTYPE html>"])
def test_a_page_without_html_says_so(body: bytes) -> None:
    with pytest.raises(ValueError, match=rf"^{HOME}: no HTML in {len(body)} bytes$"):
        _ = Page(HOME, body).tree


@given(st.text(alphabet="<>/=&;'\"!- \x00abphrefli\u00e9"), st.binary(max_size=20))
def test_tag_soup_is_a_tree_or_no_html(markup: str, noise: bytes) -> None:
    page = Page(HOME, markup.encode() + noise)
    with suppress(ValueError):  # no HTML in it
        assert page.tree.tag


def test_what_the_headers_say() -> None:
    page = Page(HOME, b"x", headers={"content-type": "Text/HTML; charset=utf-8"}, fetched_at="2026-03-01T22:30:00Z")
    assert page.media_type == "text/html"
    assert page.day == date(2026, 3, 1)
    assert Page(HOME, b"x").media_type == ""
    assert Page(HOME, b"x").day == date.max
