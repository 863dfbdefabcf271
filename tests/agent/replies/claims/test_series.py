"""Numbers told one after another."""

from __future__ import annotations

import pytest

from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("In that order they last 117, 124 and 98 minutes.", "In that order they last 117, 98 and 124 minutes."),
        ("They are from 1979, 1975 and 1996 respectively.", "They are from 1979, 1975 and 1995 respectively."),
        ("117, 124 and then 98 minutes are what it takes.", "117, 124 and then 97 minutes are what it takes."),
    ],
)
def test_each_is_of_the_item_in_its_place(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


def test_names_give_the_order(of_products: Unbound) -> None:
    said = "For Gas Stove, Rain Jacket and Leather Hiking Boots the stars are"

    assert of_products(f"{said} 4.7, 4.6 and 4.8.") == []
    assert of_products(f"{said} 4.6, 4.7 and 4.8.") != []
