"""What of a message may be remembered, by frames as any reader may write them."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog
from palate.language.applying import understanding_of
from palate.language.frame import Frames
from palate.language.pending import WhichOne
from palate.language.session import SessionView
from palate.language.understanding import Ambiguity, Shown, Understanding
from tests.language.framing import SHOWN, constraint, frame

LIST = SHOWN.model_copy(update={"focus": tuple(each.model_copy(update={"turn": 1}) for each in SHOWN.shown)})
"""Three films were shown, and none of them was spoken of apart."""
JAWS = LIST.model_copy(update={"focus": (Shown(id="3", title="Jaws", turn=2), *LIST.focus)})
"""Then one of them was."""
ONE = SessionView(turn=1, shown=(Shown(id="3", title="Jaws", turn=1),), focus=(Shown(id="3", title="Jaws", turn=1),))
EACH = ("#1", "#2", "#3")


def understood(
    catalog: Catalog, message: str, *acts: str, session: SessionView = LIST, chosen: str = "", **parts: Any
) -> tuple[Understanding, tuple[str, ...]]:
    frames = Frames(frames=(frame(*acts, **parts),), chosen=chosen)
    return understanding_of(frames, message, session, catalog)


def kept(found: Understanding) -> dict[str, list[str]]:
    """What is recorded of items for good."""
    [intent] = found.intents
    told = {
        "taken": [each.item for each in intent.about if intent.act == "commit"],
        "seen": [each.item for each in intent.seen if each.lasting],
        "rejected": [each.item for each in intent.reject if each.lasting],
        "liked": [each.item for each in intent.preferences if each.item is not None and each.horizon == "long"],
    }
    return {what: [str(each) for each in items] for what, items in told.items() if items}


def ref(item: str, role: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"item": item, "as": role, "quote": quote, **more}


@pytest.mark.parametrize(
    ("acts", "role", "what"),
    [
        (["accept"], "take", "taken"),
        (["accept", "thanks"], "take", "taken"),
        (["seen"], "seen", "seen"),
        (["taste"], "seen", "seen"),
        (["reject"], "avoid", "rejected"),
        (["taste"], "liked", "liked"),
        (["taste"], "like", "liked"),
    ],
)
@pytest.mark.parametrize(("item", "quote"), [("#2", "the second"), ("Jaws", "Jaws")])
def test_an_act_that_says_so_and_one_item_are_recorded(
    tiny: Catalog, acts: list[str], role: str, what: str, item: str, quote: str
) -> None:
    found, told = understood(tiny, "the second, Jaws", *acts, refs=[ref(item, role, quote)])

    assert kept(found) == {what: ["3"]}
    assert told == ()


@pytest.mark.parametrize("hedge", ["interest", "neutral", "unfamiliar", "unclear"])
@pytest.mark.parametrize(
    ("act", "role"), [("accept", "take"), ("seen", "seen"), ("reject", "avoid"), ("taste", "liked")]
)
def test_interest_is_no_choice(tiny: Catalog, hedge: str, act: str, role: str) -> None:
    found, told = understood(tiny, "Jaws, hm", act, hedge, refs=[ref("Jaws", role, "Jaws")])

    assert kept(found) == {}
    assert found.ambiguous == ()
    assert told == ("“Jaws” is not clearly said of an item: nothing of it is kept.",)


def test_the_contrary_act_is_no_choice_unless_it_is_said_of_another_item(tiny: Catalog) -> None:
    take, avoid = ref("#2", "take", "the second"), ref("#1", "avoid", "the first")
    message = "not the first, the second"

    assert kept(understood(tiny, message, "accept", "reject", refs=[take])[0]) == {}
    assert kept(understood(tiny, message, "accept", "reject", refs=[take, avoid])[0]) == {
        "taken": ["3"],
        "rejected": ["1"],
    }


@pytest.mark.parametrize("role", ["seen", "liked"])
def test_what_no_act_states_is_kept_for_the_session(tiny: Catalog, role: str) -> None:
    found, told = understood(tiny, "a comedy, Jaws", "request", refs=[ref("Jaws", role, "Jaws")])

    assert kept(found) == {}
    assert told == ("“Jaws” is kept for this session only: no act states it.",)
    items = [*(each.item for each in found.intents[0].seen), *(each.item for each in found.intents[0].preferences)]
    assert items == ["3"]


@pytest.mark.parametrize(
    ("act", "role", "quote"),
    [("accept", "take", "all of them"), ("seen", "seen", "them all"), ("taste", "liked", "all of these films")],
)
def test_all_of_several_is_asked_about(tiny: Catalog, act: str, role: str, quote: str) -> None:
    found, told = understood(tiny, f"I know {quote}", act, refs=[ref(each, role, quote) for each in EACH])

    assert kept(found) == {}
    assert found.ambiguous == (Ambiguity(said=quote, field="title", options=("1", "3", "8")),)
    assert f"“{quote}” may mean 3 items: nothing is kept until one is named." in told


@pytest.mark.parametrize(("act", "message"), [("accept", "I'll take it"), ("seen", "I've seen it")])
def test_an_act_that_names_nothing_means_the_one_item_or_is_asked_about(tiny: Catalog, act: str, message: str) -> None:
    what = {"accept": "taken", "seen": "seen"}[act]

    assert kept(understood(tiny, message, act, session=ONE)[0]) == {what: ["3"]}
    assert kept(understood(tiny, message, act, session=JAWS)[0]) == {what: ["3"]}
    assert kept(understood(tiny, "gobbledygook", act, session=ONE)[0]) == {}
    found = understood(tiny, message, act)[0]
    assert kept(found) == {}
    assert [each.options for each in found.ambiguous] == [("1", "3", "8")]
    assert understood(tiny, message, act, session=SessionView())[0].ambiguous == ()


@pytest.mark.parametrize(("act", "role"), [("accept", "take"), ("seen", "seen"), ("taste", "liked")])
def test_a_pronoun_means_the_one_item_in_focus(tiny: Catalog, act: str, role: str) -> None:
    def of(session: SessionView, item: str) -> Understanding:
        return understood(tiny, "it, yes", act, session=session, refs=[ref(item, role, "it")])[0]

    assert list(kept(of(JAWS, "#2")).values()) == [["3"]]
    assert list(kept(of(ONE, "#1")).values()) == [["3"]]
    for found in (of(LIST, "#1"), of(JAWS, "#1")):
        assert kept(found) == {}
        assert len(found.ambiguous) == 1


def test_the_other_of_two_is_one(tiny: Catalog) -> None:
    two = JAWS.model_copy(update={"shown": JAWS.shown[:2]})

    found = understood(tiny, "the other one", "accept", session=two, refs=[ref("#1", "take", "the other one")])[0]

    assert kept(found) == {"taken": ["1"]}


def test_the_answer_to_which_one_is_recorded(tiny: Catalog) -> None:
    which = WhichOne(field="title", message="all of them", said="all of them", options=("1", "3", "8"))
    asked = LIST.model_copy(update={"pending": which})
    refs = [ref(each, "take", "all of them") for each in EACH]

    assert kept(understood(tiny, "the second", "accept", session=asked, chosen="3", refs=refs)[0]) == {"taken": ["3"]}
    assert kept(understood(tiny, "Jaws", "seen", session=asked, chosen="3")[0]) == {"seen": ["3"]}


@pytest.mark.parametrize("refs", [[], [ref(each, "avoid", "none of them") for each in EACH]])
def test_turning_down_the_whole_list_is_a_critique_of_the_list(tiny: Catalog, refs: list[dict[str, Any]]) -> None:
    found, _ = understood(tiny, "none of them", "reject", refs=refs)

    assert found.intents[0].act == "critique"
    assert found.ambiguous == ()
    assert kept(found) == {}


@pytest.mark.parametrize(
    "refs",
    [
        [ref("Marriage Story", "seen", "Marriage Story"), ref("#1", "liked", "it")],
        [ref("Marriage Story", "seen", "Marriage Story"), ref("Marriage Story", "liked", "it")],
    ],
)
def test_what_is_said_of_an_item_that_is_not_here_stays_with_it(tiny: Catalog, refs: list[dict[str, Any]]) -> None:
    found, _ = understood(tiny, "I saw Marriage Story and liked it", "seen", "taste", refs=refs)

    assert kept(found) == {}
    assert found.absent == ("Marriage Story",)
    assert (found.unknown, found.ambiguous) == (("Marriage Story",), ())


def test_a_title_that_no_reference_holds_is_what_a_pronoun_behind_it_means(tiny: Catalog) -> None:
    unknown = [{"quote": "Marriage Story"}]
    found, _ = understood(
        tiny, "I saw Marriage Story and liked it", "taste", unknown=unknown, refs=[ref("#1", "liked", "it")]
    )

    assert kept(found) == {}
    assert found.absent == ("Marriage Story",)


@pytest.mark.parametrize(("act", "role"), [("taste", "liked"), ("question", "ask")])
@pytest.mark.parametrize("item", ["#1", "Marriage Story"])
def test_it_means_the_title_in_focus_though_it_is_not_here(tiny: Catalog, act: str, role: str, item: str) -> None:
    session = LIST.model_copy(update={"focus": (Shown(id="", title="Marriage Story", turn=2), *LIST.focus)})
    found, _ = understood(tiny, "who made it?", act, session=session, refs=[ref(item, role, "it")])

    assert kept(found) == {}
    assert found.absent == ("Marriage Story",)


@pytest.mark.parametrize(("acts", "role"), [(["taste"], "liked"), (["critique"], "like")])
def test_it_means_a_title_that_the_reader_passed_over(tiny: Catalog, acts: list[str], role: str) -> None:
    message = "I saw Marriage Story and liked it"
    found, _ = understood(tiny, message, *acts, refs=[ref("#1", role, "it")])

    assert kept(found) == {}
    assert (found.absent, found.intents[0].like) == (("Marriage Story",), ())
    assert understood(tiny, "I saw Marriage Story", "taste")[0].absent == ("Marriage Story",)
    assert understood(tiny, "I saw a film", "taste")[0].absent == ()


COMEDY = constraint("genres", "any_of", "Comedy", quote="comedies") | {"for": "always"}


def tastes(found: Understanding) -> list[tuple[str, str]]:
    return [(each.horizon, each.strength) for each in found.intents[0].preferences]


@pytest.mark.parametrize("change", [{}, {"quote": "I love comedies"}, {"op": "none_of"}])
@pytest.mark.parametrize("holder", ["", "I", "the user"])
def test_a_taste_of_the_speaker_with_an_exact_value_is_remembered(
    tiny: Catalog, change: dict[str, str], holder: str
) -> None:
    found, told = understood(tiny, "I love comedies", "taste", set=[COMEDY | change], holder=holder)

    assert [horizon for horizon, _ in tastes(found)] == ["long"]
    assert told == ()


@pytest.mark.parametrize(
    ("change", "holder", "why"),
    [
        ({"basis": "known"}, "", "it is only guessed"),
        ({"sure": 0.9}, "", "its words do not name the value exactly"),
        ({"quote": "it"}, "", "its words do not name the value exactly"),
        ({"quote": "cheerful ones"}, "", "its words do not name the value exactly"),
        ({"quote": "comdy"}, "", "its words do not name the value exactly"),
        ({}, "my girlfriend", "it is the taste of “my girlfriend”"),
        ({"op": "words", "values": ["rain"]}, "", "words that are looked for are no taste"),
    ],
)
def test_any_other_taste_is_kept_for_the_session(tiny: Catalog, change: dict[str, Any], holder: str, why: str) -> None:
    message = "I love comedies, comdy, cheerful ones, it"
    found, told = understood(tiny, message, "taste", set=[COMEDY | change], holder=holder)

    assert tastes(found) == [("session", "soft")]
    assert told == (f"“{change.get('quote', 'comedies')}” is kept for this session only: {why}.",)


def test_a_fragment_of_a_word_is_no_quote(tiny: Catalog) -> None:
    found, told = understood(tiny, "I love comedies", "taste", set=[COMEDY | {"quote": "come"}])

    assert tastes(found) == [("session", "soft")]
    assert told == ("“come” does not occur in the message; `genres` only orders.",)


def test_what_somebody_else_rules_out_holds_for_the_session(tiny: Catalog) -> None:
    told = constraint("genres", "none_of", "Horror", quote="horror") | {"for": "always"}
    found, _ = understood(tiny, "my girlfriend hates horror", "taste", set=[told], holder="my girlfriend")

    assert tastes(found) == [("session", "hard")]


@pytest.mark.parametrize(
    ("more", "holder"), [({"sure": 0.9}, ""), ({"quote": "the shark one"}, ""), ({}, "my girlfriend")]
)
@pytest.mark.parametrize(("act", "role"), [("seen", "seen"), ("taste", "liked"), ("taste", "avoid")])
def test_an_item_that_is_not_sure_or_another_persons_is_kept_for_the_session(
    tiny: Catalog, more: dict[str, Any], holder: str, act: str, role: str
) -> None:
    refs = [ref("Jaws", role, "Jaws") | more]
    found, told = understood(tiny, "Jaws, the shark one", act, session=SessionView(), refs=refs, holder=holder)

    assert kept(found) == {}
    assert len(told) == 1


@pytest.mark.parametrize(
    ("message", "quote", "value", "horizon"),
    [
        ("I love Carpenter", "Carpenter", "John Carpenter", "long"),
        ("I love John Carpenter", "John Carpenter", "John Carpenter", "long"),
        ("I love Coen", "Coen", "Joel Coen", "session"),
        ("I love Sabrina Carpenter", "Carpenter", "John Carpenter", None),
        ("I love ethan carpenter", "carpenter", "John Carpenter", "session"),
    ],
)
def test_a_surname_that_may_be_somebody_elses_is_no_taste(
    people: Catalog, message: str, quote: str, value: str, horizon: str | None
) -> None:
    told = constraint("director", "any_of", value, quote=quote) | {"for": "always"}
    found, _ = understood(people, message, "taste", session=SessionView(), set=[told])

    assert [each for each, _ in tastes(found)] == ([horizon] if horizon else [])


@pytest.fixture
def people() -> Catalog:
    """Films of three directors, two of whom share a surname."""
    directors = ["John Carpenter", "Joel Coen", "Ethan Coen", "Ethan Hawke"]
    items = [{"id": str(at), "title": f"Film {at}", "director": [each]} for at, each in enumerate(directors * 3)]
    return Catalog.build(":memory:", items=items, noun="film")


@pytest.mark.parametrize(("value", "horizon"), [("Comedy", "long"), ("Horror", "session")])
def test_in_another_script_a_taste_is_what_the_encoder_of_meanings_takes_it_for_too(
    tiny: Catalog, value: str, horizon: str
) -> None:
    taste = constraint("genres", "any_of", value, quote="最喜欢喜剧片", **{"for": "always"})
    found, _ = understood(tiny, "我最喜欢喜剧片", "taste", set=[taste])

    assert [each for each, _ in tastes(found)] == [horizon]


def test_a_taste_that_is_kept_for_the_session_asks_for_nothing(tiny: Catalog) -> None:
    found, _ = understood(
        tiny, "I had a comedy poster", "taste", set=[COMEDY | {"quote": "poster", "basis": "known", "for": "always"}]
    )

    assert [intent.act for intent in found.intents] == ["state"]


def test_a_title_may_stand_elsewhere_in_the_message(tiny: Catalog) -> None:
    found, told = understood(
        tiny,
        "Jaws? Seen it, hated it",
        "seen",
        "taste",
        refs=[ref("Jaws", "seen", "Jaws"), ref("Jaws", "avoid", "hated")],
    )

    assert kept(found)["seen"] == ["3"]
    assert told == ()


def test_what_was_shown_is_turned_down_by_the_speaker_for_whomever(tiny: Catalog) -> None:
    refs = [ref("#2", "avoid", "the second")]
    found, told = understood(tiny, "not the second, she hates it", "reject", refs=refs, holder="my girlfriend")

    assert kept(found) == {"rejected": ["3"]}
    assert told == ()


@pytest.mark.parametrize(("act", "role", "what"), [("accept", "take", "taken"), ("seen", "seen", "seen")])
def test_a_pronoun_beside_a_named_item_means_that_one(tiny: Catalog, act: str, role: str, what: str) -> None:
    refs = [ref("#1", role, "that one"), ref("Jaws", role, "Jaws")]
    found, _ = understood(tiny, "I'll have that one. Jaws it is", act, refs=refs)

    assert (kept(found), found.ambiguous) == ({what: ["3"]}, ())


def test_a_title_that_is_not_here_and_in_focus_is_not_taken(tiny: Catalog) -> None:
    absent = LIST.model_copy(update={"focus": (Shown(id="", title="Babe", turn=2), *LIST.focus)})
    found, _ = understood(tiny, "Oh I give up with you, Zog", "accept", session=absent)

    assert kept(found) == {}
    assert found.ambiguous
