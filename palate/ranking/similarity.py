"""How alike items are: by the people who like both, and by content where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import FloatArray
from palate.catalog.item import ItemId
from palate.ranking.content import Content, Model, models_of
from palate.ranking.links import Row
from palate.ranking.tables.links import StoredLinks

TOGETHER = 0.6
"""The share of likeness by people where an item has neighbours; the rest is content."""
SIMULATED = 0.25
"""That share where the log was simulated: then what people like together is a model's guess, and content is a fact."""
LEAST = 0.1
"""Likeness by content below which items share too little to be called alike."""


@dataclass(frozen=True)
class Similarity:
    """How alike every item of a catalogue is to some given ones."""

    scores: FloatArray
    """By position: the mean over the given items, in [0, 1]; 0 for these themselves and whatever is not alike."""
    models: tuple[Model, ...]
    neighbours: dict[int, Row]
    """By the position of each given item that has any."""

    def together(self, model: Model, position: int) -> float:
        """Return how strongly the people who like a given item like the one at `position` too; 0 for not at all."""
        near = self.neighbours.get(model.position)
        return 0.0 if near is None else near.weight(position)


def similar_to(catalog: Catalog, items: Sequence[ItemId]) -> Similarity:
    """Compare every item with `items`.

    Likeness to one item is `TOGETHER` (`SIMULATED` where the log is) times the neighbour's weight, the nearest one's
    being 1, and the rest by content; content alone where an item has no neighbours.

    Raises:
        UnknownItem: one of `items` is not in the catalogue.
    """
    models = models_of(catalog, dict.fromkeys(items, 1.0))
    content = Content.of(catalog)  # looked at after the models, so that it is no older than they are
    links = StoredLinks.of_version(catalog.connect(), "neighbours", content.columns)
    neighbours = links.by_item(model.position for model in models)
    total = np.zeros(content.columns.size)
    together = TOGETHER if catalog.schema.log.simulated is None else SIMULATED
    for model in models:
        total += _likeness(content, model, neighbours.get(model.position), together)
    total /= max(len(models), 1)
    total[[model.position for model in models]] = 0.0
    return Similarity(total, tuple(models), neighbours)


def _likeness(content: Content, model: Model, near: Row | None, together: float) -> FloatArray:
    alike = content.scores([model])
    alike[alike < LEAST] = 0.0
    if near is None:
        return alike
    alike *= 1 - together
    alike[near.positions] += together * near.weights / near.weights.max()
    return alike
