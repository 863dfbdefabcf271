"""What a message means after what the last reply asked, offered or said back."""

from __future__ import annotations

from typing import Any

import pytest

from palate.catalog.catalog import Catalog
from palate.language.asked import PAIR
from palate.language.pending import Confirmation, FieldQuestion, Offer, OpenQuestion, PairQuestion, WhichOne
from palate.language.preference import Preference
from palate.language.session import AskedFact, SessionView
from palate.language.understanding import Intent, Question, Shown
from tests.language.told import told

FILMS = Catalog.films()
TITLE, OF_ONE_TITLE = "Dracula", ("dracula-1931", "dracula-1958")


def held(field: str, op: str, value: object) -> Preference:
    return Preference.model_validate({"where": {"field": field, "op": op, "value": value}})


COMEDY = held("genres", "contains", "Comedy")
RECENT = held("year", ">=", 2000)


def view(**given: Any) -> SessionView:
    return SessionView(turn=1, **given)


def shown(*ids: str) -> tuple[Shown, ...]:
    return tuple(Shown(id=each.id, title=each.title, fields=dict(each.fields)) for each in FILMS.items(list(ids)))


def first(line: str, session: SessionView) -> Intent:
    return told(line, FILMS, session).intents[0]


def test_yes_takes_up_what_was_offered() -> None:
    session = view(preferences=(COMEDY, RECENT), pending=Offer(keys=(RECENT.key,)))
    intent = first("films | checked | {yes} yes please", session)
    assert (intent.act, intent.withdraw) == ("undo", (RECENT.key,))


def test_no_after_items_asks_for_others() -> None:
    intent = first("films | shown | {no} no", view(shown=shown("alien-1979")))
    assert (intent.act, intent.more) == ("critique", True)


def test_undo_brings_back_what_the_last_turn_replaced() -> None:
    session = view(preferences=(held("genres", "contains", "Horror"),), previous=(COMEDY.where,))
    intent = first("{undo} undo that", session)
    assert intent.act == "undo"
    assert [entry.where for entry in intent.preferences] == [COMEDY.where]
    assert intent.withdraw == ("genres",)


def test_starting_over_lets_everything_go() -> None:
    intent = first("{restart} start over", view(preferences=(COMEDY,)))
    assert (intent.act, intent.withdraw, intent.fresh) == ("undo", ("*",), True)


def test_an_open_question_is_answered_by_wishes() -> None:
    intent = first("{tell} I don't like <genres:westerns=unlike>", view(pending=OpenQuestion()))
    assert intent.act == "recommend"
    assert [entry.horizon for entry in intent.preferences] == ["session"]


def test_an_answer_that_says_nothing_goes_on() -> None:
    assert first("{aside} hard to say", view(pending=FieldQuestion(field="genres"))).act == "recommend"


@pytest.mark.parametrize("line", ["{request} <#2:the second=like>", "{request} <title:Jaws=like>"])
def test_one_of_two_items_is_nearer(line: str) -> None:
    items = shown("alien-1979", "jaws-1975")
    session = view(pending=PairQuestion(ids=tuple(each.id for each in items)), shown=items)
    intent = first(line, session)
    assert [each.item for each in intent.passed] == ["alien-1979"]


def test_which_of_several_titles_was_meant() -> None:
    asked = WhichOne(field=PAIR, message=f"something like {TITLE}", said=TITLE, options=OF_ONE_TITLE)
    session = view(pending=asked)
    pending = f"{{request}} something like <title:{TITLE}=like>"
    understood = told("{request} <#2:the second=take>", FILMS, session, pending=pending)
    assert [each.item for each in understood.intents[0].like] == [OF_ONE_TITLE[1]]


def test_one_of_two_wishes_holds() -> None:
    horror = held("genres", "not_contains", "Comedy")
    session = view(preferences=(COMEDY, horror), pending=Offer(keys=(COMEDY.key, horror.key), either=True))
    assert first("films | checked | {request} <#1:the first=want>", session).withdraw == (horror.key,)


def test_what_is_told_again_of_a_field_counts_alone() -> None:
    horror = held("genres", "contains", "Horror")
    session = view(preferences=(COMEDY, horror), pending=OpenQuestion(said_back=(COMEDY.key, horror.key)))
    intent = first("films | checked | {wrong} I said <genres:comedy=want!restated>", session)
    assert horror.key in intent.withdraw
    assert COMEDY.key not in intent.withdraw


def test_what_was_doubted_and_is_not_stood_by_lapses() -> None:
    session = view(preferences=(COMEDY, RECENT), pending=Confirmation(keys=(RECENT.key,)))
    assert first("films | checked | {aside} well", session).lapsed == (RECENT.key,)
    assert first("films | checked | {no} no, that's right", session).lapsed == ()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("{request} those from <year:the year 2000 on=at_least>", [COMEDY.where, RECENT.where]),
        ("{request} list them", [COMEDY.where]),
        ("{request} <genres:a western=want> then", [held("genres", "contains", "Western").where]),
        ("{request, restart} something new, from <year:2000 on=at_least>", [RECENT.where]),
    ],
)
def test_what_was_counted_is_refined(line: str, wanted: list[object]) -> None:
    session = view(asked_fact=AskedFact(question=Question(kind="count"), conditions=(COMEDY,)))
    assert [entry.where for entry in first(line, session).preferences] == wanted


@pytest.mark.parametrize(
    ("line", "acts", "texts"),
    [
        ("{exists} got any sharks", ["recommend"], ["sharks"]),
        ("{exists} got any zorblies", ["unclear"], []),
        ("{exists} do you have any films", ["question"], []),
    ],
)
def test_a_question_in_which_nothing_was_read_looks_for_its_words(line: str, acts: list[str], texts: list[str]) -> None:
    found = told(line, FILMS, view()).intents
    assert [intent.act for intent in found] == acts
    assert [entry.text for intent in found for entry in intent.preferences] == texts


def test_what_several_words_tell_of_one_item_stays_a_story() -> None:
    (intent,) = told("{request} <~:cloned dinosaurs on an island=want>", FILMS, view()).intents
    assert "cloned dinosaurs on an island" in [entry.text for entry in intent.preferences]
    assert not [entry for entry in intent.preferences if entry.where is not None and entry.strength == "hard"]
