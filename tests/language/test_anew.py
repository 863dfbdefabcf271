"""When a request is a new search, and when it changes the old one."""

from __future__ import annotations

import pytest

from palate import Catalog, Condition
from palate.language.preference import Preference
from palate.language.understand import understand
from palate.language.understanding import Mention, SessionView

BACKPACK = Condition(field="category", op="=", value="Backpacks")
UNDER_35 = Condition(field="price", op="<", value=35)
UNDER_100 = Condition(field="price", op="<", value=100)


def held(*conditions: Condition) -> SessionView:
    return SessionView(turn=1, preferences=tuple(Preference(where=each) for each in conditions))


@pytest.mark.parametrize(
    ("message", "before", "fresh"),
    [
        ("a tent", (BACKPACK, UNDER_35), True),  # the cheapest tent costs 69
        ("a tent", (BACKPACK, UNDER_100), False),  # which fits: only the kind of thing changes
        ("a tent instead", (BACKPACK, UNDER_35), False),
        ("a tent", (UNDER_35,), False),  # nothing takes the place of anything
        ("something that boils a litre", (BACKPACK,), True),  # the stove is no backpack
        ("boils", (BACKPACK,), False),  # one word that asks for nothing tells no story
        ("something with a rain cover", (BACKPACK,), False),
    ],
)
def test_another_kind_of_thing_that_nothing_of_the_old_request_fits_is_a_new_search(
    shop: Catalog, message: str, before: tuple[Condition, ...], fresh: bool
) -> None:
    assert understand(message, held(*before), shop).intents[0].fresh is fresh


def test_what_answers_a_question_is_no_new_search(shop: Catalog) -> None:
    session = held(BACKPACK, UNDER_35).model_copy(update={"asked": "text"})

    assert not understand("a tent", session, shop).intents[0].fresh


def test_the_likeness_that_was_asked_for_goes_with_the_old_kind(shop: Catalog) -> None:
    session = held(BACKPACK).model_copy(update={"like": (Mention(item="P02", title="City Commuter", quote="it"),)})

    assert understand("a tent", session, shop).intents[0].withdraw == ("text", "like")
    assert understand("under $100", session, shop).intents[0].withdraw == ()


@pytest.mark.parametrize(
    ("answer", "withdraw"),
    [("yes", (UNDER_35.model_dump_json(),)), ("ok, please do", (UNDER_35.model_dump_json(),)), ("no", ())],
)
def test_a_yes_takes_up_what_the_last_reply_offered(shop: Catalog, answer: str, withdraw: tuple[str, ...]) -> None:
    session = held(BACKPACK, UNDER_35).model_copy(update={"offered": (UNDER_35.model_dump_json(),)})

    assert understand(answer, session, shop).intents[0].withdraw == withdraw
