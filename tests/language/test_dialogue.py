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


def test_values_count_where_something_is_wanted() -> None:
    dialogue = Dialogue((clause(0, 20, chat=1.0), clause(20, 40, request=1.0)))
    told, wished = part(5), part(25)

    assert dialogue.counting([told, wished]) == [wished]


def test_acts_that_want_something_count_together() -> None:
    dialogue = Dialogue((clause(0, 40, chat=0.4, request=0.35, taste=0.25),))

    assert dialogue.counting([part(5)]) == [part(5)]
    assert dialogue.asks(SENTENCE)


@pytest.mark.parametrize(
    ("act", "role"), [("accept", "take"), ("seen", "seen"), ("interest", "asked"), ("unfamiliar", "asked")]
)
def test_remarks_speak_of_items_and_of_nothing_else(act: str, role: str) -> None:
    dialogue = Dialogue((clause(0, 40, **{act: 1.0}),))

    assert [each.role for each in dialogue.spoken_of([part(5), part(10, "pointer", "like")])] == [role]
    assert dialogue.remarks == (act,)
    assert dialogue.counting([part(10, "pointer", "like")]) == []


def test_small_talk_speaks_of_no_item() -> None:
    dialogue = Dialogue((clause(0, 40, chat=0.6, thanks=0.4),))

    assert dialogue.spoken_of([part(5, "title")]) == []
    assert dialogue.remarks == ()
    assert dialogue.courtesy == "chat"


def test_a_reader_without_clauses_leaves_it_to_the_sentences() -> None:
    dialogue = Dialogue(())

    assert dialogue.counting([part(5)]) == [part(5)]
    assert dialogue.asks(SENTENCE)
    assert dialogue.courtesy is None


def test_yes_takes_nothing_where_something_was_asked() -> None:
    yes = (clause(0, 40, accept=1.0),)

    assert Dialogue(yes).remarks == ("accept",)
    assert Dialogue(yes, answers=True).remarks == ()
    assert Dialogue(yes, answers=True).asks(SENTENCE)
