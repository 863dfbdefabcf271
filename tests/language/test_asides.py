"""Small talk beside a wish."""

from __future__ import annotations

from palate import Catalog
from palate.catalog.words import tokens
from palate.language.asides import without_asides
from palate.language.cues.lexicon import lexicon
from palate.language.sentences import SentenceModel
from palate.language.understand import pieces_of, understand
from palate.language.understanding import SessionView


def test_what_names_something_has_to_be_small_talk_more_surely(films: Catalog) -> None:
    message = "It rained all day. A western was on. A comedy please."
    words = tokens(message)
    pieces = pieces_of(words, films, lexicon())

    def passed(bias: float) -> tuple[str, ...]:
        return without_asides(pieces, words, message, SentenceModel({"word:please": -9.0}, bias)).asides

    assert passed(0.5) == ("It rained all day",)
    assert passed(1.5) == ("It rained all day", "A western was on")


def test_what_names_an_item_has_to_be_small_talk_more_surely_still(films: Catalog) -> None:
    understanding = understand("None of these. My favourites include Fargo.", SessionView(), films)

    assert understanding.asides == ()


def test_what_takes_something_back_and_names_something_is_no_small_talk(films: Catalog) -> None:
    message = "A western. Hang on, I misread my own note. It rained all day. Hang on, a comedy was on."
    words = tokens(message)
    told = without_asides(pieces_of(words, films, lexicon()), words, message, SentenceModel({}, 9.0))

    assert told.asides == ("A western", "Hang on, I misread my own note", "It rained all day")


def test_a_bare_name_is_no_small_talk(films: Catalog) -> None:
    understanding = understand("One thing I remember: a heist", SessionView(), films)

    assert understanding.asides == ()
