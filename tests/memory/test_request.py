import pytest

from palate import Catalog
from palate.catalog.conditions import Condition, Op, Value
from palate.language.preference import Preference, Provenance
from palate.language.understanding import Intent, ItemValue, Mention, MessageAct, Understanding
from palate.memory.request import Held, hold
from palate.memory.short_term import SessionMemory

STAMP = Provenance(quote="the message", turn=3, session="s", time=9.0, catalogue="tiny")
ALIEN = Mention(item="1", title="Alien", quote="Alien")


def wants(field: str, op: Op, value: Value) -> Preference:
    return Preference(where=Condition(field=field, op=op, value=value))


COMEDY, SHORT, FRENCH = (
    wants("genres", "contains", "Comedy"),
    wants("runtime", "<", 100),
    wants("country", "=", "France"),
)
LOVES_ROMANCE = wants("genres", "contains", "Romance").model_copy(update={"strength": "soft", "horizon": "long"})


def held(
    tiny: Catalog, *intents: Intent, session: SessionMemory | None = None, remembered: tuple[Preference, ...] = ()
) -> tuple[Held, ...]:
    understanding = Understanding(message="", intents=intents)
    return hold(understanding, session or SessionMemory(), remembered, catalog=tiny, stamp=STAMP)


def keys(preferences: tuple[Preference, ...]) -> list[str]:
    return [entry.key for entry in preferences]


def test_a_request_refines_the_session(tiny: Catalog) -> None:
    session = SessionMemory(preferences=(COMEDY,))
    (found,) = held(tiny, Intent(act="recommend", preferences=(SHORT,)), session=session)

    assert keys(found.request) == [COMEDY.key, SHORT.key]
    assert found.request[1].provenance == STAMP


def test_a_question_does_not(tiny: Catalog) -> None:
    session = SessionMemory(preferences=(COMEDY,))
    (found,) = held(tiny, Intent(act="question", preferences=(FRENCH,)), session=session, remembered=(LOVES_ROMANCE,))

    assert keys(found.preferences) == [FRENCH.key]


def test_two_requests_do_not_share_conditions_but_a_statement_counts_for_all(tiny: Catalog) -> None:
    told = Intent(act="state", preferences=(LOVES_ROMANCE,))
    first, second = Intent(act="recommend", preferences=(COMEDY,)), Intent(act="recommend", preferences=(FRENCH,))
    found = held(tiny, told, first, second)

    assert [keys(each.request) for each in found] == [[], [COMEDY.key], [FRENCH.key]]
    assert [keys(each.remembered) for each in found] == [[LOVES_ROMANCE.key]] * 3


def test_what_is_asked_now_overrules_what_is_remembered(tiny: Catalog) -> None:
    no_comedy = wants("genres", "not_contains", "Comedy").model_copy(update={"horizon": "long"})
    (found,) = held(tiny, Intent(act="recommend", preferences=(COMEDY,)), remembered=(no_comedy,))

    assert (keys(found.request), found.remembered) == ([COMEDY.key], ())


def test_fields_that_the_catalogue_does_not_have_are_left_out(tiny: Catalog) -> None:
    pages = wants("pages", "<", 300).model_copy(update={"horizon": "long"})
    (found,) = held(tiny, Intent(act="recommend"), remembered=(pages,))

    assert found.remembered == ()


def test_withdrawing_and_starting_over(tiny: Catalog) -> None:
    session = SessionMemory(preferences=(COMEDY, SHORT), like=(ALIEN,))
    (withdrawn,) = held(tiny, Intent(act="undo", withdraw=("runtime",)), session=session)
    (fresh,) = held(tiny, Intent(act="recommend", fresh=True, preferences=(FRENCH,)), session=session)

    assert (keys(withdrawn.request), withdrawn.like, withdrawn.replaced) == ([COMEDY.key], (ALIEN,), (SHORT,))
    assert (keys(fresh.request), fresh.like) == ([FRENCH.key], ())


def test_a_bound_by_another_item_holds_from_then_on_and_is_left_to_the_plan_now(tiny: Catalog) -> None:
    bound = ItemValue(field="year", op="<", item="3", title="Jaws", quote="before Jaws came out")
    (found,) = held(tiny, Intent(act="recommend", bounds=(bound,), preferences=(COMEDY,)))

    assert [entry.where for entry in found.hard] == [COMEDY.where, Condition(field="year", op="<", value=1975)]
    assert keys(found.preferences) == [COMEDY.key]
    assert found.bounds[0].provenance.quote == "before Jaws came out"


def test_what_was_said_does_not_become_a_guess(tiny: Catalog) -> None:
    said = COMEDY.model_copy(update={"provenance": Provenance(quote="a comedy")})
    again = COMEDY.model_copy(update={"provenance": Provenance(quote="lol", source="guessed")})
    (repeated,) = held(tiny, Intent(act="recommend", preferences=(again,)), session=SessionMemory(preferences=(said,)))
    (told,) = held(tiny, Intent(act="recommend", preferences=(said,)), session=SessionMemory(preferences=(again,)))

    assert [entry.provenance.source for entry in (*repeated.request, *told.request)] == ["said", "said"]


def guessed(turn: int) -> Preference:
    return COMEDY.model_copy(update={"provenance": Provenance(quote="lol", turn=turn, source="guessed")})


@pytest.mark.parametrize(("turn", "carried"), [(2, True), (1, False)])
def test_a_guess_holds_for_one_more_turn(tiny: Catalog, turn: int, carried: bool) -> None:
    session = SessionMemory(turn=2, preferences=(guessed(turn),))
    (found,) = held(tiny, Intent(act="recommend", preferences=(SHORT,)), session=session)

    assert keys(found.request) == ([COMEDY.key, SHORT.key] if carried else [SHORT.key])
    assert found.replaced == (() if carried else (guessed(turn),))


@pytest.mark.parametrize("act", ["state", "question", "chat"])
def test_a_guess_is_not_gone_before_something_is_asked_for_again(tiny: Catalog, act: MessageAct) -> None:
    session = SessionMemory(turn=2, preferences=(guessed(1),))
    (found,) = held(tiny, Intent(act=act), session=session)

    assert found.replaced == ()


def test_what_only_orders_items_is_a_guess_too(tiny: Catalog) -> None:
    leaning = COMEDY.model_copy(update={"ranks": True, "strength": "soft"})
    session = SessionMemory(turn=2, preferences=(leaning,))
    (found,) = held(tiny, Intent(act="recommend", preferences=(SHORT,)), session=session)

    assert keys(found.request) == [SHORT.key]


def test_a_guess_that_is_confirmed_is_as_if_it_were_said(tiny: Catalog) -> None:
    session = SessionMemory(turn=2, preferences=(guessed(2),))
    yes = Understanding(message="yes", intents=(Intent(act="recommend"),), agrees=True)
    (found,) = hold(yes, session, (), catalog=tiny, stamp=STAMP)

    assert not found.request[0].is_guess


@pytest.mark.parametrize("turn", [1, 2])
def test_a_guess_that_is_made_again_holds_on(tiny: Catalog, turn: int) -> None:
    session = SessionMemory(turn=2, preferences=(guessed(turn),))
    (found,) = held(tiny, Intent(act="recommend", preferences=(guessed(0),)), session=session)

    assert [entry.provenance.turn for entry in found.request] == [STAMP.turn]
    assert found.replaced == ()


def test_items_that_need_not_be_resembled_any_longer_are_told(tiny: Catalog) -> None:
    session = SessionMemory(like=(ALIEN,))
    (anew,) = held(tiny, Intent(act="recommend", fresh=True), session=session)
    (going_on,) = held(tiny, Intent(act="recommend", preferences=(SHORT,)), session=session)

    assert (anew.like, anew.unlike) == ((), (ALIEN,))
    assert (going_on.like, going_on.unlike) == ((ALIEN,), ())
