"""Plain answers to a question that is answered by yes or no, as the reader that comes with Palate reads them."""

from __future__ import annotations

import pytest

from palate.catalog.catalog import Catalog
from palate.language.answer import Answer, answer_of

FILMS = Catalog.films()
YES = """yes|Yep.|yeah|sure|of course|I am|yes, I'm over 18|go ahead|fine by me|ok|absolutely|yes please|y|do it|correct
that's right|I do|certainly|you bet|sí|claro que sí|ja|ja, bitte|oui|bien sûr|是的|对"""
NO = """no|Nope.|not really|I'm not|no thanks|never|god no|n|not today|I don't|of course not|certainly not|no way|nah
I'd rather not|nein|nein danke|non|non merci|不是|不要|no, gracias"""
NEITHER = """a kettle|hello|what?|tomorrow|42|Jaws|the blue one|asdf|thanks|how much is it|why do you ask?
show me toasters|something cheaper|who are you|is that legal?
the second one|a comedy from the nineties|under 100 minutes|Tom Hanks
what do you have?|in French|cheaper|how old is it?
another one|surprise me|ein Wasserkocher|una tetera|une bouilloire|水壶"""


def said(lines: str) -> list[str]:
    return lines.replace("\n", "|").split("|")


@pytest.mark.parametrize(("lines", "says"), [(YES, "yes"), (NO, "no")], ids=["yes", "no"])
def test_most_answers_are_read(lines: str, says: str) -> None:
    answers = {message: answer_of(message, FILMS) for message in said(lines)}
    missed = [message for message, answer in answers.items() if answer is None or answer.says != says]
    assert len(missed) <= 0.15 * len(answers), missed


@pytest.mark.parametrize("message", said(NO))
def test_no_refusal_is_a_yes(message: str) -> None:
    answer = answer_of(message, FILMS)
    assert answer is None or answer.says == "no"


def test_little_that_is_no_answer_is_read_as_one() -> None:
    taken = [message for message in said(NEITHER) if answer_of(message, FILMS) is not None]
    assert len(taken) <= 3, taken  # "asdf", "thanks" and "水壶", of 29


@pytest.mark.parametrize("message", ["", "  ", "\0"])
def test_nothing_said_is_no_answer(message: str) -> None:
    assert answer_of(message, FILMS) is None


def test_a_letter_is_an_answer() -> None:
    assert (answer_of("Y", FILMS), answer_of("n.", FILMS)) == (Answer("yes", alone=True), Answer("no", alone=True))
