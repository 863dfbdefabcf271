"""Conditions with a verdict: what is said of a condition gives it its polarity."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts


@pytest.fixture(scope="module")
def films(built: dict[str, object]) -> Catalog:
    return Catalog.open(str(built["films"]))


@pytest.mark.parametrize(
    "message",
    [
        "If it's a comedy, no thanks",
        "If it's a comedy then no",
        "If it's a comedy I won't watch it",
        "If it's a comedy my kids won't watch it",
        "If it's a comedy, I'll be snoring, so leave those out",
        "Is it a comedy? Then it's not for me",
        "Does it count as a comedy? In that case no",
        "Comedy? No thanks",
        "Anything that's a comedy, leave it out",
        "Skip it if it's a comedy",
        "I don't want it if it's a comedy",
    ],
)
def test_a_condition_that_is_refused_is_ruled_out(films: Catalog, message: str) -> None:
    assert parts(understand(message, SessionView(), films)) == ["recommend | genres not_contains Comedy"]


@pytest.mark.parametrize(
    "message",
    [
        "If it isn't a comedy, no thanks",
        "If it isn't a comedy, it'll bore my wife",
        "If it's not a comedy, it won't do me any good",
        "Skip it if it isn't a comedy",
        "I'll pass unless it's a comedy",
        "Unless it counts as a comedy, forget it",
        "Isn't it a comedy? Then no",
        "It's a comedy or I'm not interested",
        "A comedy, otherwise I'll pass",
        "If it's a comedy, I wouldn't say no",
        "If it's a comedy, great",
    ],
)
def test_what_is_refused_for_want_of_it_is_wanted(films: Catalog, message: str) -> None:
    assert parts(understand(message, SessionView(), films)) == ["recommend | genres contains Comedy"]


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("If it's older than 1992, leave it out", "year >= 1992"),
        ("If it isn't longer than 110 minutes, no", "runtime > 110"),
        ("If it lasts 110 minutes or longer, I'll be snoring, so leave those out", "runtime < 110"),
        ("Is it from before 1992? Then no", "year >= 1992"),
        ("If the runtime isn't over two hours, I don't want it", "runtime > 120"),
    ],
)
def test_bounds_are_refused_as_values_are(films: Catalog, message: str, meaning: str) -> None:
    assert parts(understand(message, SessionView(), films)) == [f"recommend | {meaning}"]


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("If it's a comedy, no horror", "recommend | genres contains Comedy | genres not_contains Horror"),
        ("Could you find a comedy? I don't know what to pick", "recommend | genres contains Comedy"),
        ("A comedy? No, a drama", "recommend | genres contains Drama"),
    ],
)
def test_what_names_a_thing_of_its_own_is_no_verdict(films: Catalog, message: str, meaning: str) -> None:
    assert parts(understand(message, SessionView(), films)) == [meaning]
