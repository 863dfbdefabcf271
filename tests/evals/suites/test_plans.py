"""The suite of plans: verdicts that can be derived by hand over eight films, and what its cases promise."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import pytest

from palate import Catalog, Condition
from palate.agent.reply import Recommendation, Reply
from palate.errors import UnreadableFile
from palate.evals.baselines import AGENT, POPULARITY
from palate.evals.case import Case, write_cases
from palate.evals.suite import Suite
from palate.evals.suites import catalogues
from palate.evals.suites.catalogues import CATALOGUES
from palate.evals.suites.plans.gold import (
    Alike,
    Among,
    CountOf,
    First,
    Gold,
    Holds,
    PlanCase,
    Said,
    Shown,
    Than,
    ValueOf,
)
from palate.evals.suites.plans.judging import faults
from palate.evals.suites.plans.suite import HELD_OUT, UNLIKE, Plans
from palate.evals.suites.plans.telling import affirms, first_told, tells, tells_number

COMEDY = Condition(field="genres", op="contains", value="Comedy")  # Fargo, Amélie, Clueless
SCIFI = Condition(field="genres", op="contains", value="Sci-Fi")  # Alien, Dune and Dune
HORROR = Condition(field="genres", op="contains", value="Horror")  # Alien, Jaws


def reply(*ids: str, act: Any = None, text: str = "") -> Reply:
    items = tuple(Recommendation(id=each, title="", score=1.0, fields={}, reasons=("so",)) for each in ids)
    return Reply(act=act or ("recommend" if ids else "answer"), text=text, items=items)


def verdict(catalog: Catalog, gold: Gold, *replies: Reply, k: int = 2) -> list[str]:
    return faults(gold, replies, catalog, k=k)


def test_every_item_meets_the_conditions_and_as_many_are_shown_as_there_can_be(tiny: Catalog) -> None:
    gold = Gold(where=(COMEDY,))

    assert verdict(tiny, gold, reply("2", "8")) == []
    assert verdict(tiny, gold, reply("2", "4", "8"), k=5) == []
    assert verdict(tiny, gold, reply("2", "3")) == ["not Comedy: Jaws"]
    assert verdict(tiny, gold, reply("2")) == ["1 items are shown, not 2"]
    assert verdict(tiny, gold, reply("2", "2")) == ["an item is shown twice"]
    assert verdict(tiny, gold, reply(text="Fargo, Clueless")) == ["no item is shown; the act is answer"]


def test_an_item_named_already_is_not_shown_and_does_not_count(tiny: Catalog) -> None:
    gold = Gold(where=(HORROR,), without=("1",))

    assert verdict(tiny, gold, reply("3")) == []
    assert verdict(tiny, gold, reply("3", "1")) == [
        "shown although named or shown before: Alien",
        "2 items are shown, not 1",
    ]


def test_others_are_none_of_those_shown_before(tiny: Catalog) -> None:
    gold = Gold(where=(COMEDY,), fresh=True)

    assert verdict(tiny, gold, reply("2", "4"), reply("8")) == []
    assert verdict(tiny, gold, reply("2", "4"), reply("4")) == ["shown although named or shown before: Amélie"]


def test_nothing_right_is_abstained_from(tiny: Catalog) -> None:
    gold = Gold(act="abstain")

    assert verdict(tiny, gold, reply(act="abstain")) == []
    assert verdict(tiny, gold, reply("1")) == [
        "the act is recommend, not abstain",
        "1 items are shown where none is right",
    ]


def test_a_superlative_puts_the_extremes_first_and_ties_are_even(tiny: Catalog) -> None:
    oldest = Gold(where=(SCIFI,), first=First(field="year"))
    newest = Gold(where=(SCIFI,), first=First(field="year", descending=True, items=2))

    assert verdict(tiny, oldest, reply("1", "6")) == []
    assert verdict(tiny, oldest, reply("6", "1")) == ["Dune comes first, not Alien"]
    assert verdict(tiny, oldest, reply("5")) == ["Rear Window comes first, not Alien"]
    assert verdict(tiny, newest, reply("7", "6")) == []
    assert verdict(tiny, newest, reply("7")) == ["Dune comes first, not Dune, Dune"]


def test_a_superlative_may_be_told_in_words_by_the_title_that_comes_first(tiny: Catalog) -> None:
    longer = Gold(first=First(field="runtime", descending=True), where=(HORROR,))

    assert verdict(tiny, longer, reply(text="Jaws is longer than Alien.")) == []
    assert verdict(tiny, longer, reply(text="Alien is longer than Jaws.")) == ["Alien comes first, not Jaws"]


def test_an_answer_holds_the_value_and_not_just_some_list_with_it(tiny: Catalog) -> None:
    length = Gold(answers=(ValueOf(of="3", field="runtime"),))

    assert verdict(tiny, length, reply(text="Jaws takes 124 minutes.")) == []
    assert verdict(tiny, length, reply("3", text="1. Jaws: 124 minutes")) == []
    assert verdict(tiny, length, reply(text="Jaws takes 1,124 minutes.")) == [
        "the text does not say that runtime of Jaws is 124"
    ]
    assert verdict(tiny, length, reply("1", "3", text="1. Alien 2. Jaws: 124 minutes")) == [
        "the reply does not answer: its act is recommend"
    ]


def test_a_small_count_is_no_number_of_a_list(tiny: Catalog) -> None:
    comedies = Gold(answers=(CountOf(where=(COMEDY,)),))

    assert verdict(tiny, comedies, reply(text="There are three.")) == []
    assert verdict(tiny, comedies, reply(text="There are 4.")) == ["the text does not say that there are 3"]
    assert verdict(tiny, comedies, reply("2", "4", "8", text="These 3"), k=3) == [
        "the reply does not answer: its act is recommend"
    ]


def test_a_yes_or_no_is_right_or_the_value_is_told(tiny: Catalog) -> None:
    long = Gold(answers=(Holds(of="1", condition=Condition(field="runtime", op=">", value=120)),))

    assert verdict(tiny, long, reply(text="No, Alien is not.")) == []
    assert verdict(tiny, long, reply(text="Alien takes 117 minutes.")) == []
    assert verdict(tiny, long, reply(text="Yes, Alien is.")) == [
        "the text does not say that Alien is not over 120 minutes"
    ]
    assert verdict(tiny, long, reply(text="No.")) == ["the text does not say that Alien is not over 120 minutes"]


def test_a_reference_is_to_the_reply_before(tiny: Catalog) -> None:
    second = Gold(answers=(ValueOf(of=Shown(place=2), field="year"),))
    last = Gold(answers=(ValueOf(of=Shown(place=-1), field="year"),))

    assert verdict(tiny, second, reply("1", "2", "3"), reply(text="1996")) == []
    assert verdict(tiny, last, reply("1", "2", "3"), reply(text="1975")) == []
    assert verdict(tiny, second, reply("1"), reply(text="1996")) == [
        "the reply before shows 1 items, so that what is meant does not exist"
    ]


def test_a_critique_compares_with_what_was_shown(tiny: Catalog) -> None:
    newer = Gold(than=Than(field="year", op=">"))  # of 1975, 1979 and 1996: than 1979
    newer_than_first = Gold(than=Than(field="year", op=">", place=1))

    assert verdict(tiny, newer, reply("3", "1", "2"), reply("4", "7")) == []
    assert verdict(tiny, newer, reply("3", "1", "2"), reply("4", "1")) == ["year is not > 1979: Alien"]
    assert verdict(tiny, newer_than_first, reply("2", "3"), reply("4", "8")) == ["year is not > 1996: Clueless"]
    assert verdict(tiny, newer_than_first, reply("2", "3"), reply("4")) == ["1 items are shown, not 2"]


def test_where_nothing_compares_so_abstaining_is_right(tiny: Catalog) -> None:
    newer = Gold(than=Than(field="year", op=">", place=1))

    assert verdict(tiny, newer, reply("7"), reply(act="abstain")) == []
    assert verdict(tiny, newer, reply("4"), reply(act="abstain")) == ["no item is shown; the act is abstain"]


def test_what_was_withdrawn_no_longer_holds_of_all(tiny: Catalog) -> None:
    gold = Gold(where=(COMEDY,), some_not=(Condition(field="country", op="=", value="France"),))

    assert verdict(tiny, gold, reply("4", "2")) == []
    assert verdict(tiny, gold, reply("4"), k=1) == ["what was withdrawn still holds of all: from France"]


def test_of_two_requests_each_has_its_items(tiny: Catalog) -> None:
    gold = Gold(groups=((HORROR,), (COMEDY,)))

    assert verdict(tiny, gold, reply("1", "2")) == []
    assert verdict(tiny, gold, reply("1", "3")) == ["none is Comedy"]
    assert verdict(tiny, gold, reply("1", "2", "6")) == ["of neither kind: Dune"]


def test_a_described_story_is_among_what_is_shown(tiny: Catalog) -> None:
    gold = Gold(among=Among(items=("5",)))

    assert verdict(tiny, gold, reply("1", "5")) == []
    assert verdict(tiny, gold, reply("1", "2")) == ["0 of 5 shown, not 1"]


def test_what_is_alike_is_near_and_not_the_thing_itself(films: Catalog) -> None:
    gold = Gold(alike=Alike(items=("alien-1979",)))

    assert verdict(films, gold, reply("aliens-1986"), k=1) == []
    assert verdict(films, gold, reply("amelie-2001"), k=1) == ["not among the likest: Amélie"]
    assert "shown although named or shown before: Alien" in verdict(films, gold, reply("alien-1979"), k=1)


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        ("rated 7.5", 7, False),
        ("rated 7.5", 7.5, True),
        ("£1,299.00", 1299, True),
        ("in 1979.", 1979, True),
        ("by Almodovar", "Almodóvar", True),
        ("by Ander", "And", False),
        ("Horror and Comedy", ["Comedy", "Horror"], True),
        ("Horror", ["Comedy", "Horror"], False),
        ("anything", None, False),
    ],
)
def test_values_are_told_as_wholes(text: str, value: Any, told: bool) -> None:
    assert tells(text, value) is told


def test_small_numbers_are_told_in_chinese_too() -> None:
    assert tells_number("有两部电影。", 2)
    assert tells_number("没有电影。", 0)
    assert not tells_number("有二十三部电影。", 3)


def test_a_text_affirms_or_denies() -> None:
    assert affirms("Yes, it is in stock.")
    assert not affirms("It isn\u2019t in stock.")
    assert affirms("是的，有货。")
    assert not affirms("不，没有货。")
    assert first_told("Dune: Part Two, not Dune", ["Dune", "Dune: Part Two"]) == "Dune: Part Two"


def test_there_are_at_least_three_hundred_requests_a_third_of_them_unlike() -> None:
    cases = Plans().cases()
    unlike = [case for case in cases if UNLIKE in case.tags]

    assert isinstance(Plans(), Suite)
    assert len(cases) >= 300
    assert len(unlike) >= len(cases) / 3
    assert len([case for case in cases if HELD_OUT in case.tags]) == 80
    assert all(UNLIKE in case.tags for case in cases if HELD_OUT in case.tags)
    assert {case.tags[0] for case in cases} == {"films", "kitchen", "movielens"}
    assert len({_messages(case) for case in cases}) == len(cases)


@pytest.mark.parametrize("name", ["films", "kitchen"])
def test_the_gold_of_every_request_means_something_and_can_be_met(name: str) -> None:
    with CATALOGUES[name]() as catalog:
        wrong = [case.id for case in Plans().cases(filter=name) if not _can_be_met(case, catalog)]

    assert wrong == []


def test_understanding_counts_and_popularity_alone_gets_nothing(tmp_path: Any) -> None:
    suite = Plans()
    cases = suite.cases(filter="films-values-*,films-ranges-*,films-superlatives-*", limit=12)

    assert sum(suite.run(case, POPULARITY, seed=0).scores["right"] for case in cases) == 0
    assert sum(suite.run(case, AGENT, seed=0).scores["right"] for case in cases) > 6


def test_a_failed_case_says_why_at_its_last_turn(tmp_path: Any) -> None:
    plan = PlanCase(catalog="films", said=(Said(message="a western"),), gold=Gold(where=(COMEDY,)))
    write_cases(tmp_path / "films.jsonl", [Case(id="wrong", tags=("unlike",), data=plan.model_dump(mode="json"))])
    suite = pickle.loads(pickle.dumps(Plans(tmp_path)))
    outcome = suite.run(suite.cases()[0], AGENT, seed=0)

    assert outcome.scores == {"right": 0.0, "unlike": 0.0, "unknown": 0.0, "skipped": 0.0}
    assert outcome.failed
    assert outcome.note.startswith("not Comedy: ")
    assert outcome.turns[-1].note == outcome.note


def test_without_movielens_its_requests_are_skipped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Catalog:
        raise UnreadableFile("MovieLens-100K is not here.")

    monkeypatch.setattr(catalogues, "CATALOGUES", {**CATALOGUES, "movielens": missing})
    suite = Plans()
    outcome = suite.run(suite.cases(filter="movielens")[0], AGENT, seed=0)

    assert outcome.scores == {"skipped": 1.0}
    assert outcome.note == "skipped: MovieLens-100K is not here."
    assert len(suite.fingerprint()) == 12


def _messages(case: Case) -> Sequence[Said]:
    return (*PlanCase.model_validate(case.data).said, Said(message=case.tags[0]))


def _can_be_met(case: Case, catalog: Catalog) -> bool:
    """Tell whether the conditions fit the schema, and items that meet them exist exactly where some are wanted."""
    gold = PlanCase.model_validate(case.data).gold
    groups = [gold.where, *gold.groups]
    for where in (*gold.where, *gold.some_not, *(each for group in gold.groups for each in group)):
        where.check_against(catalog.schema)
    if gold.act == "abstain":
        return len(catalog.columns.select(gold.where)) == 0
    named = [*(gold.among.items if gold.among else ()), *(each for each in gold.without if isinstance(each, str))]
    return all(len(catalog.columns.select(group)) for group in groups) and all(map(catalog.has, named))
