"""Words of items, weighed by BM25, and what is retrieved by them."""

from __future__ import annotations

import numpy as np
import pytest

from palate.ranking.history import History
from palate.ranking.terms import ByWords, Terms


def test_words_that_few_have_weigh_more() -> None:
    way = ByWords(Terms.counted(["space horror", "space comedy", "space ghosts", "ghosts", "quiet drama"]))
    past = History(np.arange(5), np.ones(5), np.arange(5.0))

    # "horror" is in one text and "space" in three; of the two with "space" alone the later is first.
    assert way.asked(past, "horror in space", 5).events.tolist() == [[0, 2, 1, -1, -1]]
    assert way.retrieve(past, np.array([3, 4]), 2).events.tolist() == [[3, 2], [4, -1]]
    assert way.asked(past, "nothing like it", 2).events.tolist() == [[-1, -1]]


def test_bm25_is_that_of_its_formula() -> None:
    terms = Terms.counted(["b a a", "b"])

    # One of two texts has "a"; it is three words long where the mean is two.
    rarity, long = np.log1p((2 - 1 + 0.5) / (1 + 0.5)), 1.2 * (0.25 + 0.75 * 3 / 2)
    assert terms.weights[0, terms.places["a"]] == pytest.approx(rarity * 2 * 2.2 / (2 + long))
