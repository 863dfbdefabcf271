"""What of a message the catalogue knows."""

from __future__ import annotations

from itertools import pairwise

import pytest

from palate.catalog.catalog import Catalog
from palate.language.link import link

FILMS = Catalog.films()


def linked(message: str) -> list[tuple[str, str]]:
    return [(message[each.start : each.end], each.kind) for each in link(message, FILMS)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("a western under 90 minutes", [("western", "value"), ("90 minutes", "time")]),
        ("by Kurosawa, from the nineties", [("Kurosawa", "value"), ("nineties", "year")]),
        ("something like The Godfather", [("The Godfather", "title")]),
        ("shorter, please", [("shorter", "field")]),
        ("films from 1994", [("1994", "year")]),
        ("kein Horror, höchstens anderthalb Stunden", [("Horror", "value"), ("anderthalb Stunden", "time")]),
        ("不超过120分钟", [("120分钟", "time")]),
        ("", []),
        ("?!", []),
    ],
)
def test_parts_are_found(message: str, expected: list[tuple[str, str]]) -> None:
    assert linked(message) == expected


def test_the_longest_reading_wins() -> None:
    assert linked("New Zealand") == [("New Zealand", "value")]


def test_parts_do_not_overlap() -> None:
    found = link("French comedies by Jean-Luc Godard from the 1960s under two hours like The Shining", FILMS)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(found) >= 5


def test_a_title_written_as_a_word_gives_way() -> None:
    """`her` is a title of one film; with a field's value in the same place it is none."""
    assert ("war", "value") in linked("a war film")
