from __future__ import annotations

import random

from palate.catalog.item import Item
from palate.evals.users.facts import Fact, Plots, facts_of, names

ALIEN = Item(
    "1",
    "Alien",
    {
        "year": 1979,
        "genres": ["Horror", "Sci-Fi"],
        "cast": ["Sigourney Weaver"],
        "director": ["Ridley Scott"],
        "synopsis": "The crew of a freighter wakes to find the alien aboard.",
    },
)
ALIENS = Item("2", "Alien Resurrection", {"year": 1997, "genres": ["Horror"]})
PSYCHO = Item("3", "Psycho", {"year": 1960, "genres": ["Horror"]})
PLOTS = Plots.of([str(ALIEN.get("synopsis")), "A crew sails to an island."])


def test_a_person_tells_what_is_true_of_the_target() -> None:
    facts = facts_of(ALIEN, [PSYCHO], PLOTS, random.Random(1))

    assert {(fact.slot, fact.value, fact.id) for fact in facts} == {
        ("genre", "Horror", None),
        ("genre", "Sci-Fi", None),
        ("decade", "1970s", None),
        ("liked", "Psycho", "3"),
        ("cast", "Sigourney Weaver", None),
        ("director", "Ridley Scott", None),
    }


def test_a_liked_item_that_names_the_target_is_not_told() -> None:
    assert all(fact.slot != "liked" for fact in facts_of(ALIEN, [ALIENS], PLOTS, random.Random(1)))


def test_liked_items_make_up_for_what_is_not_known_and_come_last() -> None:
    liked = [Item(str(number), f"Film number {number}", {"genres": ["Western"]}) for number in range(5)]

    facts = facts_of(PSYCHO, liked, PLOTS, random.Random(1))

    assert [fact.slot for fact in facts] == ["genre", "decade", "liked", "liked", "liked"]
    assert [fact.spare for fact in facts] == [False, False, False, True, True]


def test_a_word_of_the_plot_is_a_noun_that_few_plots_have() -> None:
    plots = Plots.of(["A crew of a freighter.", *["The crew of a ship."] * 4])

    assert plots.telling("A crew of a freighter, wakes aboard; the ship in a reef of lies.") == ["freighter"]


def test_a_title_is_named_by_its_words_in_a_row() -> None:
    assert names("have you got Alien, or so?", "Alien")
    assert not names("aliens and such", "Alien")
    assert not names("rear of the window", "Rear Window")


def test_facts_are_the_same_for_the_same_seed() -> None:
    assert facts_of(ALIEN, [PSYCHO], PLOTS, random.Random(7)) == facts_of(ALIEN, [PSYCHO], PLOTS, random.Random(7))
    assert Fact("genre", "Horror") == Fact("genre", "Horror", None, spare=False)
