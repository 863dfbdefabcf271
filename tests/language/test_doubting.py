"""Both readings of a sentence are kept where fitted models are not sure of theirs."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition, Where
from palate.catalog.words import tokens
from palate.language.cues.lexicon import lexicon
from palate.language.doubting import doubting, doubting_first, meant_again
from palate.language.forms import units
from palate.language.preference import Preference
from palate.language.retracting import pairs
from palate.language.understand import pieces_of
from palate.language.understanding import Intent

HORROR = Condition(field="genres", op="contains", value="Horror")
NO_HORROR = Condition(field="genres", op="not_contains", value="Horror")
WESTERN = Condition(field="genres", op="contains", value="Western")
EARLY = Condition(field="year", op="<", value=1980)


def _wanting(*wheres: Where) -> list[Intent]:
    return [Intent(act="recommend", preferences=tuple(Preference(where=where) for where in wheres))]


def _otherwise(intents: list[Intent]) -> list[Where | None]:
    return [entry.otherwise for intent in intents for entry in intent.preferences]


def test_what_a_sentence_names_is_kept_in_both_readings_and_all_else_in_one(films: Catalog) -> None:
    words = tokens("Horror, as ever. Before 1980.")
    found = list(units(pieces_of(words, films, lexicon()), words, ()))
    meant = doubting(_wanting(HORROR, EARLY), _wanting(NO_HORROR, EARLY), found[:1])

    assert _otherwise(meant) == [NO_HORROR, None]


def test_two_other_readings_are_none(films: Catalog) -> None:
    words = tokens("Horror, as ever.")
    found = list(units(pieces_of(words, films, lexicon()), words, ()))
    both = Condition(field="genres", op="contains_any", value=["Horror", "Western"])

    assert _otherwise(doubting(_wanting(HORROR), _wanting(NO_HORROR, both), found)) == [None]


def test_what_only_bears_a_soft_wish_is_not_doubted(films: Catalog) -> None:
    words = tokens("Horror, as ever.")
    found = list(units(pieces_of(words, films, lexicon()), words, ()))
    soft = [Intent(act="recommend", preferences=(Preference(where=HORROR, strength="soft"),))]

    assert _otherwise(doubting(soft, _wanting(NO_HORROR), found)) == [None]


@pytest.mark.parametrize("message", ["Horror. Or hm, a western.", "I thought of horror. It is to be a western."])
def test_the_first_of_two_may_have_been_taken_back_for_the_second(films: Catalog, message: str) -> None:
    words = tokens(message)
    pieces = pieces_of(words, films, lexicon())
    found = list(pairs(pieces, [piece for piece in pieces if piece.kind == "VALUE"], words))

    assert _otherwise(doubting_first(_wanting(HORROR, WESTERN), found)) == [WESTERN, None]


def test_what_may_mean_the_same_other_thing_twice_means_that() -> None:
    asked = Preference(where=HORROR, otherwise=NO_HORROR)

    def told(entry: Preference) -> Where | None:
        (intent,) = meant_again([Intent(act="recommend", preferences=(entry,))], [asked])
        return intent.preferences[0].where

    assert told(asked) == NO_HORROR
    assert told(Preference(where=HORROR)) == HORROR
    assert told(Preference(where=HORROR, otherwise=WESTERN)) == HORROR
    assert told(Preference(where=WESTERN, otherwise=NO_HORROR)) == WESTERN
