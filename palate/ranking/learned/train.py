"""Training a ranker for a catalogue: from its log to a version in its file."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import Columns
from palate.catalog.indexes import Progress, silent
from palate.catalog.schema import Log, Schema
from palate.ranking.attributes import Attributes
from palate.ranking.features import Feature, features_of
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned.examples import Examples, examples, likes_after, moment_of, places_after
from palate.ranking.learned.fit import Fitted, fit
from palate.ranking.learned.model import Model, store
from palate.ranking.learned.report import Late, importance, measured
from palate.ranking.learned.sample import most_likes, sampled
from palate.ranking.learned.told import Report, Sample
from palate.ranking.log import Floats, read_log

SEED = 7
LEAST_PEOPLE = 200
LEAST_LIKES = 300
"""Likes after the moment without which nothing is learnt."""


@dataclass(frozen=True)
class Trained:
    """A ranker and what is told of it."""

    model: Model
    report: Report


@dataclass(frozen=True)
class TooLittle:
    """Why nothing was trained."""

    reason: str


def retrain(catalog: Catalog, *, seed: int = SEED, progress: Progress | None = None) -> int | TooLittle:
    """Train a ranker for a catalogue and put it in use; return its version, or why there is none."""
    made = train(catalog.connect(), catalog.schema, seed=seed, progress=progress)
    if isinstance(made, TooLittle):
        return made
    return catalog.change(lambda connection: store(connection, made.model, made.report.model_dump()))


def train(
    connection: sqlite3.Connection, schema: Schema, *, seed: int = SEED, progress: Progress | None = None
) -> Trained | TooLittle:
    """Train on the log of a catalogue; nothing is written."""
    if (reason := lacking(schema.log)) is not None:
        return TooLittle(reason)
    stages, draw = _Stages(progress or silent), np.random.default_rng(seed)
    with stages.timed("reading the log", schema.log.interactions) as advance:
        whole = read_log(connection, schema.log, advance=advance)
    with stages.timed("choosing likes"):
        part = sampled(whole, draw)
        del whole
        log, moment = part.log, moment_of(part.log)
        likes = likes_after(log, moment, draw, most=most_likes(schema.items))
    if len(likes) < LEAST_LIKES:
        return TooLittle(f"the log has {len(likes):,} likes with a time late in it, and {LEAST_LIKES:,} are needed")
    columns = Columns(lambda: connection, schema)
    attributes = Attributes.of(columns, schema)
    features = features_of(schema, attributes)
    with stages.timed("learning what is known"):
        known = Knowledge.fitted(log.only(log.times < moment), schema.items, attributes, part.share)
    with stages.timed("gathering examples", len(likes)) as advance:
        found = examples(log, likes, known, features, draw, advance)
    reached = len(np.unique(found.likes))
    if reached < LEAST_LIKES:
        reason = f"of {reached:,} likes late in it the item is a candidate, and {LEAST_LIKES:,} are needed"
        return TooLittle(reason)
    with stages.timed("fitting the ranker") as advance:
        made = fit(found, features, seed=seed, advance=advance)
    with stages.timed("measuring it"):
        rows = found.part(made.cut, len(found))
        model = _calibrated(made, features, rows)
        scores = model.scores(rows.rows)
        late = Late.of(rows, likes, log, known.popularity.people)
        held_back = measured(late, scores, model.chances(scores), features)
    gains = made.booster.feature_importance("gain", iteration=made.rounds)
    report = Report(
        people=schema.log.users,
        interactions=schema.log.interactions,
        sample=Sample(people=len(np.unique(log.users)), interactions=len(log), likes=len(places_after(log, moment))),
        moment=str(np.datetime64(int(moment), "s")),
        likes=len(likes),
        reached=reached,
        seed=seed,
        rounds=made.rounds,
        seconds=stages.seconds,
        curve=made.curve,
        importance=importance([each.name for each in features], gains),
        families=importance([each.family for each in features], gains),
        held_back=held_back,
    )
    return Trained(model, report)


def lacking(log: Log) -> str | None:
    """Return why nothing can be learnt from a log, as far as its measures tell."""
    if log.simulated is not None:
        return "the log is simulated"
    if not log.interactions:
        return "there is no log"
    if log.users < LEAST_PEOPLE:
        people = "1 person" if log.users == 1 else f"{log.users:,} people"
        return f"the log has {people}, and {LEAST_PEOPLE:,} are needed"
    return "the log has no times" if log.first is None else None


@dataclass(frozen=True)
class _Stages:
    """Tells of stages, and keeps what each took."""

    tell: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Give what is told how much of a stage is done."""
        self.tell(name, 0, total)
        start = time.perf_counter()
        yield lambda done: self.tell(name, done, total)
        self.seconds[name] = time.perf_counter() - start


def _calibrated(made: Fitted, features: Sequence[Feature], late: Examples) -> Model:
    """Return a model whose scores of the latest likes are turned into the likeliest chances (Platt)."""
    from scipy.optimize import minimize

    names, trees = tuple(each.name for each in features), made.booster.model_to_string(num_iteration=made.rounds)
    model = Model(0, names, trees, 1.0, 0.0)
    scores, taken = model.scores(late.rows), late.taken

    def unlikely(at: Floats) -> float:
        logits = at[0] * scores + at[1]
        return float(np.mean(np.logaddexp(0.0, logits) - taken * logits))

    slope, offset = minimize(unlikely, np.array([1.0, -4.0]), method="Nelder-Mead").x
    return replace(model, slope=float(max(slope, 0.0)), offset=float(offset))
