from __future__ import annotations

import pytest

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.matches import THRESHOLD, FieldMatch
from palate.catalog.words import tokens
from tests.catalog.handmade import Handmade


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("director", ["director"]),
        ("directed by", ["director"]),
        ("genre", ["genres"]),
        ("actors", ["cast"]),
        ("who is in", ["cast"]),
        ("length", ["runtime"]),
        ("how long", ["runtime"]),
        ("minutes", ["runtime"]),
        ("came out", ["year"]),
        ("directer", ["director"]),
        ("langauge", ["language"]),
        ("weather", []),
        ("", []),
    ],
)
def test_a_field_is_named_in_general_words(cinema: Handmade, text: str, fields: list[str]) -> None:
    assert [match.field for match in cinema.grounder.fields(text) if match.confidence >= THRESHOLD] == fields


@pytest.mark.parametrize(
    ("text", "fields"),
    [("cost", ["price"]), ("made by", ["brand"]), ("department", ["category"]), ("in stock", ["in_stock"])],
)
def test_fields_of_a_shop(store: Handmade, text: str, fields: list[str]) -> None:
    assert [match.field for match in store.grounder.fields(text) if match.confidence >= THRESHOLD] == fields


def test_a_fields_own_name_is_surest(cinema: Handmade) -> None:
    assert cinema.grounder.fields("Runtime") == [FieldMatch("runtime", "Runtime", 1.0, "exact")]


def test_fields_among_words(cinema: Handmade) -> None:
    words = tokens("who directed it and how long is it")
    found = [
        (span.start, span.end, [match.field for match in span.matches]) for span in cinema.grounder.field_spans(words)
    ]

    assert found == [(4, 6, ["runtime"]), (1, 2, ["director"])]


@pytest.mark.parametrize(
    ("text", "fields"),
    [("lang: English", ["language"]), ("Dir: Welles", ["director"]), ("lang English", []), ("la: English", [])],
)
def test_the_beginning_of_a_name_before_a_colon_is_a_field(cinema: Handmade, text: str, fields: list[str]) -> None:
    assert [span.matches[0].field for span in cinema.grounder.field_spans(tokens(text))] == fields


_NAMES = ("infant_mortality_rate", "maternal_mortality_rate", "life_exp_at_birth", "n_of_users")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("the lowest infant mortality", ["infant_mortality_rate"]),
        ("a life expectancy above 80", ["life_exp_at_birth"]),
        ("Life Exp over 80", ["life_exp_at_birth"]),
        ("a lively exposition", []),
        ("no infants", []),
    ],
)
def test_words_that_stand_together_in_one_name_are_that_field(text: str, fields: list[str]) -> None:
    rows = [{"title": f"land {at}", **dict.fromkeys(_NAMES, at + 0.5)} for at in range(30)]
    with Catalog.build(":memory:", items=rows) as catalog:
        spans = catalog.grounder.field_spans(tokens(text))
    assert [span.matches[0].field for span in spans if len(span.matches) == 1] == fields


def test_words_of_several_names_stay_open() -> None:
    rows = [{"title": f"land {at}", **dict.fromkeys(_NAMES, at + 0.5)} for at in range(30)]
    with Catalog.build(":memory:", items=rows) as catalog:
        (span,) = catalog.grounder.field_spans(tokens("the mortality rate"))
    assert {match.field for match in span.matches} == {"infant_mortality_rate", "maternal_mortality_rate"}
