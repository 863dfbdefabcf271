"""The forms under which a title is found."""

from __future__ import annotations

import pytest

from palate.catalog.titles import straight_brackets, title_keys, year_in


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Alien", ["alien"]),
        ("The Thing", ["the thing", "thing"]),
        ("Usual Suspects, The (1995)", ["the usual suspects", "usual suspects"]),
        ("Heat (1995)", ["heat"]),
        ("Tin Drum, The (Blechtrommel, Die)", ["tin drum", "the tin drum", "die blechtrommel", "blechtrommel"]),
        ("The", ["the"]),
        ("L'Avventura", ["lavventura"]),
        ("🎬", []),
    ],
)
def test_a_title_is_found_with_and_without_its_article_and_its_brackets(title: str, keys: list[str]) -> None:
    assert set(keys) <= set(title_keys(title))


def test_a_plain_title_has_no_other_forms() -> None:
    assert title_keys("Alien") == ["alien"]
    assert title_keys("The Thing") == ["the thing", "thing"]


def test_moved_articles_return_to_the_front_in_brackets_too() -> None:
    assert straight_brackets("Tin Drum, The (Blechtrommel, Die)") == "The Tin Drum (Die Blechtrommel)"
    assert straight_brackets("Avventura, L'") == "L'Avventura"
    assert straight_brackets("Me, Myself & Irene") == "Me, Myself & Irene"


@pytest.mark.parametrize(("title", "year"), [("Heat (1995)", 1995), ("Heat", None), ("Heat (Director's Cut)", None)])
def test_a_year_in_brackets_is_read(title: str, year: int | None) -> None:
    assert year_in(title) == year
