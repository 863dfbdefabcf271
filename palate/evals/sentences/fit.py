"""Fits a model of what sentences are for: logistic regression, those that are and all others of equal weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from palate.catalog.catalog import Catalog
from palate.catalog.words import Token, tokens
from palate.language.asides import sentences
from palate.language.cues.lexicon import lexicon
from palate.language.sentences import Purpose, SentenceModel, features
from palate.language.slips import mended
from palate.language.understand import pieces_of

Features = dict[str, float]
_PENALTY = 2.0
"""Of the squares of the weights."""
_SOURCES = 2
"""Writers that a feature needs: what one alone says tells of them, not of what it is for."""
_LEAST = 0.1
"""Weights that are nearer to zero are left out."""


@dataclass(frozen=True)
class Sentence:
    """One sentence as the model sees it."""

    features: Features
    purpose: Purpose | None
    source: str
    weight: float


def seen(message: str, catalog: Catalog) -> Iterator[Features]:
    """Yield the features of each sentence of a message."""
    cues = lexicon()
    words: Sequence[Token] = mended(tokens(message), catalog, cues).words
    if not words:
        return
    pieces = pieces_of(words, catalog, cues)
    for sentence in sentences(pieces, words):
        yield features(sentence, words)


def fit(told: Sequence[Sentence], purpose: Purpose) -> SentenceModel:
    """Return the weights that tell sentences for something from the rest best."""
    by_source: dict[str, set[str]] = {}
    for each in told:
        by_source.setdefault(each.source, set()).update(each.features)
    counts = Counter(name for names in by_source.values() for name in names)
    names = sorted(name for name, count in counts.items() if count >= _SOURCES)
    place = {name: at for at, name in enumerate(names)}
    rows = np.zeros((len(told), len(names) + 1))
    rows[:, -1] = 1.0
    for at, each in enumerate(told):
        for name, value in each.features.items():
            if name in place:
                rows[at, place[name]] = value
    are = np.array([each.purpose == purpose for each in told], dtype=np.float64)
    found = _minimum(rows, are, np.array([each.weight for each in told]))
    kept = {name: round(float(weight), 2) for name, weight in zip(names, found, strict=False) if abs(weight) >= _LEAST}
    return SentenceModel(kept, round(float(found[-1]), 2))


def _minimum(
    rows: npt.NDArray[np.float64], told: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    each = weight * np.where(told == 1.0, 0.5 / told.mean(), 0.5 / (1.0 - told.mean()))

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        odds = rows @ weights
        penalty = np.append(weights[:-1], 0.0)
        cost = (each * (np.logaddexp(0.0, odds) - told * odds)).sum() + _PENALTY / 2 * float(penalty @ penalty)
        return float(cost), rows.T @ (each * (1.0 / (1.0 + np.exp(-odds)) - told)) + _PENALTY * penalty

    return np.asarray(minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x)
