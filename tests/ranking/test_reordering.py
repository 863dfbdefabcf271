from __future__ import annotations

import numpy as np

from palate.ranking.reordering import reordered


def test_an_order_gets_the_largest_values_and_what_had_as_much_comes_right_behind() -> None:
    values = np.array([0.9, 0.1, 0.5, 0.7])

    moved = reordered(values, np.array([1, 2]))

    np.testing.assert_allclose(moved, [0.7, 0.9, 0.7, 0.7], atol=1e-8)
    assert np.argsort(-moved).tolist() == [1, 2, 0, 3]
    assert values.tolist() == [0.9, 0.1, 0.5, 0.7]


def test_an_order_stands_among_equal_values() -> None:
    moved = reordered(np.zeros(3), np.array([2, 0]))

    assert np.argsort(-moved, kind="stable").tolist() == [2, 0, 1]


def test_no_order_changes_nothing() -> None:
    assert reordered(np.array([0.2, 0.4]), np.empty(0, dtype=np.int64)).tolist() == [0.2, 0.4]
