"""What is said with a title in its clause is held against that item alone, however true it is of another."""

from __future__ import annotations

import pytest

from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    "said",
    [
        "Alien lasts 7 minutes.",  # By so much Jaws and Alien differ.
        "Fargo runs for 19 minutes.",
        "Jaws (1975), 26 minutes, is horror.",
        "All of these are longer.",
        "They are all newer.",
    ],
)
def test_no_other_stands_in(of_films: Unbound, said: str) -> None:
    assert of_films(said) != []


def test_what_the_person_may_do_is_no_claim(of_films: Unbound) -> None:
    assert of_films("You can go shorter or longer.") == []
