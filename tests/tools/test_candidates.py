from __future__ import annotations

import numpy as np
import pytest

from palate.tools.candidates import MOST_KEPT, MOST_RANKED, Candidates, within


def some(*positions: int) -> Candidates:
    return Candidates.everything(10).narrowed(np.array(positions), "filter")


def ordered(candidates: Candidates, *positions: int) -> Candidates:
    order = np.array(positions)
    return candidates.ordered(order, [f"i{at}" for at in positions], "rank", scores={"score": order * 0.1})


def test_everything_is_not_nothing() -> None:
    assert Candidates.everything(10)
    assert Candidates.everything(10) != []
    assert not Candidates.nothing()
    assert Candidates.nothing() == []


def test_what_is_in_play_but_not_ordered_is_not_nothing() -> None:
    assert some(1, 2)
    assert some(1, 2) != []


def test_it_is_the_sequence_of_its_ids() -> None:
    candidates = ordered(some(1, 2, 3), 3, 1)

    assert candidates == ["i3", "i1"]
    assert candidates != ["i1", "i3"]
    assert (len(candidates), candidates[0], candidates[1:], list(candidates)) == (2, "i3", ("i1",), ["i3", "i1"])
    assert candidates.total == 3


def test_narrowing_keeps_the_order_and_its_scores() -> None:
    candidates = ordered(some(1, 2, 3), 3, 1, 2).narrowed(np.array([2, 3]), "again")

    assert candidates == ["i3", "i2"]
    np.testing.assert_allclose(candidates.scores["score"], [0.3, 0.2])
    assert candidates.kept_by == ("filter", "rank", "again")
    assert candidates.total == 2


def test_some_places_lead_and_the_others_follow_with_their_scores() -> None:
    candidates = ordered(some(1, 2, 3, 4), 4, 3, 2, 1).led_by([2, 0, 2])

    assert candidates == ["i2", "i4", "i3", "i1"]
    assert candidates.order.tolist() == [2, 4, 3, 1]
    np.testing.assert_allclose(candidates.scores["score"], [0.2, 0.4, 0.3, 0.1])
    assert candidates.total == 4


def test_ordering_carries_earlier_scores_along() -> None:
    first = ordered(some(1, 2, 3), 3, 1)

    second = first.ordered(np.array([1, 2]), ["i1", "i2"], "search", scores={"search": np.array([1.0, 0.5])})

    np.testing.assert_allclose(second.scores["score"], [0.1, 0])
    np.testing.assert_allclose(second.scores["search"], [1, 0.5])


def test_only_the_best_are_kept_in_order() -> None:
    positions = list(range(MOST_RANKED + 5))
    candidates = ordered(Candidates.everything(3_000), *positions)

    assert len(candidates) == MOST_RANKED
    assert candidates.total == 3_000
    assert {len(values) for values in candidates.scores.values()} == {MOST_RANKED}


def test_what_is_printed_holds_few_ids() -> None:
    state = ordered(Candidates.everything(3_000), *range(500)).to_state()

    assert (state["total"], len(state["ids"]), len(state["scores"]["score"])) == (3_000, MOST_KEPT, MOST_KEPT)
    assert state["kept_by"] == ["rank"]


def test_doubts_follow_what_is_left() -> None:
    doubtful = Candidates.everything(5).narrowed(np.array([1, 2, 3]), "a", unsure=np.array([1, 3]))

    assert doubtful.narrowed(np.array([2, 3]), "b", unsure=np.array([2])).unsure.tolist() == [2, 3]


def test_nobody_can_change_them() -> None:
    positions = np.array([1, 2])
    candidates = Candidates.everything(5).narrowed(positions, "a")

    assert candidates.pool is not None
    with pytest.raises(ValueError, match="read-only"):
        candidates.pool[0] = 4


@pytest.mark.parametrize("count", [10, 5_000])
def test_few_positions_and_many_are_looked_up_alike(count: int) -> None:
    chance = np.random.default_rng(1)
    positions, pool = chance.permutation(20_000)[:count], np.sort(chance.permutation(15_000)[:9_000])

    assert np.array_equal(within(positions, pool), np.isin(positions, pool))
