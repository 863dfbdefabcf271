"""Two witnesses of one message: of two that differ, the surer one holds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from palate.language.link import Linked
from palate.language.reader.labels import ACTS, ROLES, STATUSES
from palate.language.reader.reader import Reading, Sentence, Tag
from palate.language.understand import Heard
from palate.planners.models.answer import Answer
from palate.planners.models.numbered import shown
from palate.planners.models.reconciling import Reconciled, may_be_turned, reconciled

MESSAGE = "a comedy for the twins"
RIGHT = 0.8


def heard(roles: Mapping[str, float], *, soft: float = 0.0, **acts: float) -> Heard:
    """A message of one sentence and one part, `comedy`, as a reader hears it."""
    held = {each: soft if each == "soft" else 0.0 for each in STATUSES}
    tag = Tag.of({each: roles.get(each, 0.0) for each in ROLES}, held)
    sentence = Sentence(0, len(MESSAGE), {each: acts.get(each, 0.0) for each in ACTS})
    return Heard((Linked(2, 8, "value"),), Reading((tag,), (), (sentence,), len(MESSAGE)))


def weighed(before: Heard, **answer: object) -> Reconciled:
    read = Answer.model_validate({"acts": [], "parts": {}, **answer})
    return reconciled(MESSAGE, before, shown(MESSAGE, before, "new"), read, right=RIGHT)


@pytest.mark.parametrize(
    ("sure", "holds"),
    [(0.9, "want"), (0.85, "want"), (0.75, "avoid"), (0.6, "avoid")],
)
def test_a_model_that_differs_wins_where_the_reader_is_less_sure_than_it_is_on_the_whole(
    sure: float, holds: str
) -> None:
    found = weighed(heard({"want": sure, "avoid": 1 - sure}), parts={"1": "avoid"})

    assert found.heard.reading.parts[0].role == holds


def test_probabilities_are_weighed_by_bayes_rule() -> None:
    found = weighed(heard({"want": 0.6, "avoid": 0.4}), parts={"1": "avoid"})

    # 0.6 · 0.2 against 0.4 · 0.8
    assert found.heard.reading.parts[0].roles["avoid"] == pytest.approx(0.32 / 0.44)


def test_of_opposites_the_trace_tells_and_where_neither_is_sure_the_words_are_left_out() -> None:
    clear, even = (weighed(heard({"want": sure, "avoid": 1 - sure}), parts={"1": "avoid"}) for sure in (0.99, 0.8))

    assert clear.differences == ("“comedy” is `want` to the reader and `avoid` to the model; `want` holds.",)
    assert even.differences[0].endswith("neither is sure, so it is left out.")
    assert (clear.heard.reading.parts[0].is_doubtful, even.heard.reading.parts[0].is_doubtful) == (False, True)
    assert weighed(heard({"want": 0.9, "like": 0.1}), parts={"1": "like"}).differences == ()


@pytest.mark.parametrize("said", [{}, {"1": "unsure"}, {"2": "avoid"}, {"1": "count"}])
def test_what_a_model_does_not_say_or_cannot_be_changes_nothing(said: dict[str, str]) -> None:
    before = heard({"want": 0.6, "avoid": 0.3, "count": 0.1}, request=0.9)  # a value is no number of items

    assert weighed(before, parts=said).heard == before


def test_acts_and_statuses_are_weighed_alike() -> None:
    before = heard({"want": 1.0}, soft=0.3, request=0.6, tell=0.4)
    found = weighed(before, acts=[["tell"]], status={"1": ["soft"]}).heard.reading

    # 0.6 · 0.2 against 0.4 · 0.8, and the other way round
    assert found.sentences[0].acts["request"] == pytest.approx(0.12 / 0.44)
    assert found.sentences[0].acts["tell"] == pytest.approx(0.32 / 0.44)
    assert found.parts[0].held["soft"] == pytest.approx(0.24 / (0.24 + 0.14))


def test_who_names_one_thing_that_a_sentence_does_does_not_deny_the_others() -> None:
    acts = weighed(heard({"want": 1.0}, request=0.6, tell=0.7), acts=[["tell"]]).heard.reading.sentences[0].acts

    assert acts["request"] == 0.6
    assert acts["tell"] == pytest.approx(0.56 / (0.56 + 0.06))


def test_what_only_a_model_finds_is_wished_softly() -> None:
    free = {"words": "the twins", "role": "want"}
    (span,) = weighed(heard({"want": 1.0}), free=[free]).heard.reading.spans

    assert (MESSAGE[span.start : span.end], span.kind, span.tag.role, span.tag.sure) == (
        "the twins",
        "text",
        "want",
        0.8,
    )
    assert span.tag.statuses == {"soft"}


@pytest.mark.parametrize("words", ["the triplets", "a comedy", "comedy for"])
def test_it_finds_nothing_that_is_not_said_or_is_a_part_already(words: str) -> None:
    assert weighed(heard({"want": 1.0}), free=[{"words": words, "role": "want"}]).heard.reading.spans == ()


@pytest.mark.parametrize(
    ("before", "turned"),
    [
        (heard({"want": 0.9, "avoid": 0.1}, request=0.95), False),
        (heard({"want": 0.75, "avoid": 0.25}, request=0.95), True),
        (heard({"want": 0.9, "avoid": 0.1}, request=0.7), True),
        (heard({"below": 0.5, "at_most": 0.5}, request=0.95), False),
    ],
)
def test_a_model_is_worth_asking_where_it_would_be_believed(before: Heard, turned: bool) -> None:
    assert may_be_turned(before, RIGHT) is turned
