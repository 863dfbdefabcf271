"""What answers what was said back: a wish told again was misread, if anything speaks for that."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition, Where
from palate.language.preference import Preference
from palate.language.understand import understand
from palate.language.understanding import SessionView, Understanding

R = Condition(field="age_rating", op="=", value="R")
NOT_R = Condition(field="age_rating", op="!=", value="R")


def answering(said: str, catalog: Catalog, *held: Where, **known: object) -> Understanding:
    entries = tuple(Preference(where=where) for where in held)
    view = {"turn": 1, "preferences": entries, "asked": "text", "said_back": True, "final": True, **known}
    return understand(said, SessionView.model_validate(view), catalog)


def wishes(read: Understanding) -> list[Where | None]:
    return [entry.where for intent in read.intents for entry in intent.preferences]


DOUBTED = "Without R for the age rating it's a no."
"""Read as no R, which is not sure."""


def test_what_is_told_again_as_it_was_read_was_misread(films: Catalog) -> None:
    assert wishes(understand(DOUBTED, SessionView(), films)) == [NOT_R]
    assert wishes(answering(DOUBTED, films, NOT_R)) == [R]


def test_who_speaks_of_what_was_blamed_stands_by_it_unless_they_surely_do_not(films: Catalog) -> None:
    blamed = {"asked": "age_rating", "doubted": True, "offered": (Preference(where=R).key,)}

    assert wishes(answering(DOUBTED, films, R, **blamed)) == [R]
    assert wishes(answering("R for the age rating, or it's no use to me.", films, R, **blamed)) == [R]
    assert wishes(answering("Please nothing rated R.", films, R, **blamed)) == [NOT_R]


def test_what_can_be_read_in_one_way_only_stays(films: Catalog) -> None:
    assert wishes(answering("As I said, age rating R, please.", films, R)) == [R]
    assert wishes(answering("I said no R for the age rating.", films, NOT_R)) == [NOT_R]


def test_who_agrees_was_not_misread(films: Catalog) -> None:
    assert wishes(answering(f"Yes: {DOUBTED.lower()}", films, NOT_R)) == [NOT_R]


def test_where_more_of_its_field_was_said_back_that_may_be_what_is_wrong(films: Catalog) -> None:
    g = Condition(field="age_rating", op="!=", value="G")

    assert wishes(answering(DOUBTED, films, NOT_R, g)) == [NOT_R]


def test_what_a_reply_blames_is_stood_by(films: Catalog) -> None:
    assert wishes(answering(DOUBTED, films, NOT_R, offered=(Preference(where=NOT_R).key,))) == [NOT_R]


@pytest.mark.parametrize(
    "said",
    [
        "For the last time: mystery. As I have told you already: western.",
        "Like I said, nothing by way of comedy. And again: no drama.",
    ],
)
def test_of_several_told_again_none_is_taken_back(films: Catalog, said: str) -> None:
    assert len(wishes(answering(said, films))) == 2


def test_nobody_who_would_hate_to_start_over_does(films: Catalog) -> None:
    read = answering("A western, yes? Only I'd hate for us to start over.", films, R)

    assert not any(intent.fresh or intent.act == "undo" for intent in read.intents)


def test_what_leaves_a_question_open_wants_nothing_that_it_names(films: Catalog) -> None:
    assert wishes(answering("That one I'd have to leave in the dark.", films)) == []
    assert wishes(answering("something dark", films)) != []
