"""What of a message the catalogue knows."""

from __future__ import annotations

from collections.abc import Iterator
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


def test_a_common_word_is_no_title_that_has_an_article_besides() -> None:
    shows = [{"id": "1", "title": "The Show"}, {"id": "2", "title": "Heat"}]
    with Catalog.build(":memory:", items=shows, noun="film") as catalog:
        assert [each.kind for each in link("Show me something", catalog)] == []
        assert [each.kind for each in link("I liked Show a lot", catalog)] == ["title"]
        assert [each.kind for each in link("Heat seems nice", catalog)] == ["title"]


def test_a_title_written_as_a_word_gives_way() -> None:
    """`her` is a title of one film; with a field's value in the same place it is none."""
    assert ("war", "value") in linked("a war film")


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("我想看一部美国的喜剧", ["美国", "喜剧"]),
        ("日本动画片", ["日本", "动画"]),
        ("我想看美国往事", ["美国往事"]),
        ("有哪些国家的", ["国家"]),
        ("看过《英雄》吗", ["英雄"]),
        ("这部电影英雄气概", []),
    ],
)
def test_what_a_chinese_catalogue_has_is_found_inside_runs(message: str, found: list[str], chinese: Catalog) -> None:
    assert [message[each.start : each.end] for each in link(message, chinese)] == found


@pytest.fixture(scope="module")
def chinese() -> Iterator[Catalog]:
    rows = [
        {"片名": title, "国家": country, "类型": genre}
        for title, country, genre in [
            ("美国往事", "美国", "喜剧"),
            ("英雄", "中国", "动作"),
            ("千与千寻", "日本", "动画"),
        ]
    ]
    with Catalog.build(":memory:", items=rows, fields={"片名": "title"}, noun="电影") as built:
        yield built


@pytest.mark.parametrize(
    "message", ["来一部美国的", "one from Estados Unidos", "USA", "ein amerikanischer aus Vereinigte Staaten"]
)
def test_a_country_is_found_by_its_names_in_other_languages(message: str) -> None:
    assert [value.value for each in link(message, FILMS) for value in each.values] == ["United States"]
