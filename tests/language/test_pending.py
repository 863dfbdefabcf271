"""What each kind of pending question makes of its answer."""

from __future__ import annotations

from typing import Any

import pytest

from palate.catalog.catalog import Catalog
from palate.language.asked import PAIR
from palate.language.frame import Frames
from palate.language.pending import (
    Confirmation,
    DidYouMean,
    FieldQuestion,
    LeftOpen,
    Offer,
    OpenQuestion,
    PairQuestion,
    Pending,
    PolicyConfirmation,
    WhichOne,
)
from palate.language.preference import Preference, Provenance
from palate.language.session import SessionView
from palate.language.understanding import Intent, Mention, Question, Shown


def wish(field: str, op: str, value: object, *, turn: int = 0, **more: Any) -> Preference:
    where = {"field": field, "op": op, "value": value}
    return Preference.model_validate({"where": where, "provenance": Provenance(quote="", turn=turn), **more})


COMEDY, WESTERN, RECENT = (
    wish("genres", "contains", "Comedy"),
    wish("genres", "contains", "Western"),
    wish("year", ">=", 2000),
)
ALIEN, JAWS = (Shown(id="1", title="Alien"), Shown(id="2", title="Jaws"))
DUNES = WhichOne(field=PAIR, message="like Dune", said="Dune", options=("6", "7"))
SLIP = DidYouMean(field="title", message="like farg", said="farg", value="Fargo")
ADULTS = PolicyConfirmation(policy="adults", message="a western")


def frames(*acts: str, refs: tuple[str, ...] = ()) -> Frames:
    found = [{"item": item, "as": "like", "quote": item} for item in refs]
    return Frames.model_validate({"frames": [{"acts": acts or ("unclear",), "refs": found}]})


def answered(
    pending: LeftOpen, *acts: str, intent: Intent | None = None, refs: tuple[str, ...] = (), **session: Any
) -> Intent:
    """Return the first intent of an answer; by default one without content."""
    view = SessionView.model_validate({"turn": 1, **session})
    return pending.answered([intent or Intent(act="unclear")], frames(*acts, refs=refs), view)[0]


@pytest.mark.parametrize(
    "pending", [FieldQuestion(field="genres"), OpenQuestion(), PairQuestion(ids=("1", "2")), DUNES, SLIP]
)
def test_an_answer_without_content_goes_on_with_the_request(pending: LeftOpen) -> None:
    assert answered(pending).act == "recommend"


@pytest.mark.parametrize("pending", [LeftOpen(), ADULTS])
def test_without_a_question_a_message_stays_as_it_is(pending: LeftOpen) -> None:
    assert answered(pending).act == "unclear"


def test_thanks_answer_no_question() -> None:
    assert answered(FieldQuestion(field="genres"), intent=Intent(act="thanks")).act == "thanks"


@pytest.mark.parametrize(
    ("pending", "act"), [(LeftOpen(), "critique"), (FieldQuestion(field="genres"), "recommend"), (ADULTS, "critique")]
)
def test_a_plain_no_after_items_asks_for_others(pending: LeftOpen, act: str) -> None:
    found = answered(pending, "deny", shown=(ALIEN,))

    assert (found.act, found.more) == (act, True)
    assert not answered(pending, "deny").more
    assert not answered(pending, shown=(ALIEN,)).more


def test_an_open_question_is_answered_by_wishes() -> None:
    taste = Intent(act="state", preferences=(wish("genres", "contains", "Western", polarity="avoid", horizon="long"),))

    found = answered(OpenQuestion(), intent=taste)

    assert (found.act, [entry.where for entry in found.preferences]) == (
        "recommend",
        [wish("genres", "not_contains", "Western").where],
    )


def test_what_was_said_back_is_corrected_by_its_field() -> None:
    wrong = Intent(act="critique", faults=("year",))

    found = answered(OpenQuestion(said_back=(COMEDY.key, RECENT.key)), intent=wrong, preferences=(COMEDY, RECENT))

    assert (found.act, found.withdraw, found.faults) == ("recommend", (RECENT.key,), ())


def test_what_is_told_again_replaces_what_was_misread_unless_the_answer_agrees() -> None:
    again = Intent(act="recommend", preferences=(COMEDY,))
    asked, held = OpenQuestion(said_back=(COMEDY.key, WESTERN.key)), (COMEDY, WESTERN, RECENT)

    assert answered(asked, intent=again, preferences=held).withdraw == (WESTERN.key,)
    assert answered(asked, "agree", intent=again, preferences=held).withdraw == ()
    assert answered(OpenQuestion(), intent=again, preferences=held).withdraw == ()


def test_one_of_two_items_passes_over_the_other_and_neither_passes_over_both() -> None:
    asked, shown = PairQuestion(ids=("1", "2")), (ALIEN, JAWS)
    nearer = Intent(act="recommend", like=(Mention(item="2", title="Jaws", quote="the second"),))

    second, neither = answered(asked, intent=nearer, shown=shown), answered(asked, "deny", shown=shown)

    assert ([each.title for each in second.passed], second.like) == (["Alien"], ())
    assert [each.title for each in neither.passed] == ["Alien", "Jaws"]


def test_a_yes_to_a_slip_puts_the_value_in_its_place(tiny: Catalog) -> None:
    assert SLIP.heard("yes please", tiny) == "like Fargo"
    assert SLIP.heard("no", tiny) == "no"
    assert SLIP.heard("yes, and a comedy", tiny) == "yes, and a comedy"
    assert SLIP.items == ()


def test_a_yes_or_no_to_a_policy_goes_back_to_the_message(tiny: Catalog) -> None:
    said = ("yes", "no", "a comedy")

    assert [ADULTS.heard(each, tiny) for each in said] == ["a western", "a western", "a comedy"]
    assert [ADULTS.answer(each, tiny) for each in said] == ["yes", "no", None]


def test_an_offer_is_taken_up_by_a_plain_yes() -> None:
    found = answered(Offer(keys=(RECENT.key,)), "agree", preferences=(COMEDY, RECENT))

    assert (found.act, found.withdraw) == ("undo", (RECENT.key,))
    assert answered(Offer(keys=(RECENT.key,)), "agree", "deny").withdraw == ()
    assert answered(Offer(keys=(RECENT.key,)), "agree", intent=Intent(act="recommend", limit=3)).withdraw == ()


@pytest.mark.parametrize(("kind", "acts"), [(Offer, ("agree",)), (Offer, ()), (Confirmation, ("agree",))])
def test_what_was_offered_to_be_left_out_is_so_by_name(
    kind: type[Offer] | type[Confirmation], acts: tuple[str, ...]
) -> None:
    told = Intent(act="recommend", preferences=(wish("genres", "not_contains", "Western"),))
    found = answered(kind(keys=(WESTERN.key,)), *acts, intent=told, preferences=(COMEDY, WESTERN))

    assert (found.act, found.withdraw, found.preferences) == ("undo", (WESTERN.key,), ())


def test_what_was_misread_is_corrected_by_its_opposite() -> None:
    told = Intent(act="recommend", preferences=(wish("genres", "not_contains", "Western"),))
    found = answered(Confirmation(keys=(WESTERN.key,)), intent=told, preferences=(COMEDY, WESTERN))

    assert found.preferences == told.preferences


@pytest.mark.parametrize("kind", [Offer, Confirmation])
def test_which_of_two_constraints_holds(kind: type[Offer] | type[Confirmation]) -> None:
    asked = kind(keys=(COMEDY.key, WESTERN.key), either=True)
    western = Intent(act="recommend", preferences=(WESTERN,))

    assert answered(asked, refs=("#2",), preferences=(COMEDY, WESTERN)).withdraw == (COMEDY.key,)
    assert answered(asked, intent=western, preferences=(COMEDY, WESTERN)).withdraw == (COMEDY.key,)
    assert answered(kind(keys=asked.keys), refs=("#2",), preferences=(COMEDY, WESTERN)).withdraw == ()


def test_what_is_doubted_lapses_unless_the_user_confirms_it() -> None:
    asked, held = Confirmation(field="year", keys=(RECENT.key,)), (COMEDY, RECENT)
    other = Intent(act="recommend", preferences=(wish("year", "<", 1950),))

    assert answered(asked, preferences=held).lapsed == (RECENT.key,)
    assert answered(asked, "deny", preferences=held).lapsed == ()
    assert answered(asked, intent=other, preferences=held).withdraw == (RECENT.key,)
    for kept in (Intent(act="undo", withdraw=("year",)), Intent(act="question", question=Question(kind="count"))):
        assert answered(asked, intent=kept, preferences=held).lapsed == ()


def test_what_was_said_back_beside_a_doubt_may_be_spoken_of_without_a_word_of_the_doubt() -> None:
    about = Intent(act="recommend", preferences=(WESTERN,))
    quiet, told = Confirmation(keys=(RECENT.key,)), Confirmation(keys=(RECENT.key,), said_back=(COMEDY.key, RECENT.key))

    assert answered(quiet, intent=about, preferences=(COMEDY, RECENT)).lapsed == (RECENT.key,)
    assert answered(told, intent=about, preferences=(COMEDY, RECENT)).lapsed == ()


def test_what_an_answer_confirms() -> None:
    before, new, old = (COMEDY, RECENT), wish("year", "<", 1950, turn=2), wish("year", "<", 1990, turn=1)
    doubt = Confirmation(field="year", keys=(RECENT.key,))

    assert doubt.firm((COMEDY, RECENT), before, turn=1) == {RECENT.key}
    assert doubt.firm((COMEDY, new, old), before, turn=1) == {new.key}
    assert OpenQuestion().firm((COMEDY,), before, turn=1) == {COMEDY.key}
    assert OpenQuestion().firm((COMEDY, WESTERN), before, turn=1) == frozenset()
    assert Offer(keys=(RECENT.key,)).firm(before, before, turn=1) == frozenset()


@pytest.mark.parametrize(
    ("pending", "left"),
    [
        (FieldQuestion(field="year"), FieldQuestion(field="year")),
        (OpenQuestion(said_back=(COMEDY.key, RECENT.key)), OpenQuestion(said_back=(RECENT.key,))),
        (Offer(keys=(COMEDY.key, RECENT.key)), Offer(keys=(RECENT.key,))),
        (Offer(keys=(COMEDY.key,)), None),
        (Confirmation(keys=(COMEDY.key,)), None),
        (DUNES, None),
        (SLIP, None),
        (ADULTS, None),
    ],
)
def test_a_constraint_that_goes_leaves_nothing_in_the_question(pending: Pending, left: Pending | None) -> None:
    assert pending.without(COMEDY.key) == left


@pytest.mark.parametrize(
    ("pending", "context"),
    [
        (None, "new"),
        (FieldQuestion(field="genres"), "asked"),
        (OpenQuestion(), "asked"),
        (OpenQuestion(said_back=(COMEDY.key,)), "checked"),
        (PairQuestion(ids=("1", "2")), "shown"),
        (DUNES, "shown"),
        (Offer(keys=(COMEDY.key,)), "checked"),
        (Confirmation(keys=(COMEDY.key,)), "checked"),
        (ADULTS, "new"),
    ],
)
def test_the_fitted_reader_knows_what_the_reply_was(pending: Pending | None, context: str) -> None:
    assert (SessionView(pending=pending).left_open.context or "new") == context
