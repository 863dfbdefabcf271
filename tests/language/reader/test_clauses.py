"""Clauses are cut where acts change, in the likeliest way."""

from __future__ import annotations

import numpy as np
import pytest

from palate.language.reader.clauses import clauses_of, likeliest_path
from palate.language.reader.labels import DIALOGUE_ACTS
from palate.language.reader.pieces import Pieces

CHAT, REQUEST = DIALOGUE_ACTS.index("chat"), DIALOGUE_ACTS.index("request")
STAYS = np.log(np.full((len(DIALOGUE_ACTS),) * 2, 0.01) + 0.9 * np.eye(len(DIALOGUE_ACTS)))


def scores(*acts: int, sure: float = 5.0) -> np.ndarray:
    rows = np.zeros((len(acts), len(DIALOGUE_ACTS)))
    rows[np.arange(len(acts)), acts] = sure
    return rows


def test_words_of_one_act_are_one_clause() -> None:
    message = "long day. a comedy please"
    spans = [(0, 4), (5, 9), (10, 11), (12, 18), (19, 25)]
    pieces = Pieces(ids=[0, *range(5)], spans=[(-1, -1), *spans])

    found = clauses_of(message, pieces, scores(0, CHAT, CHAT, REQUEST, REQUEST, REQUEST), STAYS)

    assert [(message[each.start : each.end], each.act) for each in found] == [
        ("long day. ", "chat"),
        ("a comedy please", "request"),
    ]
    assert found[0].acts["chat"] > 0.8
    assert sum(found[0].acts.values()) == pytest.approx(1.0)


def test_one_doubtful_word_does_not_cut_a_clause() -> None:
    logs = scores(REQUEST, CHAT, REQUEST)
    logs[1] *= 0.2

    assert likeliest_path(logs, STAYS) == [REQUEST] * 3
    assert likeliest_path(scores(REQUEST, CHAT, REQUEST, sure=20.0), STAYS) == [REQUEST, CHAT, REQUEST]


def test_a_message_without_words_has_no_clauses() -> None:
    assert clauses_of("", Pieces(ids=[0], spans=[(-1, -1)]), scores(0), STAYS) == ()
