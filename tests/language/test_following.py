"""Questions that go on about what was asked or shown before."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition
from palate.language.preference import Preference
from palate.language.understand import understand
from palate.language.understanding import Question, SessionView
from tests.language.notation import parts, shown

COMEDY = Preference(where=Condition(field="genres", op="contains", value="Comedy"))


@pytest.fixture
def after_items(tiny: Catalog) -> SessionView:
    """A session in which comedies were asked for, and Fargo and Clueless shown."""
    return shown(tiny, "2", "8").model_copy(update={"preferences": (COMEDY,)})


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("how many are there?", ["question | genres contains Comedy | ? count"]),
        ("what's the average runtime?", ["question | genres contains Comedy | ? average runtime"]),
        ("which one is the longest?", ["question | about Fargo, Clueless | by runtime down | ? superlative runtime"]),
        ("which of these is the oldest?", ["question | about Fargo, Clueless | by year up | ? superlative year"]),
        ("how many films are there?", ["question | ? count"]),
        ("what's the longest film?", ["question | by runtime down | ? superlative runtime"]),
    ],
)
def test_after_items_a_question_is_about_these_unless_it_names_others(
    tiny: Catalog, after_items: SessionView, message: str, meaning: list[str]
) -> None:
    assert parts(understand(message, after_items, tiny)) == meaning


@pytest.mark.parametrize("message", ["and Jaws?", "what about Jaws?"])
def test_a_question_is_asked_again_of_another_item(tiny: Catalog, message: str) -> None:
    session = SessionView(turn=1, question=Question(kind="attribute", field="year", items=("1",)))

    [intent] = understand(message, session, tiny).intents

    assert intent.question == Question(kind="attribute", field="year", items=("3",))


def test_a_title_alone_asks_nothing_again(tiny: Catalog) -> None:
    session = SessionView(turn=1, question=Question(kind="attribute", field="year", items=("1",)))

    assert parts(understand("Jaws", session, tiny)) == ["recommend | like Jaws"]


def test_what_was_counted_can_be_listed(tiny: Catalog) -> None:
    session = SessionView(turn=1, question=Question(kind="count"), questioned=(COMEDY,))

    assert parts(understand("list them", session, tiny)) == ["recommend | genres contains Comedy"]
    assert parts(understand("which is the oldest?", session, tiny)) == [
        "question | genres contains Comedy | by year up | ? superlative year"
    ]
