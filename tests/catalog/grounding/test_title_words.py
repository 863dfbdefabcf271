"""Words that titles say what items are with stand for them; words of names do not."""

from __future__ import annotations

import pytest

from palate import Agent, Catalog
from palate.language.link import link

FILMS = Catalog.films()


def found(message: str, catalog: Catalog) -> list[str]:
    words = catalog.grounder.words(message)
    return [message[words[start].start : words[end - 1].end] for start, end in catalog.grounder.title_word_spans(words)]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("the cheapest stove", ["stove"]),
        ("are there trekking poles or ropes?", ["trekking poles", "ropes"]),
        ("two lanterns for the garden", ["lanterns"]),
        ("something for a friend, as light as it gets", []),
        ("a summit", []),
    ],
)
def test_words_that_titles_end_in_are_found_in_any_form(message: str, said: list[str], shop: Catalog) -> None:
    assert found(message, shop) == said


def test_accents_are_folded() -> None:
    rows = [{"id": str(n), "title": f"No {n} Purée", "text": "a purée of peas, smooth as no other"} for n in range(9)]
    rows += [{"id": f"b{n}", "title": f"No {n} Gnocchi", "text": "small gnocchi of the best flour"} for n in range(9)]
    with Catalog.build(":memory:", items=rows, fields={"text": "text"}) as catalog:
        assert found("a puree with gnocchi", catalog) == ["puree", "gnocchi"]


def test_one_title_of_a_few_is_chance() -> None:
    names = ["Wool", "Ada", "Bea", "Cleo", "Dora", "Edda", "Fay", "Gwen"]
    rows = [
        {"id": name, "title": f"For {name}", "text": f"of {name.lower() if at == 0 else at}"}
        for at, name in enumerate(names)
    ]
    with Catalog.build(":memory:", items=rows, fields={"text": "text"}) as catalog:
        assert found("some wool", catalog) == []


def test_what_a_value_has_is_no_kind_besides(shop: Catalog) -> None:
    assert [each.written for each in link("tents and a lantern", shop)] == [False, True]


def test_titles_that_are_names_say_no_kind() -> None:
    assert found("a night at the park with samurai", FILMS) == []


@pytest.mark.parametrize(
    ("message", "titles"),
    [("What does your dearest lantern cost?", ["Camping Lantern"]), ("the cheapest pan", ["Cast Iron Pan"])],
)
def test_what_is_asked_of_a_kind_is_answered_of_it_alone(message: str, titles: list[str], shop: Catalog) -> None:
    with Agent(shop, state=":memory:") as agent:
        assert [item.title for item in agent.ask(message).items] == titles
