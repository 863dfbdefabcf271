from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palate.catalog.grounding.quantities import Quantity, QuantitySpan, fit, quantity_spans
from palate.catalog.grounding.quantity import MOST
from palate.catalog.schema import Field
from palate.catalog.words import tokens

Found = tuple[float | None, float | None, str | None, str]


def found(message: str) -> list[Found]:
    spans = quantity_spans(tokens(message))
    return [(each.quantity.low, each.quantity.high, each.quantity.unit, each.quantity.kind) for each in spans]


def one(value: float, unit: str | None = None, kind: str = "number") -> list[Found]:
    return [(value, value, unit, kind)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("under two hours", one(2, "hours", "duration")),
        ("under 900 square feet", one(900, "sq ft")),
        ("60 miles per hour", one(60, "mph")),
        ("does 100km/h", one(100, "km/h")),
        ("80 m² or so", one(80, "m²")),
        ("5 bars in town", one(5)),
        ("1h40", one(100, "minutes", "duration")),
        ("under a tenner", one(10, None, "money")),
        ("less than a fiver", one(5, None, "money")),
        ("made this century", [(2001, 2100, None, "century")]),
        ("of the last century", [(1901, 2000, None, "century")]),
        ("from last year", []),
        ("1930-something", [(1930, 1939, None, "decade")]),
        ("1h 40m", one(100, "minutes", "duration")),
        ("2 hours and ten minutes", one(130, "minutes", "duration")),
        ("1 hour 30", one(90, "minutes", "duration")),
        ("90 min", one(90, "minutes", "duration")),
        ("a 90-minute film", one(90, "minutes", "duration")),
        ("1.5h", one(1.5, "hours", "duration")),
        ("an hour", one(1, "hours", "duration")),
        ("half an hour", one(0.5, "hours", "duration")),
        ("half a carat", one(0.5, "carat")),
        ("half a square foot", one(0.5, "sq ft")),
        ("a second", []),
        ("an hour and a half", one(1.5, "hours", "duration")),
        ("two and a half hours", one(2.5, "hours", "duration")),
        ("a litre and a half", one(1.5, "l")),
        ("made in 2014 stars", one(2014)),
        ("2½ hours", one(2.5, "hours", "duration")),
        ("a couple of hours", one(2, "hours", "duration")),
        ("twenty-five minutes", one(25, "minutes", "duration")),
        ("one hundred and twenty minutes", one(120, "minutes", "duration")),
        ("$50", one(50, "$", "money")),
        ("50 dollars", one(50, "$", "money")),
        ("USD 50", one(50, "$", "money")),
        ("£20", one(20, "£", "money")),
        ("$1.5 million", one(1_500_000, "$", "money")),
        ("7.5", one(7.5)),
        ("12,000", one(12_000)),
        ("5k", one(5_000)),
        ("3 million", one(3_000_000)),
        ("two million three hundred thousand", one(2_300_000)),
        ("a dozen", one(12)),
        ("half a dozen", one(6)),
        ("16+", [(16, None, None, "number")]),
        ("1994", one(1994)),
        ("nineteen ninety-four", one(1994)),
        ("two thousand and one", one(2001)),
        ("twenty twenty", one(2020)),
        ("2 TB", one(2, "TB")),
        ("16gb", one(16, "GB")),
        ("3.5 kilos", one(3.5, "kg")),
        ("13 inches", one(13, "inches")),
        ("4 stars", one(4, "stars")),
        ("8 out of 10", one(8, "/10")),
        ("4.5/5", one(4.5, "/5")),
        ("20%", one(20, "%")),
        ("20 pounds", one(20, "pounds")),
        ("90-120 minutes", [(90, 120, "minutes", "duration")]),
        ("$20\u201350", [(20, 50, "$", "money")]),
        ("1990-95", [(1990, 1995, None, "number")]),
        ("2-3 hours", [(2, 3, "hours", "duration")]),
    ],
)
def test_a_quantity_is_read_with_its_unit(message: str, expected: list[Found]) -> None:
    assert found(message) == expected


@pytest.mark.parametrize(
    ("message", "low", "high", "kind"),
    [
        ("the nineties", 1990, 1999, "decade"),
        ("90s", 1990, 1999, "decade"),
        ("the '90s", 1990, 1999, "decade"),
        ("the 90's", 1990, 1999, "decade"),
        ("1990s", 1990, 1999, "decade"),
        ("nineteen-nineties", 1990, 1999, "decade"),
        ("early 90s", 1990, 1993, "decade"),
        ("the mid-nineties", 1994, 1996, "decade"),
        ("late 1990s", 1997, 1999, "decade"),
        ("the 00s", 2000, 2009, "decade"),
        ("the noughties", 2000, 2009, "decade"),
        ("2010s", 2010, 2019, "decade"),
        ("the twenty-twenties", 2020, 2029, "decade"),
        ("the roaring twenties", 1920, 1929, "decade"),
        ("19th century", 1801, 1900, "century"),
        ("the twentieth century", 1901, 2000, "century"),
        ("21st century", 2001, 2100, "century"),
        ("the 1800s", 1800, 1899, "century"),
    ],
)
def test_a_span_of_years(message: str, low: int, high: int, kind: str) -> None:
    assert found(message) == [(low, high, None, kind)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("90 minutes", one(90, "minutes", "duration")),
        ("$90", one(90, "$", "money")),
        ("turn of the century", []),
        ("the second", []),
        ("a year or a day", []),
        ("a second one", one(1)),
        ("comedies, please", []),
        ("late at night", []),
        ("", []),
    ],
)
def test_what_is_no_decade_and_no_quantity(message: str, expected: list[Found]) -> None:
    assert found(message) == expected


def test_several_quantities_keep_their_places() -> None:
    words = tokens("three 90s comedies under 100 minutes")

    assert quantity_spans(words) == [
        QuantitySpan(0, 1, Quantity(3.0, 3.0, None, "number", "three")),
        QuantitySpan(1, 2, Quantity(1990.0, 1999.0, None, "decade", "90s")),
        QuantitySpan(4, 6, Quantity(100.0, 100.0, "minutes", "duration", "100 minutes")),
    ]


@given(st.text(alphabet="0123456789.,-$%+/½' ahkms", max_size=20))
def test_no_text_breaks_the_reading(text: str) -> None:
    words = tokens(text)
    spans = quantity_spans(words)

    assert all(0 <= each.start < each.end <= len(words) for each in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


RUNTIME = Field(name="runtime", kind="number", role="duration", unit="minutes", median=100, maximum=240)
YEAR = Field(name="year", kind="number", role="year", maximum=2024)
PRICE = Field(name="price", kind="number", role="price", unit="$", maximum=900)
RATING = Field(name="rating", kind="number", role="score", maximum=5)
WEIGHT = Field(name="weight", kind="number", role="weight", unit="kg", maximum=10)
STORAGE = Field(name="storage", kind="number", unit="GB", maximum=4000)
LENGTH = Field(name="cable", kind="number", unit="cm", maximum=1000)
RELEASED = Field(name="released", kind="date")
CALORIES = Field(name="calories", kind="number", maximum=900)
BARE_LENGTH = Field(name="length", kind="number", role="duration", median=95, maximum=240)
GENRES = Field(name="genres", kind="tags")


@pytest.mark.parametrize(
    ("message", "field", "expected"),
    [
        ("two hours", RUNTIME, (120, 120)),
        ("90 minutes", RUNTIME, (90, 90)),
        ("90m", RUNTIME, (90, 90)),
        ("2 hours", BARE_LENGTH, (120, 120)),
        ("100", RUNTIME, (100, 100)),
        ("1994", RUNTIME, None),
        ("$20", RUNTIME, None),
        ("the nineties", RUNTIME, None),
        ("the nineties", YEAR, (1990, 1999)),
        ("the nineties", RELEASED, (1990, 1999)),
        ("1994", YEAR, (1994, 1994)),
        ("1994", RELEASED, (1994, 1994)),
        ("90", YEAR, None),
        ("90 minutes", YEAR, None),
        ("$50", PRICE, (50, 50)),
        ("€50", PRICE, None),
        ("50", PRICE, (50, 50)),
        ("20 pounds", PRICE, None),
        ("20 pounds", WEIGHT, (9.071847, 9.071847)),
        ("500 grams", WEIGHT, (0.5, 0.5)),
        ("2 TB", STORAGE, (2000, 2000)),
        ("2m", LENGTH, (200, 200)),
        ("4 stars", RATING, (4, 4)),
        ("8 out of 10", RATING, (4, 4)),
        ("4 stars", WEIGHT, None),
        ("500 calories", CALORIES, (500, 500)),
        ("16+", RATING, (16, None)),
        ("90 minutes", GENRES, None),
    ],
)
def test_a_quantity_fits_a_field_or_does_not(
    message: str, field: Field, expected: tuple[float, float | None] | None
) -> None:
    fitted = fit(quantity_spans(tokens(message))[0].quantity, field)

    assert (None if fitted is None else (fitted.low, fitted.high)) == expected


@pytest.mark.parametrize(
    "message",
    [
        f"under {'9' * 310} minutes",
        f"{'9' * 5000}m",
        f"{'9' * 308} million",
        f"1h{'9' * 2}",
        "a hundred " + "hundred " * 200,
        "99999999999999999999k",
        f"{'9' * 400}-{'9' * 401} minutes",
        f"the last {'9' * 310} years",
    ],
)
def test_every_amount_can_be_reckoned_with(message: str) -> None:
    for low, high, _, _ in found(message):
        for bound in (low, high):
            assert bound is None or -MOST <= bound <= MOST


def test_an_amount_beyond_all_measure_compares_like_the_largest() -> None:
    assert found(f"under {'9' * 400} minutes") == one(MOST, "minutes", "duration")
    fitted = fit(Quantity(MOST, MOST, "hours", "duration", ""), Field(name="runtime", kind="number", unit="minutes"))
    assert fitted is not None
    assert (fitted.low, fitted.high) == (MOST, MOST)
