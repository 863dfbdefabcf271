"""Finding demonstrations: resemblance, diversity, budget, ties."""

from __future__ import annotations

from collections.abc import Collection

from palate.planners.demos.by_words import ByWords
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.index import Index
from palate.planners.models.written import WrittenPlan

RANK = WrittenPlan.model_validate({"kind": "recommend", "steps": [{"tool": "rank"}]})


def demonstration(name: str, *tags: str, tries: int = 0, successes: int = 0, request: str = "") -> Demonstration:
    request = request or name
    return Demonstration(id=name, request=request, plan=RANK, tags=tags, tries=tries, successes=successes)


def index(*pairs: tuple[Demonstration, str]) -> Index:
    """Return an index over the given words, with others besides, so that the words are rare."""
    others = [(demonstration(f"other{n}", "other"), f"other{n} thing{n}") for n in range(6)]
    every = [*pairs, *others]
    return Index(tuple(each for each, _ in every), ByWords(tuple(words.split() for _, words in every)))


def chosen(made: Index, words: str, *, k: int, most_tokens: int = 999, exclude: Collection[str] = ()) -> list[str]:
    """Return the ids of those chosen for masked words."""
    assert isinstance(made.resemblance, ByWords)
    found = made.chosen(made.resemblance.sharing(words.split()), k=k, most_tokens=most_tokens, exclude=exclude)
    return [each.id for each in found]


def test_the_one_with_the_same_words_comes_first() -> None:
    made = index((demonstration("a"), "red kettle"), (demonstration("b"), "red blue kettle cheap"))

    assert chosen(made, "red kettle", k=2) == ["a", "b"]


def test_what_shares_no_word_is_not_chosen() -> None:
    made = index((demonstration("a"), "red kettle"))

    assert chosen(made, "nothing", k=3) == []


def test_equals_come_in_the_order_of_their_ids_wherever_they_stand() -> None:
    pairs = [(demonstration(name), "red kettle") for name in ("c", "a", "b")]

    assert chosen(index(*pairs), "red", k=3) == ["a", "b", "c"]
    assert chosen(index(*pairs[::-1]), "red", k=3) == ["a", "b", "c"]


def test_one_that_shows_something_else_is_preferred_to_a_second_of_the_same() -> None:
    alike = [(demonstration(f"a{n}", "range"), "red kettle under") for n in range(3)]
    other = (demonstration("z", "negation"), "red kettle under never")
    made = index(*alike, other)

    assert chosen(made, "red kettle under", k=2) == ["a0", "z"]


def test_what_people_accepted_more_often_comes_first() -> None:
    made = index(
        (demonstration("a", tries=8, successes=0), "red kettle"),
        (demonstration("b", tries=8, successes=8), "red kettle"),
    )

    assert chosen(made, "red", k=2) == ["b", "a"]


def test_what_does_not_fit_into_the_budget_is_passed_over() -> None:
    long = demonstration("a", request="word " * 100)
    made = index((long, "red kettle"), (demonstration("b"), "red kettle blue green"))

    assert chosen(made, "red kettle", k=2, most_tokens=60) == ["b"]


def test_what_is_excluded_by_id_or_by_request_is_not_chosen() -> None:
    made = index((demonstration("a", request="Red kettle!"), "red kettle"), (demonstration("b"), "red kettle"))

    assert chosen(made, "red", k=2, exclude={"b"}) == ["a"]
    assert chosen(made, "red", k=2, exclude={"Red kettle!"}) == ["b"]
    assert chosen(made, "red", k=2, exclude={"red kettle"}) == ["b"]


def test_an_empty_pool_gives_nothing() -> None:
    assert chosen(Index((), ByWords(())), "red", k=3) == []
