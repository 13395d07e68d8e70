"""What travels between the two halves survives the journey as one line of JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import KINDS, Absence, Block, Document, Event, Hint, Statement, from_json, to_json

EVENTS = st.one_of(*(st.from_type(kind) for kind in KINDS.values()))


@given(EVENTS)
def test_an_event_comes_back_equal_from_one_line(event: Event) -> None:
    line = to_json(event)
    assert "\n" not in line
    again = from_json(line)
    assert again == event
    assert type(again) is type(event)
    assert to_json(again) == line
    hash(again)


@given(st.from_type(Statement))
def test_warnings_travel_but_make_no_difference(statement: Statement) -> None:
    again = from_json(to_json(statement))
    assert isinstance(again, Statement)
    assert again.warnings == statement.warnings


def test_the_line_is_readable() -> None:
    statement = Statement(
        "rivages", "https://rivages.example/Appel", "5", "Appel : « Été »", "Texte", blocks=(Block("A", 2),)
    )
    line = to_json(statement)
    assert line.startswith('{"event":"statement","site":"rivages"')
    assert "Appel : « Été »" in line


def test_a_statement_found_on_paper_can_be_typed_in() -> None:
    line = '{"site": "papier", "url": "urn:papier:1", "number": null, "title": "Appel", "text": "…",'
    line += ' "documents": [{"url": "scan.pdf"}], "keywords": ["asile"]}'
    expected = Statement(
        "papier", "urn:papier:1", None, "Appel", "…", documents=(Document("scan.pdf"),), keywords=("asile",)
    )
    assert from_json(line) == expected


def test_what_is_left_out_has_its_default() -> None:
    assert from_json('{"event":"absence","site":"a","url":"b","reason":"404"}') == Absence("a", "b", "404")
    assert from_json('{"event":"hint","site":"a","url":"b","source":"feed"}') == Hint("a", "b", "feed")


WRONG = {
    "no-json": "Appel",
    "a-list": "[1, 2]",
    "a-text": '"statement"',
    "an-unknown-kind": '{"event": "rumour"}',
    "an-unknown-field": '{"event": "absence", "site": "a", "url": "b", "reason": "404", "colour": "red"}',
    "a-missing-field": '{"event": "absence", "site": "a"}',
    "a-document-that-is-none": '{"site": "a", "url": "b", "number": null, "title": "", "text": "", "documents": ["x"]}',
    "empty": "",
}


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG.keys())
def test_any_other_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not an event of the archive"):
        from_json(line)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.integers(), lambda i: st.lists(i) | st.dictionaries(st.text(), i)
    )
)
def test_no_json_at_all_breaks_the_reading(data: object) -> None:
    with pytest.raises(ValueError, match="not an event of the archive"):
        from_json(json.dumps(data))
