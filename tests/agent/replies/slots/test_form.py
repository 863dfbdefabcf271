from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.slots.cells import Cells
from palate.agent.replies.slots.form import Misfit, connectives, filled

CELLS = Cells(
    items=({"title": "Alien (1979)", "year": "1979"}, {"title": "Jaws (1975)", "year": "1975", "because": "from 1975"}),
    told=("I took “horor” to mean Horror.",),
    free={"count": "two films"},
)


def said(text: str, catalog: Catalog, language: str = "en") -> str:
    return filled(text, CELLS, language, catalog)


def test_sentences_begin_with_a_capital_and_facts_keep_theirs(tiny: Catalog) -> None:
    text = "{told.1} {count} for you: {1.title}, from {1.year}. then {2.title}, {2.because}."

    assert said(text, tiny) == (
        "I took “horor” to mean Horror. Two films for you: Alien (1979), from 1979. Then Jaws (1975), from 1975."
    )


def test_lines_that_begin_with_the_titles_are_numbered(tiny: Catalog) -> None:
    text = "{told.1}\n{1.title}\n\n{2.title}, {2.because}"

    assert said(text, tiny) == "I took “horor” to mean Horror.\n1. Alien (1979)\n2. Jaws (1975), from 1975"


def test_chinese_needs_no_spaces(tiny: Catalog) -> None:
    assert said("{told.1}为您推荐{1.title}还有{2.title}。", tiny, "zh") == (
        "I took “horor” to mean Horror.为您推荐Alien (1979)还有Jaws (1975)。"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{told.1} {1.title} {2.title} 1999", "“1” stands outside"),
        ("{told.1} {1.title} {2.title} not", "“not” stands outside"),
        ("{told.1} {1.title} {2.title} n\u200bot", "stands outside"),
        ("{told.1} {1.title} {2.title} <b>", "“<” stands outside"),
        ("{told.1} {1.title} {2.title} {", "“{” stands outside"),
        ("{told.1} {1.title} {2.title} {{count}}", "“{” stands outside"),
        ("{told.1} {1.title} {2.title} {1.title.__class__}", "there is no slot"),
        ("{told.1} {1.title!r} {2.title}", "there is no slot"),
        ("{told.1} {2.title}", "its items are 2.title"),
        ("{told.1} {1.title} {1.title} {2.title}", "its items are 1.title, 1.title"),
        ("{told.1} {1.title} {2.year} {2.title}", "`{2.year}` does not stand behind"),
        ("{told.1} {1.title} {2.title} {1.year}", "`{1.year}` does not stand behind"),
        ("{1.title} {2.title}", "`{told.1}` has to be said"),
        ("{told.1} {1.title} {2.title} {told.1}", "`{told.1}` has to be said"),
        ("{told.1} {1.title} {2.title}" + " and" * 60, "60 words beside"),
    ],
)
def test_what_is_no_reply_of_the_turn_is_refused(tiny: Catalog, text: str, why: str) -> None:
    with pytest.raises(Misfit) as caught:
        said(text, tiny)

    assert why in str(caught.value)


def test_chinese_words_that_claim_something_are_refused(tiny: Catalog) -> None:
    with pytest.raises(Misfit, match="最推荐"):
        said("{told.1}最推荐{1.title}和{2.title}", tiny, "zh")


def test_a_title_made_of_connectives_is_refused() -> None:
    with Catalog.build(":memory:", items=[{"id": "1", "title": "Let It Be"}, {"id": "2", "title": "Help"}]) as catalog:
        cells = Cells(items=({"title": "Help"},))

        assert filled("let it be {1.title}?"[7:], cells, "en", catalog)
        with pytest.raises(Misfit, match="“let it be” stands outside a slot and is a name"):
            filled("let it be {1.title}", cells, "en", catalog)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_connective_is_a_value_of_the_films(films: Catalog, language: str) -> None:
    values = {
        str(value).lower()
        for field in films.schema.of_kind("category", "tags")
        for value in films.vocabulary(field.name)
    }

    assert not values & connectives(language).words
