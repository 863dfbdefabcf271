"""What a model is shown of a message, and what of that goes into demonstrations."""

from __future__ import annotations

from palate.language.understanding import SessionView, Shown
from palate.planners.models.numbered import _Place, filled
from tests.planners.models.conftest import Ask


def test_parts_are_numbered_with_their_kind_and_what_the_catalogue_calls_them(asked: Ask) -> None:
    one = asked("a comedy like Alien, under 100 minutes")

    assert list(one.shown.lines()) == [
        "S1: a [1 comedy] like [2 Alien], under [3 100 minutes]",
        "1 value = genres Comedy",
        "2 title = Alien",
        "3 time",
    ]


def test_what_the_reader_found_besides_is_numbered_too(asked: Ask) -> None:
    view = SessionView(shown=(Shown(id="alien-1979", title="Alien"), Shown(id="jaws-1975", title="Jaws")))
    one = asked("not the second one", session=view)

    assert list(one.shown.lines()) == ["Last reply: shown", "S1: not [1 the second one]", "1 #2"]


def test_what_only_its_catalogue_knows_of_a_message_is_masked(asked: Ask) -> None:
    shown = asked("A comedy like Alien. Under 100 minutes").masked

    assert list(shown.lines()) == [
        "S1: A [1 value] like [2 title].",
        "S2: Under [3 time]",
        "1 value",
        "2 title",
        "3 time",
    ]


def test_of_parts_that_overlap_the_longer_one_is_marked() -> None:
    places = [_Place(2, 5, "[1 war]"), _Place(2, 13, "[2 war stories]")]

    assert filled("a war stories", 0, 13, places) == "a [2 war stories]"
