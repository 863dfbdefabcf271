"""Training a ranker for a catalogue: from its log to a version in its file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import Columns
from palate.catalog.schema import Log, Schema
from palate.ranking.attributes import Attributes
from palate.ranking.features import features_of
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned.examples import Examples, examples, likes_after, moment_of
from palate.ranking.learned.fit import fit
from palate.ranking.learned.model import Model, store
from palate.ranking.log import Floats, read_log

Progress = Callable[[str, int, int | None], None]

SEED = 7
LEAST_PEOPLE = 200
LEAST_LIKES = 300
"""Likes after the moment without which nothing is learnt."""


@dataclass(frozen=True)
class Trained:
    """A ranker and what is told of it."""

    model: Model
    report: dict[str, Any]


@dataclass(frozen=True)
class TooLittle:
    """Why nothing was trained."""

    reason: str


def retrain(catalog: Catalog, *, seed: int = SEED, progress: Progress | None = None) -> int | TooLittle:
    """Train a ranker for a catalogue and put it in use; return its version, or why there is none."""
    made = train(catalog.connect(), catalog.schema, seed=seed, progress=progress)
    return made if isinstance(made, TooLittle) else catalog.change(lambda at: store(at, made.model, made.report))


def train(
    connection: sqlite3.Connection, schema: Schema, *, seed: int = SEED, progress: Progress | None = None
) -> Trained | TooLittle:
    """Train on the log of a catalogue; nothing is written."""
    tell = progress or _silent
    if (reason := lacking(schema.log)) is not None:
        return TooLittle(reason)
    log = read_log(connection, schema.log).in_order()
    moment = moment_of(log)
    likes = likes_after(log, moment, np.random.default_rng(seed))
    if len(likes) < LEAST_LIKES:
        return TooLittle(f"the log has {len(likes):,} likes with a time late in it, and {LEAST_LIKES:,} are needed")
    columns = Columns(lambda: connection, schema)
    attributes = Attributes.of(columns, schema)
    features = features_of(schema, attributes)
    tell("learning what is known", 0, None)
    known = Knowledge.fitted(log.only(log.times < moment), schema.items, attributes)
    found = examples(log, likes, known, features, advance=lambda done: tell("gathering examples", done, len(likes)))
    names = [feature.name for feature in features]
    made = fit(found, names, seed=seed, advance=lambda done: tell("fitting the ranker", done, None))
    model = Model(0, tuple(names), made.booster.model_to_string(num_iteration=made.rounds), 1.0, 0.0)
    slope, offset = _calibrated(model, found.part(made.cut, len(found)))
    gains = made.booster.feature_importance("gain", iteration=made.rounds)
    report = {
        "people": schema.log.users,
        "interactions": schema.log.interactions,
        "likes": len(likes),
        "rounds": made.rounds,
        "seed": seed,
        "held_back": {"likes": len(found) - made.cut, "ndcg@10": made.ndcg},
        "importance": dict(sorted(zip(names, (gains / gains.sum()).round(4).tolist(), strict=True), key=_falling)),
    }
    return Trained(Model(0, model.features, model.trees, slope, offset), report)


def lacking(log: Log) -> str | None:
    """Return why nothing can be learnt from a log, as far as its measures tell."""
    if log.simulated is not None:
        return "the log is simulated"
    if not log.interactions:
        return "there is no log"
    if log.users < LEAST_PEOPLE:
        return f"the log has {log.users:,} people, and {LEAST_PEOPLE:,} are needed"
    return "the log has no times" if log.first is None else None


def _calibrated(model: Model, late: Examples) -> tuple[float, float]:
    """Return the slope and offset under which the scores of the latest likes are the likeliest chances (Platt)."""
    from scipy.optimize import minimize

    scores, taken = model.scores(late.rows), late.taken

    def unlikely(at: Floats) -> float:
        logits = at[0] * scores + at[1]
        return float(np.mean(np.logaddexp(0.0, logits) - taken * logits))

    slope, offset = minimize(unlikely, np.array([1.0, -4.0]), method="Nelder-Mead").x
    return float(max(slope, 0.0)), float(offset)


def _falling(pair: tuple[str, float]) -> tuple[float, str]:
    return -pair[1], pair[0]


def _silent(stage: str, done: int, total: int | None) -> None:
    """Report nothing."""
