"""Measuring a trained ranker on the latest likes, which were held back from fitting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from palate.ranking.features import Feature
from palate.ranking.generators import GENERATORS
from palate.ranking.learned.examples import Examples, Like
from palate.ranking.learned.placing import HIT, NDCG, gained, over_people
from palate.ranking.learned.told import Bin, Calibration, HeldBack, Order, Slice
from palate.ranking.log import Floats, Ints, LogArrays

BINS = 10
RANKER, RANDOM = "ranker", "random"
_SLICES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "out of": {"everything": (0, 1), "what a request leaves": (1, 2)},
    "events so far": {"under 5": (0, 5), "5 to 20": (5, 21), "over 20": (21, np.inf)},
    "item taken": {"most popular fifth": (0, 0.2), "next two fifths": (0.2, 0.6), "other two fifths": (0.6, np.inf)},
}


@dataclass(frozen=True)
class Late:
    """The likes that were held back."""

    found: Examples
    people: Ints
    """Whose each is."""
    sliced: Mapping[str, Ints | Floats]
    """Where each lies in the `_SLICES`: 1 where it was requested, else 0; how many events its person had until then;
    the share of items that more people took."""

    @classmethod
    def of(cls, found: Examples, likes: Sequence[Like], log: LogArrays, people: Ints) -> Late:
        """Look up what slices are made by.

        Args:
            found: the candidates of some of `likes`.
            likes: all of them.
            log: where they are.
            people: how many took each item.
        """
        told = [likes[at] for at in found.likes.tolist()]
        start, asked, at = (np.array([getattr(like, name) for like in told]) for name in ("start", "asked", "at"))
        above = np.searchsorted(np.sort(-people), -people[log.items[at]]) / len(people)
        slices = (found.requested.astype(np.int64), asked - start, above)
        return cls(found, log.users[at], dict(zip(_SLICES, slices, strict=True)))


def measured(late: Late, scores: Floats, chances: Floats, features: Sequence[Feature]) -> HeldBack:
    """Measure the ranker, and beside it each generator's order of the same candidates and a random one.

    Args:
        late: what was held back.
        scores: the ranker's, of each candidate.
        chances: of each candidate, to be taken.
        features: whose numbers `late.found` has.
    """
    column = {feature.name: late.found.rows[:, at].astype(np.float64) for at, feature in enumerate(features)}
    given = {each.name: column[each.name] for each in GENERATORS}
    by: dict[str, Floats] = {RANKER: scores, **given, RANDOM: np.zeros(len(scores))}
    ndcg = {name: gained(each, late.found, NDCG) for name, each in by.items()}
    hit = {name: gained(each, late.found, HIT) for name, each in by.items()}
    best = max((each.name for each in GENERATORS), key=lambda name: ndcg[name].mean())
    return HeldBack(
        likes=len(np.unique(late.found.likes)),
        people=len(np.unique(late.people)),
        candidates=float(late.found.groups.mean()),
        orders=tuple(sorted(_orders(ndcg, hit, late.people), key=lambda each: (each.name != RANKER, -each.ndcg.value))),
        best=best,
        slices=tuple(_slices(late, ndcg[RANKER], hit[RANKER], ndcg[best])),
        calibration=calibration(chances, late.found.taken),
    )


def _orders(ndcg: Mapping[str, Floats], hit: Mapping[str, Floats], people: Ints) -> Iterator[Order]:
    for name in ndcg:
        yield Order(
            name=name,
            ndcg=over_people(ndcg[name], people),
            hit=over_people(hit[name], people),
            ahead=over_people(ndcg[RANKER] - ndcg[name], people),
        )


def _slices(late: Late, ndcg: Floats, hit: Floats, other: Floats) -> Iterator[Slice]:
    for by, parts in _SLICES.items():
        values = late.sliced[by]
        for name, (low, high) in parts.items():
            these = (values >= low) & (values < high)
            yield _slice(by, name, late.people[these], ndcg[these], hit[these], other[these])


def _slice(by: str, name: str, people: Ints, ndcg: Floats, hit: Floats, other: Floats) -> Slice:
    if not len(people):
        return Slice(by=by, name=name, likes=0, ndcg=None, hit=None, other=None)
    spans = {"ndcg": over_people(ndcg, people), "hit": over_people(hit, people)}
    return Slice(by=by, name=name, likes=len(people), **spans, other=float(other.mean()))


def calibration(chances: Floats, taken: Ints) -> Calibration:
    """Compare chances with what was taken, in bins from the lowest to the highest that each expect as much.

    Of hundreds of candidates one is taken, so bins of equal width would have nearly all of them in the first.
    """
    order = np.argsort(chances, kind="stable")
    chances, taken = chances[order], taken[order]
    middles = (np.cumsum(chances) - chances / 2) / chances.sum()
    _, at = np.unique((middles * BINS).astype(np.int64), return_inverse=True)
    sizes, expected, found = np.bincount(at), np.bincount(at, chances), np.bincount(at, taken)
    bins = zip(sizes.tolist(), expected.tolist(), found.astype(int).tolist(), strict=True)
    return Calibration(
        error=float(np.abs(expected - found).sum() / len(chances)),
        bins=tuple(Bin(candidates=size, expected=sum_, taken=count) for size, sum_, count in bins),
    )


def importance(names: Sequence[str], gains: Floats) -> dict[str, float]:
    """Return the share of each of `names` in what the trees gain, all of one name together, the largest first."""
    found, at = np.unique(names, return_inverse=True)
    shares = np.bincount(at, gains) / (gains.sum() or 1.0)
    order = np.argsort(-shares, kind="stable")
    return dict(zip(found[order].tolist(), shares[order].tolist(), strict=True))
