"""Pages that a command prints are as it prints them."""

from __future__ import annotations

from pathlib import Path

from docs.loop import drawing
from docs.reference import page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_is_as_the_docstrings_are() -> None:
    assert (DOCS / "reference.md").read_text(encoding="utf-8") == page(), "python -m docs.reference > docs/reference.md"


def test_the_picture_of_the_loop_is_as_the_graph_is() -> None:
    assert (DOCS / "images" / "loop.svg").read_text(encoding="utf-8") == f"{drawing()}\n"
