"""The ranker as a part of a catalogue: trained while it is built, where nobody has to wait long for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import ClassVar

from palate.catalog.catalog import Catalog
from palate.catalog.indexes import Progress
from palate.catalog.schema import Schema
from palate.errors import CallerError
from palate.ranking.learned.model import store, used
from palate.ranking.learned.ranker import LearnedRanker
from palate.ranking.learned.train import TooLittle, lacking, train

MOST_ITEMS = 20_000
MOST_INTERACTIONS = 300_000
"""Above either of these training would take minutes, and is left to `palate train`."""


class RankerIndex:
    """Trains the first version of a catalogue's ranker (the entry point `palate.indexes`)."""

    reads_fields: ClassVar[bool] = False

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Train, inside the caller's transaction, where the log is large enough and LightGBM can be loaded."""
        if _large(schema) or lacking(schema.log) is not None:
            return
        try:
            made = train(connection, schema, progress=progress)
        except CallerError:
            return
        if not isinstance(made, TooLittle):
            store(connection, made.model, made.report.model_dump())

    @staticmethod
    def update(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
        """Leave the trees, which `palate train` fits anew; what they look up follows each change."""

    @staticmethod
    def renumber(connection: sqlite3.Connection, schema: Schema) -> None:
        """Leave the trees, which know no item."""


def standing(catalog: Catalog) -> str:
    """Return in a sentence what puts this catalogue's items in order, and why it is not a trained ranker."""
    reason = LearnedRanker(catalog).unusable
    if reason is None and (model := used(catalog.connect())) is not None:
        return f"Ordered by version {model.version} of its trained ranker."
    reason = (reason or lacking(catalog.schema.log) or "no ranker is trained; `palate train` trains one").rstrip(".")
    return f"Ordered by what is liked together, content and popularity: {reason}."


def _large(schema: Schema) -> bool:
    return schema.items > MOST_ITEMS or schema.log.interactions > MOST_INTERACTIONS
