from __future__ import annotations

from pathlib import Path

import pytest

from palate.catalog.grounding.matches import THRESHOLD, ValueMatch
from palate.catalog.words import tokens
from tests.catalog.handmade import Handmade, handmade


def said(made: Handmade, message: str) -> dict[str, list[tuple[str, str | bool, str]]]:
    words = tokens(message)
    return {
        " ".join(word.text for word in words[span.start : span.end]): [
            (match.field, match.value, match.how) for match in span.matches
        ]
        for span in made.grounder.value_spans(words)
    }


def best(made: Handmade, text: str) -> tuple[str | bool, str] | None:
    """What would be used silently."""
    sure = [match for match in made.grounder.values(text) if match.confidence >= THRESHOLD]
    return (sure[0].value, sure[0].how) if sure else None


def test_every_value_of_a_message_is_found_longest_first(cinema: Handmade) -> None:
    assert said(cinema, "a sad French comedy with Bill Murray, not by Sofia Coppola") == {
        "Bill Murray": [("cast", "Bill Murray", "exact")],
        "Sofia Coppola": [("director", "Sofia Coppola", "exact")],
        "sad": [("moods", "sad", "exact")],
        "French": [("language", "French", "exact"), ("country", "France", "synonym")],
        "comedy": [("genres", "Comedy", "exact")],
        "Murray": [("cast", "Bill Murray", "part")],
        "Coppola": [("director", "Francis Ford Coppola", "part"), ("director", "Sofia Coppola", "part")],
    }


@pytest.mark.parametrize(
    ("message", "span", "matches"),
    [
        ("two comedies", "comedies", [("genres", "Comedy", "plural")]),
        ("some sci fi", "sci fi", [("genres", "Sci-Fi", "exact")]),
        ("some scifi", "scifi", [("genres", "Sci-Fi", "plural")]),
        ("science fiction", "science fiction", [("genres", "Sci-Fi", "synonym")]),
        ("film noir", "film noir", [("genres", "Film-Noir", "exact")]),
        ("some noir", "noir", [("genres", "Film-Noir", "synonym")]),
        ("romantic please", "romantic", [("genres", "Romance", "synonym")]),
        ("something scary", "scary", [("genres", "Horror", "synonym")]),
        ("for kids", "kids", [("genres", "Family", "synonym")]),
        ("a British one", "British", [("country", "United Kingdom", "synonym")]),
        ("US or UK", "US", [("country", "United States", "plural")]),
        ("US or UK", "UK", [("country", "United Kingdom", "plural")]),
        ("Kurosawa's best", "Kurosawa's", [("director", "Akira Kurosawa", "part")]),
        ("by Del Toro", "Del Toro", [("director", "Guillermo del Toro", "part")]),
        ("with Chalamet", "Chalamet", [("cast", "Timothée Chalamet", "part")]),
        ("jean pierre jeunet", "jean pierre jeunet", [("director", "Jean-Pierre Jeunet", "exact")]),
        ("musicals", "musicals", [("genres", "Musical", "plural")]),
    ],
)
def test_a_value_is_known_by_its_forms_synonyms_and_parts(
    cinema: Handmade, message: str, span: str, matches: list[tuple[str, str, str]]
) -> None:
    assert said(cinema, message)[span] == matches


@pytest.mark.parametrize(
    ("message", "span", "matches"),
    [
        ("shoes", "shoes", [("category", "Running Shoes", "part")]),
        ("for the kitchen", "kitchen", [("category", "Home & Kitchen", "part")]),
        ("something from nike", "nike", [("brand", "Nike Inc.", "part")]),
        ("acme", "acme", [("brand", "Acme Corporation", "part")]),
        ("addison wesley", "addison wesley", [("brand", "Addison-Wesley", "exact")]),
        ("a book", "book", []),
        ("what is in stock", "in stock", [("in_stock", True, "exact")]),
        ("available ones", "available", [("in_stock", True, "synonym")]),
    ],
)
def test_a_shop_is_grounded_by_the_same_rules(
    store: Handmade, message: str, span: str, matches: list[tuple[str, str | bool, str]]
) -> None:
    assert said(store, message).get(span, []) == matches


@pytest.mark.parametrize(
    "message",
    [
        "show us something about it",
        "a black comedy",
        "Black and white",
        "what do you recommend",
        "on a new hill",
        "a table",
        "so many blacks and whites",
    ],
)
def test_everyday_words_are_no_initials_surnames_or_slips(cinema: Handmade, message: str) -> None:
    assert [span for span in said(cinema, message) if span != "comedy"] == []


def test_an_everyday_surname_counts_with_its_capital_letter(cinema: Handmade) -> None:
    assert said(cinema, "a black comedy with Black") == {
        "comedy": [("genres", "Comedy", "exact")],
        "Black": [("cast", "Jack Black", "part")],
    }


def test_a_value_does_not_reach_over_a_comma(cinema: Handmade) -> None:
    assert said(cinema, "sci, fi") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("commedy", ("Comedy", "typo")),
        ("horor", ("Horror", "typo")),
        ("Speilberg", ("Steven Spielberg", "typo")),
        ("steven speilberg", ("Steven Spielberg", "typo")),
        ("Stephen Spielberg", ("Steven Spielberg", "typo")),
        ("Kurasawa", ("Akira Kurosawa", "typo")),
        ("kubrik", ("Stanley Kubrick", "typo")),
        ("wersten", ("Western", "typo")),
        ("fantacy", ("Fantasy", "typo")),
        ("sci-fy", ("Sci-Fi", "typo")),
        ("Comedy", ("Comedy", "exact")),
        ("thrillers", ("Thriller", "plural")),
        ("table", None),
        ("xyzzy", None),
        ("walrus", None),
        ("drone", None),
        ("", None),
        ("?!", None),
    ],
)
def test_a_slip_is_understood_and_another_word_is_not(
    cinema: Handmade, text: str, expected: tuple[str, str] | None
) -> None:
    assert best(cinema, text) == expected


def test_a_slip_says_how_sure_it_is(cinema: Handmade) -> None:
    assert cinema.grounder.values("kingsly")[0] == ValueMatch("cast", "Ben Kingsley", "kingsly", 0.831, "typo", 1)


def test_a_plural_is_not_a_stem_of_something_else(cinema: Handmade) -> None:
    assert [match.value for match in cinema.grounder.values("history")] == ["History"]
    assert [match.value for match in cinema.grounder.values("historic")] == ["History"]


def test_a_bare_number_is_doubtful_as_a_value_unless_it_is_asked_about_by_itself(tmp_path: Path) -> None:
    rows = [{"id": "1", "title": "A", "certificate": "12"}]
    made = handmade(str(tmp_path / "rated.db"), rows, {"certificate": "category"})
    words = tokens("12 films")

    assert [match.confidence for span in made.grounder.value_spans(words) for match in span.matches] == [0.75]
    assert [match.confidence for match in made.grounder.values("12")] == [1.0]
    made.close()


@pytest.mark.parametrize("message", ["with Michael J. Fox in it", "it is Michael J. Fox's"])
def test_initials_end_no_sentence_and_an_owner_is_whom_it_is_of(tmp_path: Path, message: str) -> None:
    rows = [{"id": "1", "title": "A", "cast": ["Michael J. Fox"]}, {"id": "2", "title": "B", "cast": ["Jane Roe"]}]
    made = handmade(str(tmp_path / "named.db"), rows, {"cast": "tags"})

    found = {match.value for span in made.grounder.value_spans(tokens(message)) for match in span.matches}
    made.close()

    assert found == {"Michael J. Fox"}
