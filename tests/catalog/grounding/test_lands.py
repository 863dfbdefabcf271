"""Countries, languages and currencies, whichever way a catalogue writes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from palate.catalog.grounding.lands import called
from palate.catalog.words import tokens
from tests.catalog.handmade import Handmade, handmade


@pytest.mark.parametrize(
    ("values", "value", "name"),
    [
        (["United States", "France"], "United States", "estados unidos"),
        (["US", "FR", "JP"], "US", "united states"),
        (["USA", "FRA"], "USA", "美国"),
        (["美国", "日本"], "日本", "japan"),
        (["Frankreich", "Spanien"], "Frankreich", "french"),
        (["en", "fr", "de"], "de", "deutsch"),
        (["DE", "FR", "US"], "DE", "germany"),
        (["French", "Japanese"], "French", "法语"),
        (["EUR", "USD"], "EUR", "欧元"),
    ],
)
def test_names_and_codes_are_known_in_five_languages(values: list[str], value: str, name: str) -> None:
    assert name in called(values)[value].names


@pytest.mark.parametrize("values", [["France", "Nike", "Adidas"], ["S", "M", "L"], ["CA", "NY", "TX", "FL"], []])
def test_a_field_of_other_things_has_none(values: list[str]) -> None:
    assert called(values) == {}


@pytest.mark.parametrize(
    ("adjective", "land"),
    [("american", "US"), ("japanese", "JP"), ("iranian", "IR"), ("danish", "DK"), ("portuguese", "PT")],
)
def test_adjectives_come_from_the_names_of_languages_and_their_endings(adjective: str, land: str) -> None:
    lands = called(["US", "JP", "IR", "DK", "PT", "BR", "IN"])

    assert [code for code, each in lands.items() if adjective in each.names] == [land]


@pytest.mark.parametrize("language", ["english", "arabic", "hindi"])
def test_a_language_of_many_lands_or_of_another_name_is_the_adjective_of_none(language: str) -> None:
    lands = called(["US", "GB", "EG", "IN"])

    assert [code for code, each in lands.items() if language in each.names] == []


ROWS = [
    {"id": "1", "title": "A", "country": "US", "language": "en"},
    {"id": "2", "title": "B", "country": "IT", "language": "it"},
    {"id": "3", "title": "C", "country": "GB", "language": "en"},
]


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handmade]:
    path = tmp_path_factory.mktemp("coded") / "coded.db"
    made = handmade(str(path), ROWS, {"country": "category", "language": "category"})
    yield made
    made.close()


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("something from Estados Unidos", [("country", "US")]),
        ("made in the USA", [("country", "US")]),
        ("filmed in IT", [("country", "IT"), ("language", "it")]),
        ("I like it", []),
        ("show us something", []),
        ("an Italian one", [("country", "IT"), ("language", "it")]),
        ("auf Italienisch", [("country", "IT"), ("language", "it")]),
        ("UK only", [("country", "GB")]),
        ("16 gb of it", []),
    ],
)
def test_a_code_is_one_only_where_it_is_written_as_such(
    coded: Handmade, message: str, found: list[tuple[str, str]]
) -> None:
    spans = coded.grounder.value_spans(tokens(message))

    assert sorted((match.field, match.value) for span in spans for match in span.matches) == found
