from __future__ import annotations

import numpy as np
import pytest

from palate import Catalog
from palate.ranking.factors import Factors, posterior_of
from palate.ranking.log import TAKEN, Floats, LogArrays, read_log
from palate.ranking.taste import Taste
from tests.ranking.conftest import MakeLog, card

SIZE, PEOPLE = 12, 20


def one_factor() -> Factors:
    """Two items that a single factor moves by 1 and by 2, the first with noise 1, the second with noise 4."""
    return Factors(np.array([0.5, 0.25]), np.array([[1.0], [2.0]]), np.array([1.0, 4.0]))


def checkerboard(make_log: MakeLog) -> LogArrays:
    """People and items of two colours; everyone likes most items of their own, and another part of them each."""
    log = make_log(
        [
            (f"u{user}", item + 1, 5.0)
            for user in range(PEOPLE)
            for item in range(user % 2, SIZE, 2)
            if item % 5 != user % 5
        ]
    )
    return read_log(log, card(log, items=SIZE).log)


def positions(*items: int) -> np.ndarray:
    return np.array(items, dtype=np.int64)


def test_nothing_is_known_before_an_answer() -> None:
    known = one_factor().given(positions(), np.array([]))

    assert (known.mean.tolist(), known.covariance.tolist()) == ([0.0], [[1.0]])
    assert known.scores.tolist() == [0.5, 0.25]


def test_an_answer_moves_the_mean_and_narrows_it() -> None:
    # Precision 1 + 1²/1 = 2; mean (1 - 0.5) / 2.
    known = one_factor().given(positions(0), np.array([1.0]))

    assert known.covariance.tolist() == [[0.5]]
    assert known.mean.tolist() == [0.25]
    assert known.scores.tolist() == [0.75, 0.75]


def test_two_answers_count_by_their_noise() -> None:
    # Precision 1 + 1²/1 + 2²/4 = 3; mean (1 · 0.5 / 1 + 2 · (-0.25) / 4) / 3 = 0.125.
    known = one_factor().given(positions(0, 1), np.array([1.0, 0.0]))

    assert known.covariance == pytest.approx(1 / 3)
    assert known.mean == pytest.approx(0.125)


def test_two_factors_are_told_apart() -> None:
    factors = Factors(np.zeros(2), np.eye(2), np.array([1.0, 3.0]))

    known = factors.given(positions(1), np.array([1.0]))

    assert known.mean.tolist() == [0.0, 0.25]
    assert known.covariance.tolist() == [[1.0, 0.0], [0.0, 0.75]]


def test_draws_are_the_seed_s_and_spread_as_what_is_known() -> None:
    known = one_factor().given(positions(0), np.array([1.0]))

    def drawn(seed: int) -> Floats:
        chance = np.random.default_rng(seed)
        return np.array([known.drawn(chance)[0] for _ in range(2000)])

    assert drawn(1).tolist() == drawn(1).tolist()
    assert drawn(1).tolist() != drawn(2).tolist()
    assert drawn(1).mean() == pytest.approx(0.75, abs=0.05)
    assert drawn(1).var() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("colour", [0, 1])
def test_after_two_answers_all_of_the_own_colour_come_first(make_log: MakeLog, colour: int) -> None:
    factors = Factors.fitted(checkerboard(make_log), SIZE)

    scores = factors.given(positions(colour, colour + 2), np.array([1.0, 1.0])).scores

    assert {int(item) % 2 for item in np.argsort(-scores)[: SIZE // 2]} == {colour}


def test_what_factors_leave_of_a_variance_is_noise(make_log: MakeLog) -> None:
    log = checkerboard(make_log)
    factors = Factors.fitted(log, SIZE)
    liked = np.zeros((PEOPLE, SIZE))
    liked[log.users, log.items] = 1.0

    assert factors.means == pytest.approx(liked.mean(axis=0))
    assert factors.noises == pytest.approx(
        np.maximum(liked.var(axis=0) - (factors.loadings**2).sum(axis=1), 1 / PEOPLE)
    )
    assert factors.loadings @ factors.loadings.T == pytest.approx(np.cov(liked.T, bias=True), abs=1e-9)


def test_had_and_not_liked_is_less_than_liked_and_more_than_not_had(make_log: MakeLog) -> None:
    log = make_log([("a", 1, 5.0), ("a", 2, 3.0), ("b", 2, 1.0), ("b", 2, 4.0)])

    assert Factors.fitted(read_log(log, card(log, items=3).log), 3).means.tolist() == [0.5, 0.75, 0.0]


def test_without_a_log_nothing_is_told(make_log: MakeLog) -> None:
    log = make_log([])

    known = Factors.fitted(read_log(log, card(log, items=3).log), 3).given(positions(1), np.array([1.0]))

    assert known.scores.tolist() == [0.0, 0.0, 0.0]
    assert known.drawn(np.random.default_rng(0)).tolist() == [0.0, 0.0, 0.0]


def test_a_taste_is_told_by_what_was_liked_had_and_turned_down(tiny: Catalog) -> None:
    taste = Taste(likes={"1": 1.0}, dislikes={"4": 1.0, "8": 1.0}, seen=frozenset({"1", "4"}))
    told = Factors.of(tiny).given(tiny.positions(["4", "8", "1"]), np.array([TAKEN, 0.0, 1.0]))

    assert posterior_of(tiny, taste).mean == pytest.approx(told.mean)
    assert Factors.of(tiny) is Factors.of(tiny)
