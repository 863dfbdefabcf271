"""Ordering items for one person: what they liked and disliked, what they wish for, and what others like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import BoolArray, Columns, FloatArray, Positions
from palate.catalog.item import ItemId
from palate.ranking.content import Content, models_of
from palate.ranking.contributions import Contributions
from palate.ranking.focus import focus_of
from palate.ranking.places import known_positions
from palate.ranking.popularity import Popularity, popularity_of
from palate.ranking.taste import Taste
from palate.ranking.together import Added, Together, together_with
from palate.ranking.weights import LINEAR, Weights

MOST_LIKES = 300
"""Liked (and disliked) items that count, the weightiest first."""
MOST_MODELS = 12
"""Of these, how many lend their content to items that nobody has touched yet."""


class PreferenceRanker:
    r"""Scores items for a taste, over the current version of a catalogue.

    $s = w_l l - w_d d + w_c c + w_w \sum_i u_i m_i + w_p p + w_a f$, with $l$ and $d$ the summed weights of liked and
    disliked items in the linear model, or as neighbours where the catalogue has none (over the largest such sum in the
    catalogue), $c$ the likeness by content to liked items where people say nothing, $m_i$ whether wish $i$ of weight
    $u_i$ is met, $p$ the popularity, and $f$ the share of its tags that was asked for. With the linear model $l$ also
    has $w_s / w_l$ of what was merely seen. A taste without anything leaves popularity.
    """

    def __init__(self, catalog: Catalog, *, weights: Weights | None = None, linear: bool = True) -> None:
        """Read nothing yet; `catalog` is asked when something is scored.

        Args:
            catalog: whose items are scored.
            weights: how much each part counts; chosen for the model in use where not given.
            linear: use the linear model where the catalogue has one, rather than neighbours.
        """
        self._catalog = catalog
        self._weights = weights
        self._linear = linear

    def score(self, taste: Taste, positions: Positions | None = None) -> FloatArray:
        """Return the score of each of `positions`, of every item where it is None; higher is better."""
        return self.read(taste).score(positions)

    def read(self, taste: Taste) -> Reading:
        """Gather what bears on a taste once, to score and to explain."""
        likes, dislikes, seen = _weightiest(taste.likes), _weightiest(taste.dislikes), _merely_seen(taste)
        columns = self._catalog.columns
        together = together_with(self._catalog, columns, {**likes, **dislikes}, seen=seen, linear=self._linear)
        weights = self._weights or (LINEAR if together.linear else Weights())
        popularity = popularity_of(self._catalog, columns)
        by = weights.seen / weights.likes if together.linear and weights.likes else 0.0
        speaking = likes | {item: by * left for item, left in seen.items()}
        liked, disliked = (together.summed(each, columns.size) for each in (speaking, dislikes))
        scale = float(liked.max(initial=0.0)) or float(disliked.max(initial=0.0)) or 1.0
        silent = together.silent(columns.size) if liked.any() else np.ones(columns.size, dtype=np.bool_)
        return Reading(
            weights=weights,
            taste=Taste(likes=likes, dislikes=dislikes, wishes=taste.wishes),
            speaking=speaking,
            together=together,
            scale=scale,
            liked=liked / scale,
            disliked=np.minimum(disliked / scale, 1.0),
            content=_content(self._catalog, columns, likes, popularity.people == 0 if silent is None else silent),
            met=tuple(columns.mask(wish.where) for wish in taste.wishes),
            focus=focus_of(columns, self._catalog.schema, taste.asked),
            popularity=popularity,
        )


@dataclass(frozen=True)
class Reading:
    """A taste's signals by position, before and after they are weighed."""

    weights: Weights
    taste: Taste
    speaking: Mapping[ItemId, float]
    """The liked items and those merely seen, with how much each counts."""
    together: Together
    scale: float
    """What sums of weights are divided by, so that the largest among liked ones is 1."""
    liked: FloatArray
    disliked: FloatArray
    content: FloatArray
    met: tuple[BoolArray, ...]
    """For each wish, which items satisfy it."""
    focus: FloatArray | None
    """How much of each item is what was asked for; None where no tag was."""
    popularity: Popularity

    def score(self, positions: Positions | None = None) -> FloatArray:
        """Return the score of each of `positions`, of every item where it is None."""
        at = np.arange(len(self.liked)) if positions is None else positions
        return self.known(at) + self.said(at)

    def known(self, at: Positions) -> FloatArray:
        """Return what the log and the person's past say of each of `at`."""
        weights = self.weights
        scores: FloatArray = weights.popularity * self.popularity.score[at]
        scores += weights.likes * self.liked[at]
        scores -= weights.dislikes * self.disliked[at]
        scores += weights.content * self.content[at]
        return scores

    def said(self, at: Positions) -> FloatArray:
        """Return what the request and the wishes beside it say of each of `at`."""
        weights = self.weights
        scores: FloatArray = np.zeros(len(at))
        for wish, met in zip(self.taste.wishes, self.met, strict=True):
            scores += weights.wishes * wish.weight * met[at]
        if self.focus is not None:
            scores += self._asked * self.focus[at]
        return scores

    @property
    def _asked(self) -> float:
        """How much the focus counts: a share of what orders items beside it."""
        taste = self.weights.likes if self.liked.any() else 0.0
        return self.weights.asked * (taste + self.weights.popularity)

    def contributions(self, positions: Sequence[int] | Positions) -> list[Contributions]:
        """Return what makes up the score of the item at each of `positions`."""
        places = np.asarray(positions, dtype=np.int64)
        scores, factors = self.score(places), self.weights
        liked = self._shares(self.speaking, places, factors.likes)
        disliked = self._shares(self.taste.dislikes, places, factors.dislikes)
        return [
            Contributions(
                score=float(scores[at]),
                liked=liked[at].named,
                others=liked[at].rest - disliked[at].rest,
                disliked=disliked[at].named,
                content=factors.content * float(self.content[place]),
                wishes=tuple(wish for wish, met in zip(self.taste.wishes, self.met, strict=True) if met[place]),
                asked=0.0 if self.focus is None else self._asked * float(self.focus[place]),
                popularity=factors.popularity * float(self.popularity.score[place]),
            )
            for at, place in enumerate(places.tolist())
        ]

    def _shares(self, weights: Mapping[ItemId, float], places: Positions, factor: float) -> list[Added]:
        """Return what weighted items add to each of `places`."""
        by = factor / self.scale
        return [
            Added({item: by * share for item, share in each.named.items()}, by * each.rest)
            for each in self.together.added(weights, places)
        ]


def _weightiest(weights: Mapping[ItemId, float]) -> dict[ItemId, float]:
    """Return the `MOST_LIKES` items that weigh most; of equals the later ones, which are the more recent."""
    latest_first = list(weights.items())[::-1]
    return dict(sorted(latest_first, key=lambda each: -each[1])[:MOST_LIKES])


def _merely_seen(taste: Taste) -> dict[ItemId, float]:
    """Return `MOST_LIKES` items that were consumed and neither liked nor disliked, with what is left of each."""
    seen = sorted(taste.seen - taste.likes.keys() - taste.dislikes.keys())
    return _weightiest({item: taste.fading.get(item, 1.0) for item in seen})


def _content(catalog: Catalog, columns: Columns, likes: Mapping[ItemId, float], silent: BoolArray) -> FloatArray:
    """Return the likeness to liked items where `silent`, the best being 1."""
    known = [item for item, place in known_positions(catalog, likes).items() if place < columns.size]
    weights = {item: likes[item] for item in known[:MOST_MODELS]}
    if not weights or not silent.any():
        return np.zeros(len(silent))
    alike = Content(columns, catalog.schema).scores(models_of(catalog, weights), only=silent)
    return alike / (float(alike.max()) or 1.0)
