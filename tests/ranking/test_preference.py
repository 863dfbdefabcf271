from __future__ import annotations

import math

import numpy as np
import pytest

from palate import Catalog, Condition
from palate.ranking.popularity import popularity_of
from palate.ranking.preference import PreferenceRanker
from palate.ranking.tables.links import StoredLinks
from palate.ranking.taste import Taste, Wish
from palate.ranking.weights import Weights

JAWS = (0.5 / math.sqrt(2) / 11) / (1 / 2 * 2 / 12)
"""Two of four people like Alien, the same two the later Dune, one of them Jaws: the quotient of the two weights."""
SCI_FI = Condition(field="genres", op="contains", value="Sci-Fi")


def test_a_taste_without_anything_is_popularity(tiny: Catalog) -> None:
    scores = PreferenceRanker(tiny).score(Taste())

    np.testing.assert_allclose(scores, 0.3 * popularity_of(tiny).score)


def test_neighbours_of_liked_items_gain(tiny: Catalog) -> None:
    weights = Weights(popularity=0, content=0)

    scores = PreferenceRanker(tiny, weights=weights).score(Taste(likes={"1": 1.0}))

    np.testing.assert_allclose(scores, [0, 0, JAWS, 0, 0, 0, 1, 0], rtol=1e-5)


def test_neighbours_of_disliked_items_lose(tiny: Catalog) -> None:
    weights = Weights(popularity=0, content=0)

    scores = PreferenceRanker(tiny, weights=weights).score(Taste(dislikes={"1": 1.0}))

    np.testing.assert_allclose(scores, [0, 0, -0.3 * JAWS, 0, 0, 0, -0.3, 0], rtol=1e-5)


def test_a_wish_adds_its_weight_and_an_aversion_takes_it_off(tiny: Catalog) -> None:
    ranker = PreferenceRanker(tiny, weights=Weights(popularity=0))

    assert ranker.score(Taste(wishes=(Wish(SCI_FI, 0.5),))).tolist() == [0.3, 0, 0, 0, 0, 0.3, 0.3, 0]
    assert ranker.score(Taste(wishes=(Wish(SCI_FI, -0.5),))).tolist() == [-0.3, 0, 0, 0, 0, -0.3, -0.3, 0]


def test_content_speaks_for_what_nobody_touched(tiny: Catalog) -> None:
    scores = PreferenceRanker(tiny, weights=Weights(popularity=0, likes=0)).score(Taste(likes={"1": 1.0}))

    # Only Dune of 1984 is new and shares a genre with Alien; Rear Window is new and shares none.
    assert np.flatnonzero(scores).tolist() == [5]
    assert scores[5] == 0.35


def test_unknown_items_of_a_taste_do_not_matter(tiny: Catalog) -> None:
    ranker = PreferenceRanker(tiny)

    np.testing.assert_array_equal(
        ranker.score(Taste(likes={"gone": 1.0}, dislikes={"lost": 1.0})), ranker.score(Taste())
    )


def test_only_the_asked_positions_are_returned(tiny: Catalog) -> None:
    ranker, taste = PreferenceRanker(tiny), Taste(likes={"1": 1.0})

    np.testing.assert_array_equal(ranker.score(taste, np.array([6, 0])), ranker.score(taste)[[6, 0]])


def test_contributions_add_up_to_the_score(tiny: Catalog) -> None:
    taste = Taste(likes={"1": 1.0, "4": 0.5}, dislikes={"2": 1.0}, wishes=(Wish(SCI_FI, 0.5),))
    ranker = PreferenceRanker(tiny)
    scores = ranker.score(taste)

    for position, made in enumerate(ranker.read(taste).contributions(range(8))):
        wishes = sum(0.6 * wish.weight for wish in made.wishes)
        total = sum(made.liked.values()) - sum(made.disliked.values()) + made.content + wishes + made.popularity
        np.testing.assert_allclose([made.score, total], scores[position])


def test_contributions_name_the_liked_neighbours(tiny: Catalog) -> None:
    taste = Taste(likes={"1": 1.0, "4": 1.0}, wishes=(Wish(SCI_FI, 1.0),))
    (made,) = PreferenceRanker(tiny).read(taste).contributions([6])

    assert dict(made.liked) == pytest.approx({"1": 1.0})
    assert made.wishes == (Wish(SCI_FI, 1.0),)
    assert 0 in StoredLinks(tiny.connect(), "neighbours", 8).by_item([6])[6].positions
