"""Words that matter and that nothing was made of are told, and no others."""

from __future__ import annotations

import pytest

from palate import Agent, Catalog
from palate.language.accounting import left_over
from palate.language.frame import Constraint, Frame, Frames, Unknown
from palate.language.reader.reader import Word

MESSAGE = "a comedy for the folding of laundry, with parka"


def words(message: str, tells: float = 1.0) -> list[Word]:
    return [
        Word(message.index(said), message.index(said) + len(said), tells) for said in message.replace(",", "").split()
    ]


def frames(*unknown: str, **more: object) -> Frames:
    comedy = Constraint(field="genres", op="any_of", values=("Comedy",), quote="comedy")
    told = tuple(Unknown(quote=each) for each in unknown)
    wanted = Frame.model_validate({"acts": ("request",), "constraints": (comedy,), "unknown": told})
    return Frames.model_validate({"frames": (wanted,), **more})


def test_words_that_no_frame_has_are_left_and_stand_together_over_grammar(films: Catalog) -> None:
    left = left_over(MESSAGE, frames(), (), words(MESSAGE), (), films)

    assert left == ("folding of laundry", "parka")


def test_what_is_quoted_or_taken_is_not_left(films: Catalog) -> None:
    at = MESSAGE.index("folding")

    assert left_over(MESSAGE, frames("parka"), (), words(MESSAGE), [(at, at + 18)], films) == ()
    assert left_over(MESSAGE, frames(asides=("folding of laundry",)), (), words(MESSAGE), (), films) == ("parka",)


@pytest.mark.parametrize(("tells", "left"), [(0.34, True), (0.33, False)])
def test_background_is_left_out_only_where_it_is_twice_as_likely(films: Catalog, tells: float, left: bool) -> None:
    assert bool(left_over(MESSAGE, frames(), (), words(MESSAGE, tells), (), films)) == left


def test_what_every_item_is_says_nothing(films: Catalog) -> None:
    assert left_over("a film", frames(), (), words("a film"), (), films) == ()


def test_a_reply_tells_what_it_did_not_use_and_does_not_pretend_that_nothing_was_said(films: Catalog) -> None:
    reply = Agent(films).ask("something in colour for two people")

    assert reply.not_understood == ("two", "colour")
    assert reply.text.startswith("I did not understand “two”. I did not use “colour”.\nHere are five films:")


def test_a_message_of_punctuation_leaves_nothing(films: Catalog) -> None:
    assert left_over("– ; & °", frames(), (), words("– ; & °"), (), films) == ()


def test_small_talk_leaves_nothing(films: Catalog) -> None:
    reply = Agent(films).ask("Hello there, what weather today!")

    assert reply.not_understood == ()
