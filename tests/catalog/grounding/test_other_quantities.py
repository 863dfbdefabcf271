"""Quantities in Chinese, German, Spanish and French."""

from __future__ import annotations

import pytest

from palate.catalog.grounding.other_quantities import other_quantities


@pytest.mark.parametrize(
    ("text", "said", "low", "unit"),
    [
        ("höchstens anderthalb Stunden", "anderthalb Stunden", 1.5, "hours"),
        ("eine halbe Stunde reicht", "eine halbe Stunde", 0.5, "hours"),
        ("bis 1,5 Kilo", "1,5 Kilo", 1.5, "kg"),
        ("une heure et demie", "une heure et demie", 1.5, "hours"),
        ("menos de cien euros", "cien euros", 100, "€"),
        ("soixante-dix euros", "soixante-dix euros", 70, "€"),
        ("moins de 200 balles", "200 balles", 200, None),
        ("一个半小时以内", "一个半小时", 1.5, "hours"),
        ("一百二十分钟", "一百二十分钟", 120, "minutes"),
        ("两百五十块", "两百五十块", 250, None),
        ("不超过120分钟", "120分钟", 120, "minutes"),
        ("半小时", "半小时", 0.5, "hours"),
        ("mindestens 80 Quadratmeter", "80 Quadratmeter", 80, "m²"),
        ("moins de 300 mètres carrés", "300 mètres carrés", 300, "m²"),
        ("más de dos litros", "dos litros", 2, "l"),
        ("八十平方米以上", "八十平方米", 80, "m²"),
    ],
)
def test_amounts(text: str, said: str, low: float, unit: str | None) -> None:
    [found] = other_quantities(text)
    assert (text[found.start : found.end], found.quantity.low, found.quantity.unit) == (said, low, unit)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("aus den 80ern", 1980),
        ("achtziger Jahre", 1980),
        ("años ochenta", 1980),
        ("années 90", 1990),
        ("années soixante-dix", 1970),
        ("in den Dreißigern", 1930),
        ("九十年代", 1990),
    ],
)
def test_decades(text: str, first: int) -> None:
    [found] = other_quantities(text)
    assert (found.quantity.kind, found.quantity.low, found.quantity.high) == ("decade", first, first + 9)


@pytest.mark.parametrize(
    "text", ["", "under 90 minutes", "once upon a time", "Neun Leben", "mil gracias", "1994年", "43码", "1 an hour"]
)
def test_what_counts_nothing_is_none(text: str) -> None:
    assert not list(other_quantities(text))
