"""From frames to intents: what each asks for, withdraws and tells."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog, Condition
from palate.language.applying import place_of, understanding_of
from palate.language.calling import Called
from palate.language.frame import Frames
from palate.language.pending import WhichOne
from palate.language.preference import Preference, Provenance, ToolCall
from palate.language.session import SessionView
from palate.language.understanding import (
    Intent,
    Mention,
    MessageAct,
    Missing,
    Order,
    Question,
    Snap,
    Understanding,
)
from tests.language.framing import SHOWN, constraint, frame

COMEDY = constraint("genres", "any_of", "Comedy", quote="a comedy")
SHORT = constraint("runtime", "<", 100, quote="short")


def understood(
    catalog: Catalog, message: str, *acts: str, session: SessionView | None = None, **parts: Any
) -> Understanding:
    made = Frames(frames=(frame(*acts, **parts),))
    return understanding_of(
        made, message, session or SessionView(), catalog, tools=[Called("bargains", gives="items")]
    )[0]


def absent(quote: str, *words: str) -> Intent:
    return Intent(act="question", quote=quote, absent=words)


def only(catalog: Catalog, message: str, *acts: str, session: SessionView | None = None, **parts: Any) -> Intent:
    [intent] = understood(catalog, message, *acts, session=session, **parts).intents
    return intent


def wants(told: dict[str, Any], where: Condition, **changes: Any) -> Preference:
    said = Provenance(quote=told["quote"], catalogue="tiny")
    return Preference.model_validate({"where": where, "provenance": said, **changes})


def catalogued(catalog: Catalog, intent: Intent) -> Intent:
    """The intent with the catalogue's name as it is in `wants`."""
    preferences = tuple(
        each.model_copy(update={"provenance": each.provenance.model_copy(update={"catalogue": "tiny"})})
        for each in intent.preferences
    )
    return intent.model_copy(update={"preferences": preferences})


HAS_COMEDY = Condition(field="genres", op="contains", value="Comedy")
NO_COMEDY = Condition(field="genres", op="not_contains", value="Comedy")


def test_a_request_is_what_has_to_hold_how_many_and_in_which_order(tiny: Catalog) -> None:
    sort = [{"field": "year", "quote": "newest"}, {"field": "genres"}, {"field": "mood"}]
    found = only(tiny, "the two newest of a comedy", set=[COMEDY], sort=sort, n=2, only=True)

    assert catalogued(tiny, found) == Intent(
        act="recommend",
        quote="the two newest of a comedy",
        preferences=(wants(COMEDY, HAS_COMEDY, strength="hard", horizon="session"),),
        order=(Order(field="year", descending=True, quote="newest"),),
        limit=2,
        only=True,
    )


@pytest.mark.parametrize(
    ("more", "strength", "horizon", "source"),
    [
        ({}, "hard", "session", "said"),
        ({"force": "prefer"}, "soft", "session", "said"),
        ({"for": "always"}, "soft", "long", "said"),
        ({"basis": "known"}, "hard", "session", "guessed"),
        ({"basis": "known", "force": "prefer"}, "soft", "session", "guessed"),
        ({"basis": "known", "for": "always"}, "soft", "session", "guessed"),
    ],
)
def test_how_strongly_for_how_long_and_by_whom(
    tiny: Catalog, more: dict[str, str], strength: str, horizon: str, source: str
) -> None:
    [made] = only(tiny, "a comedy", set=[COMEDY | more]).preferences

    assert (made.strength, made.horizon, made.provenance.source) == (strength, horizon, source)


def test_a_soft_dislike_is_of_what_is_disliked_and_a_hard_one_rules_it_out(tiny: Catalog) -> None:
    told = COMEDY | {"op": "none_of"}
    [hard] = only(tiny, "not a comedy", set=[told]).preferences
    [soft] = only(tiny, "not a comedy", "taste", set=[told | {"for": "always", "force": "prefer"}]).preferences

    assert (hard.where, hard.polarity, hard.strength) == (NO_COMEDY, "want", "hard")
    assert soft.where == Condition(field="genres", op="contains_any", value="Comedy")
    assert (soft.polarity, soft.strength, soft.horizon) == ("avoid", "soft", "long")


def test_what_is_only_known_is_disclosed_where_it_filters(tiny: Catalog) -> None:
    known = [
        constraint("genres", "any_of", "Comedy", quote="to laugh", basis="known"),
        constraint("year", ">", 1990, quote="to laugh", basis="known", force="prefer"),
        constraint("runtime", "<", 130, quote="to laugh"),
    ]

    assert understood(tiny, "to laugh", set=known).snapped == (
        Snap(said="to laugh", used="Comedy", field="genres", confidence=1.0),
    )


@pytest.mark.parametrize(
    ("acts", "parts", "act"),
    [
        (["request"], {}, "recommend"),
        (["answer"], {"set": [COMEDY]}, "recommend"),
        (["reject", "request"], {}, "critique"),
        (["taste"], {}, "state"),
        (["seen"], {}, "state"),
        (["taste"], {"set": [COMEDY | {"for": "always"}]}, "state"),
        (["taste"], {"set": [COMEDY]}, "recommend"),
        (["accept"], {"refs": [{"item": "#1", "as": "take", "quote": "a comedy"}]}, "commit"),
        (["accept", "thanks"], {}, "thanks"),
        (["why"], {}, "why"),
        (["why"], {"set": [COMEDY]}, "recommend"),
        (["undo"], {"drop": ["w1"]}, "undo"),
        (["undo", "request"], {"drop": ["*"]}, "recommend"),
        (["about"], {}, "help"),
        (["greet"], {}, "greet"),
        (["bye"], {}, "bye"),
        (["thanks"], {}, "thanks"),
        (["chat"], {}, "chat"),
        (["interest"], {}, "remark"),
        (["neutral"], {}, "remark"),
        (["unfamiliar"], {}, "remark"),
        (["danger"], {}, "danger"),
        (["danger", "request"], {"set": [COMEDY]}, "danger"),
    ],
)
def test_acts_of_a_frame_are_one_act_of_an_intent(
    tiny: Catalog, acts: list[str], parts: dict[str, Any], act: MessageAct
) -> None:
    assert only(tiny, "a comedy", *acts, session=SHOWN, **parts).act == act


ACTIVE = SHOWN.model_copy(
    update={
        "preferences": (Preference(where=HAS_COMEDY), Preference(where=Condition(field="year", op=">", value=1990)))
    }
)
KEYS = [entry.key for entry in ACTIVE.preferences]


@pytest.mark.parametrize(
    ("acts", "drop", "withdraw", "fresh"),
    [
        (["undo"], ["w2"], (KEYS[1],), False),
        (["undo"], ["*"], ("*",), True),
        (["request"], ["w1", "w2"], tuple(KEYS), False),
        (["undo", "request"], ["*"], (), True),
        (["request"], ["w0", "w3", "w", "x1", "w²", "w99999999"], (), False),
    ],
)
def test_what_no_longer_holds_is_named_by_its_id(
    tiny: Catalog, acts: list[str], drop: list[str], withdraw: tuple[str, ...], fresh: bool
) -> None:
    found = only(tiny, "forget that", *acts, session=ACTIVE, drop=drop)

    assert (found.withdraw, found.fresh) == (withdraw, fresh)


def test_ids_are_places_from_one() -> None:
    assert [place_of(name, 2) for name in ("w1", "w2", "w3", "w0", "1", "w-1")] == [0, 1, None, None, None, None]


def test_items_are_liked_seen_rejected_or_disliked(tiny: Catalog) -> None:
    message = "like Fargo, I know Jaws, not Alien, never Amélie"
    refs = [
        {"item": "Fargo", "as": "like"},
        {"item": "Jaws", "as": "seen"},
        {"item": "#1", "as": "avoid", "quote": "not Alien"},
        {"item": "Amélie", "as": "avoid"},
    ]
    found = only(tiny, message, "request", "seen", "reject", session=SHOWN, refs=refs)

    assert [[each.item for each in some] for some in (found.like, found.seen, found.reject)] == [["2"], ["3"], ["1"]]
    assert [(each.item, each.polarity, each.horizon) for each in found.preferences] == [("4", "avoid", "long")]


def test_an_item_of_ones_taste_is_remembered_and_nothing_is_looked_for_that_is_like_it(tiny: Catalog) -> None:
    found = only(tiny, "I love Fargo", "taste", refs=[{"item": "Fargo", "as": "like"}])

    assert [(each.item, each.polarity, each.horizon) for each in found.preferences] == [("2", "want", "long")]
    assert (found.act, found.like) == ("state", ())


def test_others_than_those_shown_or_only_those(tiny: Catalog) -> None:
    rejected = only(tiny, "no", "reject", session=SHOWN)
    unseen = only(tiny, "another", "request", session=SHOWN, **{"from": "unseen"})
    last = only(tiny, "the shortest of these", "request", session=SHOWN, **{"from": "last"})

    assert [(each.more, each.among) for each in (rejected, unseen, last)] == [
        (True, ()),
        (True, ()),
        (False, ("1", "3", "8")),
    ]


def test_suggested_titles_are_wishes_that_filter_nothing(tiny: Catalog) -> None:
    found = only(tiny, "space", titles=[{"title": "Alien"}, {"title": "Star Wars"}])

    assert found == Intent(act="recommend", quote="space", suggested=("1",))


@pytest.mark.parametrize(
    ("ask", "question"),
    [
        ({"what": "value", "field": "year"}, Question(kind="attribute", field="year", items=("3",))),
        ({"what": "most", "field": "year"}, Question(kind="superlative", field="year", items=("3",), descending=True)),
        (
            {"what": "least", "field": "year"},
            Question(kind="superlative", field="year", items=("3",), descending=False),
        ),
        ({"what": "count"}, Question(kind="count", items=("3",))),
        ({"what": "average", "field": "year"}, Question(kind="average", field="year", items=("3",))),
        ({"what": "values", "field": "genres"}, Question(kind="values", field="genres", items=("3",))),
        ({"what": "check"}, Question(kind="check", items=("3",))),
        (
            {"what": "compare", "field": "year"},
            Question(kind="compare", field="year", items=("3",), descending=True, choice=True),
        ),
    ],
)
def test_questions(tiny: Catalog, ask: dict[str, str], question: Question) -> None:
    found = only(tiny, "Jaws?", "question", ask=[ask], refs=[{"item": "Jaws", "as": "ask"}])

    jaws = Mention(item="3", title="Jaws", quote="Jaws")
    assert found == Intent(act="question", quote="Jaws?", question=question, about=(jaws,))


def test_the_conditions_of_a_question_are_the_frames_and_its_items_may_be_those_shown(tiny: Catalog) -> None:
    found = only(
        tiny, "the longest short of these?", "question", session=SHOWN, set=[SHORT],
        ask=[{"what": "most", "field": "runtime"}], **{"from": "last"},
    )  # fmt: skip

    assert found.question == Question(kind="superlative", field="runtime", items=("1", "3", "8"), descending=True)
    assert [each.where for each in found.preferences] == [Condition(field="runtime", op="<", value=100)]


def test_a_question_for_a_field_that_does_not_exist_asks_for_data_that_is_not_there(tiny: Catalog) -> None:
    asked = [{"what": "value", "field": "mood"}]
    named = only(tiny, "the mood of it?", "question", ask=asked, unknown=[{"quote": "mood"}])

    assert only(tiny, "the mood of it?", "question", ask=asked) == absent("the mood of it?", "the mood of it?")
    assert named == absent("the mood of it?", "mood")


ALIEN = [{"item": "#1", "as": "ask", "quote": "it"}]
NETFLIX = [{"quote": "Netflix"}]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"ask": [{"what": "check"}]},
        {"ask": [{"what": "value"}]},
        {"ask": [{"what": "most"}]},
        {"ask": [{"what": "count"}]},
        {"ask": [{"what": "value"}], "refs": ALIEN},
        {"ask": [{"what": "exists"}], "refs": ALIEN},
    ],
)
def test_a_question_by_words_that_no_field_expresses_asks_for_data_that_is_not_there(
    tiny: Catalog, parts: dict[str, Any]
) -> None:
    found = understood(tiny, "is it on Netflix?", "question", session=SHOWN, unknown=NETFLIX, **parts)

    assert [each.absent for each in found.intents] == [("Netflix",)]
    assert (found.intents[0].act, found.unknown) == ("question", ("Netflix",))


@pytest.mark.parametrize(
    "parts",
    [
        {"ask": [{"what": "check"}], "refs": ALIEN, "set": [constraint("year", "any_of", 1979, quote="it")]},
        {"ask": [{"what": "values", "field": "genres"}]},
    ],
)
def test_a_question_that_a_field_answers_is_answered_whatever_else_is_said(
    tiny: Catalog, parts: dict[str, Any]
) -> None:
    found = only(tiny, "is it on Netflix?", "question", session=SHOWN, unknown=NETFLIX, **parts)

    assert (found.absent, found.question is None) == ((), False)


@pytest.mark.parametrize(("message", "words"), [("what is its budget?", ("budget",)), ("which years, budget?", ())])
def test_a_value_is_of_the_field_that_it_was_read_as_where_a_word_names_that(
    tiny: Catalog, message: str, words: tuple[str, ...]
) -> None:
    asked = [{"what": "value", "field": "year"}]
    refs = [{"item": "#1", "as": "ask", "quote": message}]
    found = only(tiny, message, "question", session=SHOWN, ask=asked, refs=refs, unknown=[{"quote": "budget"}])

    assert found.absent == words


@pytest.mark.parametrize(
    "parts",
    [
        {"ask": [{"what": "exists"}], "refs": [{"item": "Cluless", "as": "ask"}]},
        {"ask": [{"what": "value", "field": "year"}], "refs": [{"item": "Cluless", "as": "ask"}]},
        {"ask": [{"what": "value", "field": "year"}], "unknown": [{"quote": "Cluless"}]},
        {"ask": [{"what": "exists"}], "unknown": [{"quote": "Cluless"}]},
    ],
)
def test_a_question_about_an_item_that_is_not_here_names_what_is_missing(tiny: Catalog, parts: dict[str, Any]) -> None:
    found = understood(tiny, "do you have Cluless?", "question", **parts)

    assert found.intents == (Intent(act="question", quote="do you have Cluless?"),)
    assert (found.missing, found.unknown) == ((Missing(said="Cluless", near=("Clueless",)),), ("Cluless",))


def test_a_value_that_is_not_here_is_missing_with_values_of_its_field_alone(tiny: Catalog) -> None:
    found = understood(tiny, "films from Frence", set=[constraint("country", "any_of", "Frence", quote="Frence")])

    assert found.missing == (Missing(said="Frence", near=("France",)),)


def test_a_remark_is_of_a_kind_and_about_an_item_and_stores_nothing(tiny: Catalog) -> None:
    liked = [{"item": "#2", "as": "liked", "quote": "that one"}]
    found = only(tiny, "never heard of that one", "unfamiliar", session=SHOWN, refs=liked)

    assert (found.act, found.remark, [each.item for each in found.about]) == ("remark", "unfamiliar", ["3"])
    assert (found.preferences, found.like) == ((), ())


def test_of_a_message_that_speaks_of_danger_nothing_else_is_kept(tiny: Catalog) -> None:
    frames = Frames(
        frames=(
            frame("request", set=[COMEDY], say="Sure."),
            frame("danger", "taste", refs=[{"item": "Jaws", "as": "liked"}]),
        ),
        asides=("a comedy",),
    )

    found, told = understanding_of(frames, "a comedy or Jaws", ACTIVE, tiny)

    assert (found, told) == (Understanding(message="", intents=(Intent(act="danger"),)), ())


def test_what_a_model_would_say_first_is_that_of_the_first_frame_which_says_something(tiny: Catalog) -> None:
    frames = Frames(frames=(frame("chat"), frame("request", say="Sure thing."), frame("request", say="More.")))

    assert understanding_of(frames, "hello", SessionView(), tiny)[0].say == "Sure thing."


@pytest.mark.parametrize("asked", [{"what": "exists"}, {"what": "values", "field": "title"}])
def test_whether_there_is_any_is_answered_by_what_there_is(tiny: Catalog, asked: dict[str, str]) -> None:
    found = only(tiny, "is there a comedy?", "question", set=[COMEDY], ask=[asked])

    assert (found.act, [each.where for each in found.preferences]) == ("recommend", [HAS_COMEDY])


def test_a_question_beside_a_request_shares_no_condition_with_it(tiny: Catalog) -> None:
    asked, wished = understood(
        tiny, "how many of a comedy, and show two", "question", "request", set=[COMEDY], ask=[{"what": "count"}], n=2
    ).intents

    assert (asked.act, [each.where for each in asked.preferences]) == ("question", [HAS_COMEDY])
    assert (wished.act, wished.preferences, wished.limit) == ("recommend", (), 2)


def test_calls_answer_or_give_items(tiny: Catalog) -> None:
    calls = [{"tool": "weather", "args": {"city": "Oslo"}, "quote": "in Oslo"}, {"tool": "bargains"}]
    message = "the weather in Oslo, and bargains"
    asked, wished = understood(tiny, message, "request", calls=calls).intents

    assert asked == Intent(
        act="question", quote=message, calls=(ToolCall(tool="weather", args={"city": "Oslo"}, said="in Oslo"),)
    )
    assert [each.call for each in wished.preferences] == [ToolCall(tool="bargains", args={}, said=message)]


def test_a_query_is_a_call_of_the_tool_for_queries(tiny: Catalog) -> None:
    found = only(tiny, "films by decade?", "question", sql="SELECT 1")

    assert found.calls == (ToolCall(tool="sql", args={"query": "SELECT 1"}, said="films by decade?"),)


def test_frames_of_one_message_are_intents_of_one_understanding(tiny: Catalog) -> None:
    told = constraint("genres", "any_of", "Western", quote="a western")
    frames = Frames(frames=(frame("request", set=[COMEDY]), frame("request", set=[told]), frame("thanks", sql="")))
    found, problems = understanding_of(frames, "a comedy, and a western", SessionView(), tiny)

    assert [each.act for each in found.intents] == ["recommend", "recommend", "thanks"]
    assert found.unknown == ("Western",)
    assert problems == ()


def test_each_entry_that_was_changed_is_told(tiny: Catalog) -> None:
    frames = Frames(frames=(frame(set=[constraint("mood", "any_of", "x", quote="x")]), frame(set=[SHORT])))
    _, problems = understanding_of(frames, "x", SessionView(), tiny)

    assert problems == (
        "`mood` is not a field.",
        "“short” does not occur in the message; `runtime` only orders.",
    )


@pytest.mark.parametrize("what", ["compare", "most", "least", "average"])
def test_a_question_that_needs_a_field_and_has_none_is_of_the_order_or_not_understood(tiny: Catalog, what: str) -> None:
    without = only(tiny, "which is best?", "question", ask=[{"what": what}])
    ordered = only(tiny, "which is best?", "question", ask=[{"what": what}], sort=[{"field": "year"}])

    assert without == Intent(act="unclear", quote="which is best?")
    assert ordered.question is not None
    assert ordered.question.field == "year"


DOUBT = {"quote": "comedi", "field": "genres", "value": "Comedy", "sure": 0.8}


@pytest.mark.parametrize(
    ("doubt", "asked"),
    [
        (DOUBT, True),
        (DOUBT | {"quote": "whisky"}, False),
        (DOUBT | {"value": "Whisky"}, False),
        (DOUBT | {"field": "shelf"}, False),
        (DOUBT | {"field": "title", "value": "Jaws", "item": "3"}, True),
        (DOUBT | {"field": "title", "value": "Whisky", "item": "3"}, False),
        (DOUBT | {"field": "title", "value": "Alien", "item": "1"}, False),
        (DOUBT | {"field": "title", "value": "Jaws", "item": "whisky"}, False),
    ],
)
def test_a_doubt_is_about_words_of_the_message_and_what_is_here(
    tiny: Catalog, doubt: dict[str, object], asked: bool
) -> None:
    frames = Frames.model_validate({"frames": [{"acts": ["request"]}], "doubts": [doubt]})
    found, _ = understanding_of(frames, "a comedi", SessionView(), tiny, withheld=tiny.positions(["1"]))

    assert bool(found.doubtful) is asked


def test_what_is_said_beside_the_frames_is_of_the_message(tiny: Catalog) -> None:
    frames = Frames.model_validate(
        {
            "frames": [{"acts": ["critique"], "quote": "whisky", "faults": ["whisky", "year"]}],
            "asides": ["whisky", "hm"],
            "unread": "whisky",
            "chosen": "1",
        }
    )
    found, _ = understanding_of(frames, "hm, no", SHOWN, tiny)

    assert (found.message, found.asides, found.unread) == ("hm, no", ("hm",), "")
    assert [(each.quote, each.faults) for each in found.intents] == [("hm, no", ("year",))]


def test_who_says_which_item_was_meant_is_told_what_the_earlier_message_asks(tiny: Catalog) -> None:
    asked = WhichOne(field="title", message="like Dune", said="Dune", options=("6", "7"))
    session = SHOWN.model_copy(update={"pending": asked})
    like = [{"acts": ["request"], "refs": [{"item": "Dune", "as": "like", "quote": "Dune"}]}]
    for chosen, message, meant in (("7", "like Dune", ["7"]), ("1", "the second Dune", [])):
        frames = Frames.model_validate({"frames": like, "chosen": chosen})
        found, _ = understanding_of(frames, "the second Dune", session, tiny)
        assert (found.message, [each.item for each in found.intents[0].like]) == (message, meant)


def test_whether_an_item_has_something_that_is_not_said_asks_for_the_value(tiny: Catalog) -> None:
    refs = [{"item": "#1", "as": "ask", "quote": "the first"}]
    found = only(
        tiny, "the first in colour?", "question", session=SHOWN, refs=refs, ask=[{"what": "check", "field": "runtime"}]
    )

    assert found.question is not None
    assert (found.question.kind, found.question.items) == ("attribute", ("1",))


def test_what_one_does_not_know_and_no_field_tells_is_data_that_is_not_there(tiny: Catalog) -> None:
    message, unknown = "never had the first, is it tasty", [{"quote": "is it tasty"}]
    refs = [{"item": "#1", "as": "ask", "quote": "the first"}]
    found = only(tiny, message, "unfamiliar", "question", session=SHOWN, refs=refs, unknown=unknown)

    assert (found.act, found.absent) == ("question", ("is it tasty",))
