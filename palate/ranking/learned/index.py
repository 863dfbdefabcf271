"""The ranker as a part of a catalogue: trained while it is built, where that is a matter of seconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import ClassVar

from palate.catalog.catalog import Catalog
from palate.catalog.indexes import Progress
from palate.catalog.schema import Schema
from palate.errors import CallerError
from palate.ranking.learned.model import store, versions
from palate.ranking.learned.ranker import LearnedRanker
from palate.ranking.learned.told import read_report
from palate.ranking.learned.train import TooLittle, lacking, train

MOST_ITEMS = 20_000
MOST_INTERACTIONS = 300_000
"""Above either of these training takes longer than the rest of a build, and is left to `palate train` (`standing`)."""


class RankerIndex:
    """Trains the first version of a catalogue's ranker (the entry point `palate.indexes`)."""

    reads_fields: ClassVar[bool] = False

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Train, inside the caller's transaction, where the log is large enough and LightGBM can be loaded."""
        if _lacking(schema) is not None:
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
    if reason is None:
        for each in versions(catalog.connect()):
            if each["used"]:
                fitted = read_report(each["version"], each["report"]).sampled
                return f"Ordered by version {each['version']} of its trained ranker, fitted to {fitted}."
    reason = (
        reason or _lacking(catalog.schema) or "no ranker is trained; `palate train` trains one or says what is missing"
    ).rstrip(".")
    return f"Ordered by what is liked together, content and popularity: {reason}."


def _lacking(schema: Schema) -> str | None:
    """Return why a build trains nothing, as far as the schema tells."""
    if (reason := lacking(schema.log)) is not None:
        return reason
    if schema.items > MOST_ITEMS or schema.log.interactions > MOST_INTERACTIONS:
        return (
            f"a build trains no ranker for more than {MOST_ITEMS:,} items or {MOST_INTERACTIONS:,} interactions, which "
            "takes minutes; `palate train` trains one"
        )
    return None
