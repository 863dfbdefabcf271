from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from palate import Catalog
from palate.tools import search as module
from palate.tools.query_words import Term, query_terms
from palate.tools.search import search
from tests.tools.conftest import leaves_nothing, run, turn

BOOKS = [
    ("Practical C++ Programming", "Templates and the rest of it."),
    ("Don't Look Now", "A couple grieves in Venice."),
    ("The Venice Heist", "Four friends rob a bank."),
    ("Bank Notes", "A heist goes wrong in a small bank, and the robbers fall out."),
    ("שלום עולם", "ספר על אהבה"),
    ("The Who", "A band."),
    ("Quiet Days", "Nothing happens. Then a bank closes and a heist is planned somewhere else."),
]


@pytest.fixture
def books(tmp_path: Path) -> Catalog:
    items = [{"id": str(at), "title": title, "plot": plot} for at, (title, plot) in enumerate(BOOKS)]
    return Catalog.build(tmp_path / "books.db", items=items, fields={"plot": "text"})


def found(catalog: Catalog, query: str, *ids: str) -> list[str]:
    result = run(search, turn(catalog, *ids), query=query)
    assert result.status == ("ok" if result.candidates else "empty"), result.reason
    assert result.candidates is not None
    return list(result.candidates)


def test_any_telling_word_matches_and_a_title_counts_most(books: Catalog) -> None:
    assert found(books, "a heist in Venice that goes wrong") == ["2", "3", "1", "6"]


def test_stems_match(books: Catalog) -> None:
    assert found(books, "robbing") == ["2"]
    assert found(books, "templating") == ["0"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("C++", ["0"]),
        ("don't", ["1"]),
        ('"', []),
        ('heist "', ["2", "3", "6"]),
        ("AND OR NOT NEAR( venice*", ["2", "1"]),
        ("(", []),
        ("plot:venice", ["2", "1"]),
        ("-venice", ["2", "1"]),
        ("😀", []),
        ("😀 venice", ["2", "1"]),
        ("שלום", ["4"]),
        ("", []),
        ("   ", []),
        ("\x00 venice", ["2", "1"]),
        ("the who", ["5"]),
    ],
)
def test_signs_of_the_query_language_are_text(books: Catalog, query: str, ids: list[str]) -> None:
    assert found(books, query) == ids


def test_words_in_quotes_stay_together(books: Catalog) -> None:
    assert found(books, '"small bank"') == ["3"]
    assert found(books, "“small bank”") == ["3"]
    assert found(books, '"bank small"') == []


def test_only_candidates_are_found(books: Catalog) -> None:
    assert found(books, "heist", "3", "5", "6") == ["3", "6"]
    assert found(books, "heist", "5") == []


def test_values_are_searched_too(tiny: Catalog) -> None:
    assert set(found(tiny, "romance")) == {"4", "8"}


def test_the_matched_words_are_told(books: Catalog) -> None:
    result = run(search, turn(books, "1", "3", "6"), query="a heist in Venice")

    assert result.evidence["matched"] == {"1": ["Venice"], "3": ["heist"], "6": ["heist"]}
    assert result.summary == "3 of 3 have `heist` or `Venice`"


def test_where_any_has_all_words_those_that_have_some_are_no_match(books: Catalog) -> None:
    result = run(search, turn(books), query="a heist in Venice")

    assert result.candidates == ["2"]
    assert result.summary == "1 of 7 have `heist` and `Venice`"


def test_what_is_counted_has_every_word(books: Catalog) -> None:
    assert sorted(run(search, turn(books), query="+bank heist").candidates or ()) == ["2", "3", "6"]
    assert run(search, turn(books), query="+bank zeppelin").status == "empty"
    assert list(run(search, turn(books, "6"), query="+bank heist").candidates or ()) == ["6"]


def test_scores_are_between_none_and_the_best(books: Catalog) -> None:
    result = run(search, turn(books), query="heist venice")

    assert result.candidates is not None
    scores = result.candidates.scores["search"]
    assert scores[0] == 1
    assert np.all(np.diff(scores) <= 0)
    assert np.all(scores > 0)


def test_words_that_nearly_all_have_leave_it_to_the_rarer_ones(books: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SCORED", 3)

    result = run(search, turn(books), query="band bank")

    # "bank" is in three items, "band" in one: four matches are more than may be scored.
    assert result.candidates == ["5"]
    assert result.evidence["unused"] == ["bank"]


def test_where_every_word_is_common_all_matches_stay_without_an_order(
    books: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_SCORED", 1)

    result = run(search, turn(books), query="bank")

    assert result.candidates is not None
    assert (result.candidates.ids, result.candidates.total) == ((), 3)
    assert result.summary == "3 of 7 have `bank`"


def test_of_common_words_all_must_be_there(books: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SCORED", 1)

    result = run(search, turn(books), query="venice heist")

    # Each is in two items and more, both are in one.
    assert result.candidates == ["2"]
    assert result.summary == "1 of 7 have `venice` and `heist`"


def test_where_the_rarer_words_leave_nothing_the_common_ones_count(
    books: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_SCORED", 2)
    monkeypatch.setattr(module, "MOST_SIFTED", 2)

    result = run(search, turn(books, "3", "6"), query="venice bank")

    assert result.candidates is not None
    assert result.candidates.positions(7).tolist() == [3, 6]


def test_a_large_pool_and_a_small_one_find_the_same(films: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    half = films.ids(range(0, 400, 2))
    small = found(films, "a lonely detective", *half)

    monkeypatch.setattr(module, "SMALL_POOL", 0)

    assert small
    assert found(films, "a lonely detective", *half) == small


def test_without_time_it_fails_and_leaves_nothing(books: Catalog) -> None:
    result = run(search, turn(books, deadline=time.monotonic()), query="venice")

    assert leaves_nothing(result, "failed")


def test_a_query_becomes_terms() -> None:
    def texts(query: str) -> list[str]:
        return [term.text for term in query_terms(query)]

    assert texts("I'd like a heist, please") == ["heist"]
    assert texts("'quiet days' or loud \"long nights\"") == ["quiet days", "long nights", "loud"]
    assert texts("the who") == ["the who"]
    assert Term('a"b').match == '"a""b"'
    assert len(query_terms(" ".join(f"w{at}" for at in range(99)))) == 24


def test_what_every_item_is_called_is_not_searched_for() -> None:
    assert [term.text for term in query_terms("laptops for games", {"laptop", "laptops"})] == ["games"]
