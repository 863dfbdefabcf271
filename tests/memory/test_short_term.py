"""What a session forgets with one preference."""

from __future__ import annotations

from palate.catalog.conditions import Condition
from palate.language.pending import Confirmation
from palate.language.preference import Preference
from palate.memory.elicited import Elicited
from palate.memory.short_term import SessionMemory

WESTERN = Preference(where=Condition(field="genres", op="contains", value="Western"))
COMEDY = Preference(where=Condition(field="genres", op="contains", value="Comedy"))


def test_with_a_preference_goes_all_that_is_known_of_it() -> None:
    """Its key holds its value, so that no key may stay either."""
    keys = (WESTERN.key, COMEDY.key)
    session = SessionMemory(
        preferences=(WESTERN, COMEDY),
        pending=Confirmation(keys=keys, said_back=keys),
        elicited=Elicited(stood_by=keys, told_again=dict.fromkeys(keys, 1)),
    )

    left = session.without(key=WESTERN.key)

    assert "Western" not in left.model_dump_json()
    assert (left.preferences, left.pending) == ((COMEDY,), Confirmation(keys=keys[1:], said_back=keys[1:]))
    assert left.elicited == Elicited(stood_by=keys[1:], told_again={COMEDY.key: 1})
