"""Ratings and times of day, as cells write them."""

from __future__ import annotations

import pytest

from palate.catalog.parsing.dates import clock_of
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.numbers import out_of, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("★★★", 3),
        ("★★★½", 3.5),
        ("★★★☆☆", 3),
        ("4 out of 5 stars", 4),
        ("4/5", 4),
        ("7/10", None),
        ("5 Sterne", 5),
        ("½", 0.5),
        ("stars", None),
    ],
)
def test_ratings_out_of_five(text: str, number: float | None) -> None:
    assert parse_number(text, Form(any_unit=True, out_of=5)) == number


def test_what_is_measured_is_out_of_nothing() -> None:
    assert [out_of(text) for text in ("4 x 100 ml", "2 h 30", "★★☆")] == [None, None, ("2", 3)]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("10:30", 37_800), ("8:05:09", 29_109), ("2:30 pm", 52_200), ("14:00 Uhr", 50_400), ("25:00", None), ("5", None)],
)
def test_a_time_of_day_is_seconds_since_midnight(text: str, seconds: float | None) -> None:
    assert clock_of(text) == seconds
