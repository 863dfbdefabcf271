r"""Orders for more than accuracy: the best items again, those unlike each other or less exposed coming sooner.

The item at place $i$ of the order so far is worth
$r_i = (1 - \nu) / \log_2(i + 1) + \nu \, (1 - \ln(1 + n_i) / \ln(1 + n_{max}))$ with $\nu$ the novelty, $n_i$ how many
people took it and $n_{max}$ how many took the item that most took: novelty moves weight from the place that a ranker
gave to how little an item is exposed. `diversity` then takes one after the other the item with the largest
$(1 - \beta) r_i - \beta \max_j s_{ij}$ over the items $j$ that were taken before (maximal marginal relevance, Carbonell
and Goldstein, 1998), with $s$ the cosine of what the catalogue says of two items. Places are looked at rather than
scores, so that it does not matter on which scale a ranker gives them.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import Positions
from palate.ranking.attributes import Attributes
from palate.ranking.log import Floats
from palate.ranking.popularity import popularity_of

Mode = Literal["accuracy", "diversity"]
"""accuracy: as a ranker orders. diversity: items that are unlike those before them come sooner."""
DRAWN = 30
"""Items that are drawn from where nothing is known of a user, the best."""
FIRST = 100
"""Items that are put in a new order, the best; what lies behind stays."""
DIVERSITY = 0.2
r"""$\beta$, the share of likeness: of .1 to .5 the most that did not cost the likes that training holds back of
MovieLens-100K more NDCG@10 than chance."""


def rearranged(catalog: Catalog, first: Positions, *, mode: Mode, novelty: float) -> Positions:
    """Return the positions of items, the best first, in the order of a mode.

    Args:
        catalog: whose items they are.
        first: `FIRST` at most.
        mode: whether items that are unlike those before them come sooner.
        novelty: how much less exposed ones gain, from 0 to 1.
    """
    worth = _worth(popularity_of(catalog).people, first, novelty)
    if mode == "accuracy":
        return first[np.argsort(-worth, kind="stable")]
    return first[_marginal(worth, likeness(catalog, first))]


def drawn(first: Positions, seed: str) -> Positions:
    r"""Return items in an order that a seed decides, such as a session's name, and their places weigh in.

    The item at place $i$ is drawn next with a probability in proportion to $1 / (i + 4)$ (Efraimidis and Spirakis,
    2006): of the best few some come first, and what is far behind hardly ever does.
    """
    times = np.random.default_rng(int.from_bytes(sha256(seed.encode()).digest()[:8])).exponential(size=len(first))
    return first[np.argsort(times * (np.arange(len(first)) + 4), kind="stable")]


def likeness(catalog: Catalog, positions: Positions) -> Floats:
    """Return how alike each two items are in their category and tags fields, in [0, 1]; 1 for the same of them all."""
    rows = Attributes.of(catalog.columns, catalog.schema).values[positions]
    products: Floats = (rows @ rows.T).toarray()
    lengths = np.sqrt(products.diagonal())
    lengths[lengths == 0] = 1.0
    return np.asarray(products / np.outer(lengths, lengths))


def _worth(people: Positions, first: Positions, novelty: float) -> Floats:
    place = 1 / np.log2(np.arange(len(first)) + 2)
    exposed = np.log1p(people[first]) / (np.log1p(people.max(initial=0)) or 1.0)
    return np.asarray((1 - novelty) * place + novelty * (1 - exposed))


def _marginal(worth: Floats, alike: Floats) -> Positions:
    """Return the places of items by their marginal relevance; of equals the better one first."""
    left, nearest = np.ones(len(worth), dtype=np.bool_), np.zeros(len(worth))
    order = np.empty(len(worth), dtype=np.int64)
    for at in range(len(worth)):
        gains = np.where(left, (1 - DIVERSITY) * worth - DIVERSITY * nearest, -np.inf)
        order[at] = taken = int(np.argmax(gains))
        left[taken] = False
        nearest = np.maximum(nearest, alike[taken])
    return order
