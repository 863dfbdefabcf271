"""When a session ends, and what of it the next one begins with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from palate.catalog.conditions import Condition
from palate.language.pending import FieldQuestion
from palate.language.preference import Preference
from palate.language.understanding import Shown
from palate.memory.elicited import Elicited
from palate.memory.expiry import afresh, is_over
from palate.memory.item_history import ItemHistory
from palate.memory.short_term import SessionMemory

COMEDY = Preference(where=Condition(field="genres", op="contains", value="Comedy"))
MUSICALS = Preference(where=Condition(field="genres", op="contains", value="Musical"), horizon="long", strength="soft")


@pytest.mark.parametrize(
    ("last", "idle", "ended"),
    [
        (100.0, 60.0, True),
        (100.0, 101.0, False),
        (100.0, 100.0, False),
        (100.0, None, False),
        (100.0, timedelta(minutes=1), True),
        (0.0, 60.0, False),
    ],
)
def test_a_session_ends_once_it_is_idle_for_longer_than_it_may_be(
    last: float, idle: float | timedelta | None, ended: bool
) -> None:
    """The time of a session that an earlier version kept is unknown (0): it goes on."""
    assert is_over(last, 200.0, idle) is ended


def test_the_request_goes_and_what_is_known_of_the_person_stays() -> None:
    person: dict[str, Any] = {
        "turn": 3,
        "statements": (MUSICALS,),
        "items": ItemHistory(seen=("1",), rejected=("2",), committed=("3",), opinions={"4": 1.0}),
        "language": "zh",
    }
    request: dict[str, Any] = {
        "time": 100.0,
        "preferences": (COMEDY,),
        "shown": (Shown(id="5", title="Fargo"),),
        "pending": FieldQuestion(field="genres"),
        "elicited": Elicited(confirmations={"adults": "yes"}, questions=2, takes_first=True),
    }
    shown = person["items"].with_shown(("5",), {"5": ("a comedy",)})

    assert afresh(SessionMemory(**{**person, "items": shown}, **request)) == SessionMemory(**person)
