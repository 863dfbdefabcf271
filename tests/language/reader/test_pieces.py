"""A message in pieces, with marks where parts and sentences begin."""

from __future__ import annotations

import pytest

from palate.language.reader.pieces import LONGEST, MARKS, Cutter, Marked

CUTTER = Cutter([(mark, -1e4) for mark in MARKS] + [(sign, -5.0) for sign in "\u2581abcdefghijklmnopqrstuvwxyz.,<>[]/"])


def marks(text: str, *parts: Marked) -> list[str]:
    return [MARKS[each] for each in CUTTER.message(text, parts, "new").ids if each < len(MARKS)]


def test_parts_and_sentences_are_marked() -> None:
    found = marks("no horror. a western", Marked(3, 9, "value"), Marked(13, 20, "value"))
    assert found == ["<s>", "[new]", "[s]", "[value]", "[/]", "[s]", "[value]", "[/]", "</s>"]


def test_a_part_is_not_cut_by_the_end_of_a_sentence() -> None:
    assert marks("like dr. strange please", Marked(5, 16, "title")).count("[s]") == 1


def test_pieces_know_where_they_stand() -> None:
    pieces = CUTTER.message("No Horror", [Marked(3, 9, "value")], "new")
    spans = sorted({span for span in pieces.spans if 0 <= span[0] < span[1]})
    assert "".join("No Horror"[start:end] for start, end in spans) == "NoHorror"
    assert [MARKS[pieces.ids[at]] for at in pieces.parts] == ["[value]"]


def test_nobody_writes_a_mark() -> None:
    """A mark that is typed is letters like any other."""
    assert marks("<s> [value] </s> [/]") == ["<s>", "[new]", "[s]", "</s>"]


def test_a_long_message_is_read_as_far_as_it_fits() -> None:
    text = "some words " * 200
    pieces = CUTTER.message(text, [], "new")
    assert len(pieces.ids) == LONGEST
    assert 0 < pieces.read < len(text)
    assert CUTTER.message("short", [], "new").read == len("short")


@pytest.mark.parametrize("length", range(LONGEST - 12, LONGEST + 4))
def test_what_is_told_to_be_read_was_read_to_the_letter(length: int) -> None:
    """Also where a mark is what there is no more room for."""
    text = "ab" * (length // 2)
    parts = [Marked(len(text) - 9, len(text) - 4, "value")]
    pieces = CUTTER.message(text, parts, "new")
    read = {at for start, end in pieces.spans if start >= 0 for at in range(start, end)}
    assert read == set(range(pieces.read))
    assert len(pieces.ids) <= LONGEST


def test_nothing_is_nothing() -> None:
    for text in ("", "   ", "\n\n"):
        assert marks(text)[:2] == ["<s>", "[new]"]
