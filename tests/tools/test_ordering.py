from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from palate.tools.ordering import best, best_by

SCORES = st.lists(st.integers(0, 5), min_size=1, max_size=40)


@given(SCORES, st.integers(1, 45))
def test_the_best_are_those_of_a_full_sort_with_equals_by_position(scores: list[int], most: int) -> None:
    wanted = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:most]

    assert best(np.array(scores, dtype=np.float64), most).tolist() == wanted


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40), st.integers(0, 45))
def test_the_second_key_decides_between_equals_of_the_first(pairs: list[tuple[int, int]], most: int) -> None:
    keys = [np.array([pair[at] for pair in pairs], dtype=np.float64) for at in (0, 1)]
    wanted = sorted(range(len(pairs)), key=lambda at: (-pairs[at][0], -pairs[at][1], at))[:most]

    assert best_by(keys, np.arange(len(pairs)), most).tolist() == wanted
