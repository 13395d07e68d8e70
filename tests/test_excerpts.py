"""Where a site allows no more than an excerpt, no more of its texts is anywhere public."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.excerpts import MORE, SIZE, excerpt
from archive.history import fold
from archive.model import Block, Document, Reading, Statement
from archive.resolve import Directory

LONG = "Les bateliers veulent un quai ouvert. " * 40 + "La fin secrète."


@given(st.text(max_size=3 * SIZE))
def test_an_excerpt_is_a_beginning(text: str) -> None:
    cut = excerpt(text)
    assert len(cut) <= SIZE + 1 + len(MORE)
    assert cut == text or (cut.endswith(MORE) and text.startswith(cut.removesuffix(MORE).rstrip()))


def test_words_stay_whole() -> None:
    assert excerpt("mot " * 200).endswith("mot […]")


def test_nothing_public_holds_more(directory: Directory) -> None:
    text = f"{LONG}\n\nSignataires : Les Amis de la Digue"
    block = Block("Les Amis de la Digue", text.index("Les Amis"), "Signataires :")
    file = "https://digue.example/a.pdf"
    page = Statement(
        "digue", "https://digue.example/a", "1", "Un appel", text, html=f"<p>{text}</p>", standfirst=LONG,
        documents=(Document(file, "Le tract"),), blocks=(block,), rights="excerpt",
    )  # fmt: skip
    read = {file: Reading("digue", file, "application/pdf", "0" * 64, LONG)}
    found = fold("digue-1", [("2026-01-05T00:00:00Z", page)], read, directory)
    assert found is not None
    assert "secrète" not in repr((found.statement, found.documents, found.revisions, found.changes))
    assert found.statement["rights"] == "excerpt"
    assert [row["as_written"] for row in found.signatures] == ["Les Amis de la Digue"]
