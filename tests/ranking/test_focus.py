"""Items that are little else than what was asked for come before those that are also this and that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palate import Agent, Catalog, Condition
from palate.ranking.focus import focus_of
from palate.ranking.preference import PreferenceRanker
from palate.ranking.taste import Taste

ITEMS = [
    {"id": "a", "title": "All of it", "genres": ["Comedy", "War", "Drama", "Music"], "cast": ["Ann"]},
    {"id": "b", "title": "Both", "genres": ["Comedy", "War"], "cast": ["Ann", "Bob"]},
    {"id": "c", "title": "Comedy alone", "genres": ["Comedy"], "cast": ["Bob"]},
    {"id": "d", "title": "Drama alone", "genres": ["Drama"], "cast": ["Bob"]},
    {"id": "e", "title": "Empty", "genres": [], "cast": ["Ann"]},
]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    kinds = {"genres": "tags", "cast": "tags"}
    with Catalog.build(tmp_path / "focus.db", items=ITEMS, fields=kinds, noun="film") as built:
        yield built


def contains(value: str, *, field: str = "genres") -> Condition:
    return Condition(field=field, op="contains", value=value)


def shares(catalog: Catalog, *asked: Condition) -> list[float]:
    found = focus_of(catalog.columns, catalog.schema, asked)
    assert found is not None
    return [float(share) for share in found]


def test_the_share_is_of_the_tags_that_were_asked_for(catalog: Catalog) -> None:
    assert shares(catalog, contains("comedy")) == [0.25, 0.5, 1.0, 0.0, 0.0]


def test_two_tags_of_a_field_add_up_however_they_were_asked_for(catalog: Catalog) -> None:
    both = [0.5, 1.0, 1.0, 0.0, 0.0]

    assert shares(catalog, contains("Comedy"), contains("War")) == both
    assert shares(catalog, Condition(field="genres", op="in", value=["Comedy", "War"])) == both
    assert shares(catalog, contains("Comedy"), contains("comedy"), contains("War")) == both


def test_fields_count_alike(catalog: Catalog) -> None:
    assert shares(catalog, contains("Comedy"), contains("Ann", field="cast")) == [0.625, 0.5, 0.5, 0.0, 0.5]


def test_what_names_no_tag_says_nothing(catalog: Catalog) -> None:
    for each in (
        Condition(field="genres", op="not_contains", value="War"),
        Condition(field="title", op="contains", value="Both"),
    ):
        assert focus_of(catalog.columns, catalog.schema, (each,)) is None


def test_what_it_adds_is_told_with_the_other_parts(catalog: Catalog) -> None:
    reading = PreferenceRanker(catalog).read(Taste(asked=(contains("Comedy"),)))
    alone, mixed = reading.contributions([2, 0])

    assert alone.score - mixed.score == pytest.approx(alone.asked - mixed.asked)
    assert alone.asked == pytest.approx(4 * mixed.asked)
    assert np.argmax(reading.score()) == 2


def test_a_reply_begins_with_what_is_most_of_all_asked_for(catalog: Catalog) -> None:
    with Agent(catalog) as agent:
        assert [item.title for item in agent.ask("a comedy").items] == ["Comedy alone", "Both", "All of it"]
