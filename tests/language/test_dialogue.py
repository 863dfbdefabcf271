"""What is said in passing asks for nothing: which parts of a message count, by what their clauses do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palate.language.dialogue import Dialogue
from palate.language.part import Kind, Part
from palate.language.reader.clauses import Clause
from palate.language.reader.labels import COUNTING, DIALOGUE_ACTS, ROLES
from palate.language.reader.reader import Sentence, Tag

SENTENCE = Sentence(0, 40, {"request": 1.0})


def clause(start: int, end: int, **acts: float) -> Clause:
    told = Clause(start, end, {act: acts.get(act, 0.0) for act in DIALOGUE_ACTS})
    return replace(told, counts=told.any_of(COUNTING))


def part(start: int, kind: Kind = "value", role: str = "want") -> Part:
    tag = Tag.of({each: float(each == role) for each in ROLES}, {})
    return Part(start, start + 4, "word", kind, tag, SENTENCE)


def dialogue(*clauses: Clause, parts: tuple[Part, ...] = (), of: str = "request", context: str = "shown") -> Dialogue:
    return Dialogue(clauses, (Sentence(0, 40, {of: 1.0}),), parts, context)


def test_values_count_where_something_is_wanted() -> None:
    told, wished = part(5), part(25)

    assert dialogue(clause(0, 20, chat=1.0), clause(20, 40, request=1.0), parts=(told, wished)).counting == [wished]


def test_acts_that_want_something_count_together() -> None:
    found = dialogue(clause(0, 40, chat=0.4, request=0.35, taste=0.25), parts=(part(5),))

    assert found.counting == [part(5)]
    assert found.asks(SENTENCE)


@pytest.mark.parametrize(
    ("act", "role"), [("accept", "take"), ("seen", "seen"), ("interest", "asked"), ("unfamiliar", "asked")]
)
def test_remarks_speak_of_items_and_of_nothing_else(act: str, role: str) -> None:
    found = dialogue(clause(0, 40, **{act: 1.0}), parts=(part(5), part(10, "pointer", "like")))

    assert [each.role for each in found.spoken_of] == [role]
    assert found.remarks == (act,)
    assert found.counting == []


def test_small_talk_speaks_of_no_item() -> None:
    found = dialogue(clause(0, 40, chat=0.6, thanks=0.4), parts=(part(5, "title"),))

    assert found.spoken_of == []
    assert found.remarks == ()
    assert found.courtesy == "chat"
    assert not found.asks(SENTENCE)


def test_a_reader_without_clauses_leaves_it_to_the_sentences() -> None:
    found = dialogue(parts=(part(5),))

    assert found.counting == [part(5)]
    assert found.asks(SENTENCE)
    assert found.courtesy is None


@pytest.mark.parametrize("context", ["new", "asked", "checked"])
def test_yes_takes_nothing_where_nothing_was_shown(context: str) -> None:
    yes = clause(0, 40, accept=1.0)

    assert dialogue(yes).remarks == ("accept",)
    assert dialogue(yes, context=context).remarks == ()
    assert dialogue(yes, context=context).asks(SENTENCE)
    assert dialogue(yes, parts=(part(5, "title"),), context=context).remarks == ("accept",)


@pytest.mark.parametrize(("act", "turns_down"), [("accept", True), ("neutral", True), ("chat", False), ("bye", False)])
def test_what_a_sentence_turns_down_is_not_taken_but_small_talk_turns_nothing_down(act: str, turns_down: bool) -> None:
    assert dialogue(clause(0, 40, **{act: 1.0}), of="dismiss").asks(SENTENCE) is turns_down
    assert not dialogue(clause(0, 40, **{act: 1.0})).asks(SENTENCE)


def test_an_item_that_is_turned_down_is_not_taken() -> None:
    taking = clause(0, 40, accept=1.0)

    assert dialogue(taking, parts=(part(5, "pointer", "avoid"),)).remarks == ()
    assert dialogue(taking, parts=(part(5, "pointer", "like"),)).remarks == ("accept",)


def test_words_that_say_what_is_wanted_are_no_cry_for_help() -> None:
    assert dialogue(clause(0, 40, danger=0.9, request=0.1)).endangered
    assert dialogue(replace(clause(0, 40, danger=0.9), counts=0.8), parts=(part(5, "text"),)).endangered
    assert not dialogue(clause(0, 40, danger=0.9), parts=(part(5, "number"),)).endangered


def test_what_speaks_of_an_item_and_wants_nothing_is_a_remark_whatever_it_is_read_as() -> None:
    doubtful = replace(clause(0, 40, question=0.4, interest=0.3, neutral=0.3), counts=0.3)
    read = dialogue(doubtful, parts=(part(5, "pointer"),))

    assert read.remarks == ("neutral",)
    assert [each.role for each in read.spoken_of] == ["asked"]


def test_danger_has_to_be_likelier_than_not() -> None:
    assert dialogue(clause(0, 40, danger=0.6, chat=0.4)).endangered
    assert not dialogue(clause(0, 40, danger=0.45, chat=0.4)).endangered
