"""States of sessions that an older version of Palate wrote, and such that a later one did."""

from __future__ import annotations

from typing import Any

import pytest

from palate.errors import StorageError
from palate.language.pending import (
    Confirmation,
    DidYouMean,
    FieldQuestion,
    Offer,
    OpenQuestion,
    PairQuestion,
    Pending,
    PolicyConfirmation,
    WhichOne,
)
from palate.language.preference import Preference
from palate.language.session import AskedFact
from palate.language.understanding import Question, Shown
from palate.memory.elicited import Elicited
from palate.memory.item_history import ItemHistory, TurnedDown
from palate.memory.migration import VERSION, check_version
from palate.memory.short_term import SessionMemory

COMEDY = {"where": {"field": "genres", "op": "contains", "value": "Comedy"}}
KEY = Preference.model_validate(COMEDY).key
OLD: dict[str, Any] = {
    "turn": 3,
    "preferences": [COMEDY],
    "statements": [],
    "like": [],
    "previous": [],
    "shown": [{"id": "1", "title": "Alien", "fields": {}, "turn": 3}],
    "shown_ids": ["1", "2"],
    "reasons": {"1": ["It is a film."]},
    "focus": [{"id": "1", "title": "Alien", "fields": {}, "turn": 3}],
    "seen": ["3"],
    "rejected": ["2"],
    "committed": ["4"],
    "opinions": {"1": 1.0},
    "asked": None,
    "options": [],
    "offered": [],
    "either": False,
    "doubted": False,
    "said_back": False,
    "told_again": {KEY: 1},
    "stood_by": [KEY],
    "unplaced": 2,
    "pending": "",
    "doubt": "",
    "question": {"kind": "count"},
    "questioned": [COMEDY],
    "questions": 1,
    "asked_about": ["year"],
    "confirming": "",
    "confirmations": {"adults": "yes"},
    "language": "zh",
    "final": True,
    "explained": 1,
    "turned_down": [{"item": "2", "faults": ["year"]}],
    "unexplained": 4,
}
"""A session as version 1 wrote it: 35 fields side by side."""


def test_a_flat_state_is_grouped() -> None:
    comedy, alien = Preference.model_validate(COMEDY), Shown(id="1", title="Alien", turn=3)

    assert SessionMemory.model_validate(OLD) == SessionMemory(
        schema_version=VERSION,
        turn=3,
        language="zh",
        preferences=(comedy,),
        shown=(alien,),
        focus=(alien,),
        items=ItemHistory(
            shown=("1", "2"),
            reasons={"1": ("It is a film.",)},
            seen=("3",),
            rejected=("2",),
            committed=("4",),
            opinions={"1": 1.0},
            turned_down=(TurnedDown(item="2", faults=("year",)),),
        ),
        elicited=Elicited(
            questions=1,
            fields=("year",),
            told_again={KEY: 1},
            stood_by=(KEY,),
            confirmations={"adults": "yes"},
            unplaced=2,
            explained=1,
            unexplained=4,
            takes_first=True,
        ),
        asked_fact=AskedFact(question=Question(kind="count"), conditions=(comedy,)),
    )


@pytest.mark.parametrize(
    ("flags", "pending"),
    [
        ({}, None),
        ({"asked": "genres", "options": ["Comedy"]}, FieldQuestion(field="genres", options=("Comedy",))),
        ({"asked": "text"}, OpenQuestion()),
        ({"asked": "text", "said_back": True}, OpenQuestion(said_back=(KEY,))),
        ({"asked": "title", "options": ["1", "2"]}, PairQuestion(ids=("1", "2"))),
        (
            {"asked": "title", "options": ["6", "7"], "pending": "like Dune"},
            WhichOne(field="title", message="like Dune", said="", options=("6", "7")),
        ),
        (
            {"asked": "title", "options": ["Fargo"], "pending": "like farg", "doubt": "farg"},
            DidYouMean(field="title", message="like farg", said="farg", value="Fargo"),
        ),
        ({"asked": "genres", "offered": [KEY]}, FieldQuestion(field="genres")),
        ({"offered": [KEY], "either": True}, Offer(keys=(KEY,), either=True)),
        (
            {"asked": "genres", "offered": [KEY], "doubted": True, "said_back": True},
            Confirmation(field="genres", keys=(KEY,), said_back=(KEY,)),
        ),
        ({"confirming": "adults", "pending": "a western"}, PolicyConfirmation(policy="adults", message="a western")),
    ],
)
def test_flags_become_the_question_that_they_told_of(flags: dict[str, Any], pending: Pending | None) -> None:
    assert SessionMemory.model_validate(OLD | flags).pending == pending


def test_a_state_of_this_version_stays() -> None:
    memory = SessionMemory(turn=2, items=ItemHistory(seen=("1",)), pending=Offer(keys=(KEY,)))

    assert SessionMemory.model_validate(memory.model_dump()) == memory
    assert memory.schema_version == VERSION


def test_a_state_of_a_later_version_is_refused() -> None:
    with pytest.raises(StorageError, match=r"A later version of Palate wrote this session .* upgrade Palate, or"):
        check_version(VERSION + 1)
    check_version(VERSION)
