"""Titles as a model writes them: which items they are of, and which are of none."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.evals.baselines.models.titles import item_of


@pytest.mark.parametrize(
    ("title", "item"),
    [
        ("Alien", "alien-1979"),
        ("alien (1979)", "alien-1979"),
        ("The Alien", "alien-1979"),
        ("Amelie", "amelie-2001"),
        ("Terminator 2", "terminator-2-judgment-day-1991"),
        ("The Godfather: Part II", "the-godfather-part-ii-1974"),
        ("Pulp Ficton", "pulp-fiction-1994"),
    ],
)
def test_a_title_is_found_by_its_words_without_its_subtitle_and_with_a_slip(
    title: str, item: str, films: Catalog
) -> None:
    assert item_of(title, films) == item


@pytest.mark.parametrize("title", ["The Godfather: Part III", "Mad Max 3", "A Film That Nobody Made", ""])
def test_a_title_of_no_item_is_of_none_however_near_another_is(title: str, films: Catalog) -> None:
    assert item_of(title, films) is None
