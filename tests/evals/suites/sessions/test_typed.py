from __future__ import annotations

import pytest

from palate import Catalog, Condition
from palate.evals.suites.sessions.typed import condition_of, typed_turn
from palate.evals.users.facts import Fact

COMEDY, NINETIES, LIKED = Fact("genre", "Comedy"), Fact("decade", "1990s"), Fact("liked", "Dune", "7")


@pytest.mark.parametrize(
    ("fact", "condition"),
    [
        (COMEDY, Condition(field="genres", op="contains", value="Comedy")),
        (NINETIES, Condition(field="year", op="between", value=[1990, 1999])),
        (Fact("director", "Ang Lee"), Condition(field="director", op="contains", value="Ang Lee")),
        (Fact("plot", "iceberg"), Condition(field="synopsis", op="contains", value="iceberg")),
        (LIKED, None),
    ],
)
def test_a_fact_as_a_condition(fact: Fact, condition: Condition | None) -> None:
    assert condition_of(fact) == condition


def test_the_turn_is_the_one_in_which_the_target_is_among_the_best_that_fit(tiny: Catalog) -> None:
    # Of comedies Fargo (2) and Clueless (8) are from the nineties; nobody here has a log of "new".
    told = [[LIKED], [COMEDY], [NINETIES]]

    assert typed_turn(told, catalog=tiny, user="new", target="2", k=8) == 1
    assert {typed_turn([[COMEDY, NINETIES]], catalog=tiny, user="new", target=each, k=2) for each in ("2", "8")} == {1}
    assert typed_turn([[COMEDY]], catalog=tiny, user="new", target="1", k=8) is None


def test_what_was_shown_is_not_shown_again(tiny: Catalog) -> None:
    turns = [
        typed_turn([[COMEDY, NINETIES], [LIKED]], catalog=tiny, user="new", target=each, k=1) for each in ("2", "8")
    ]

    assert sorted(turn or 9 for turn in turns) == [1, 2]


def test_what_the_log_says_was_seen_is_not_shown(tiny: Catalog) -> None:
    assert typed_turn([[COMEDY]], catalog=tiny, user="cat", target="8", k=8) is None
