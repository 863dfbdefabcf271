"""Fits a model of what sentences are for: logistic regression, those that are and all others of equal weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from palate.catalog.catalog import Catalog
from palate.catalog.words import Token, tokens
from palate.evals.sentences.wished import Message
from palate.language.asides import sentences
from palate.language.cues.lexicon import lexicon
from palate.language.everyday import is_everyday
from palate.language.forms import Form, Unit, form_features, form_of, is_of, read_of, units, wished_of
from palate.language.retracting import pairs
from palate.language.sentences import Purpose, SentenceModel, features
from palate.language.slips import mended
from palate.language.understand import pieces_of, understand
from palate.language.understanding import Intent, SessionView

Features = dict[str, float]
_PENALTY = 2.0
"""Of the squares of the weights."""
_SOURCES = 2
"""Writers that a feature needs: what one alone says tells of them, not of what it is for."""
_RAREST = 1e-6
"""The least share of sentences that are something, where there is none."""
_LEAST = 0.1
"""Weights that are nearer to zero are left out."""


@dataclass(frozen=True)
class Sentence:
    """One sentence as the model sees it."""

    features: Features
    purpose: Purpose | Form | Literal["retracted"] | None
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


def seen_wishes(message: Message, catalog: Catalog) -> Iterator[tuple[Features, Form]]:
    """Yield the features of each unit of a message, with its form."""
    cues = lexicon()
    words: Sequence[Token] = mended(tokens(message.text), catalog, cues).words
    intents = understand(message.text, SessionView(), catalog, twice=False).intents
    start, end = message.retracted[0] if message.retracted is not None else (0, 0)
    pieces = [each for each in pieces_of(words, catalog, cues) if not start <= words[each.start].start < end]
    for unit in units(pieces, words, intents):
        form = message.form([words[piece.start].start for piece in unit.named]) or "other"
        yield form_features(unit, words), form if form in unit.forms else "other"


def seen_twice(message: Message, catalog: Catalog) -> Iterator[tuple[Features, bool]]:
    """Yield the features of each two names of one field, and whether the first is taken back for the second."""
    cues = lexicon()
    words: Sequence[Token] = mended(tokens(message.text), catalog, cues).words
    pieces = pieces_of(words, catalog, cues)
    named = [piece for piece in pieces if piece.kind in ("VALUE", "QTY") and not is_everyday(piece, words)]
    for pair in pairs(pieces, named, words):
        places = [words[piece.start].start for piece in pair.named]
        retracted = message.retracted is not None and all(
            start <= place < end for place, (start, end) in zip(places, message.retracted, strict=True)
        )
        yield form_features(pair, words), retracted


def seen_apart(message: str, catalog: Catalog) -> Iterator[Features]:
    """Yield the features of each two names of one field in a message that is read rightly, and that both count."""
    cues = lexicon()
    words: Sequence[Token] = mended(tokens(message), catalog, cues).words
    pieces = pieces_of(words, catalog, cues)
    wished = wished_of(understand(message, SessionView(), catalog, twice=False).intents)
    named = [piece for piece in pieces if any(is_of(condition, piece) for condition in wished)]
    for pair in pairs(pieces, named, words):
        yield form_features(pair, words)


def seen_otherwise(message: str, catalog: Catalog) -> Iterator[tuple[Features, Form]]:
    """Yield the features of each unit of a message that nobody told the forms of: those that it is read in."""
    cues = lexicon()
    words: Sequence[Token] = mended(tokens(message), catalog, cues).words
    intents = understand(message, SessionView(), catalog, twice=False).intents
    for unit in units(pieces_of(words, catalog, cues), words, intents):
        read = {form_of(condition) for condition in read_of(unit, intents)}
        form = read.pop() if len(read) == 1 and not _searched(unit, intents, message, words) else "other"
        yield form_features(unit, words), form if form in unit.forms else "other"


def _searched(unit: Unit, intents: Sequence[Intent], message: str, words: Sequence[Token]) -> bool:
    """Tell whether some of a unit's words were read as a text to look for."""
    said = message[words[unit.start].start : words[unit.end - 1].end]
    texts = [entry for intent in intents for entry in intent.preferences if entry.text is not None]
    return any(entry.provenance.quote in said for entry in texts)


def fit(told: Sequence[Sentence], purpose: str) -> SentenceModel:
    """Return the weights that tell sentences for something from the rest best."""
    by_source: dict[str, set[str]] = {}
    for each in told:
        by_source.setdefault(each.source, set()).update(each.features)
    counts = Counter(name for names in by_source.values() for name in names)
    names = sorted(name for name, count in counts.items() if count >= _SOURCES)
    are = np.array([each.purpose == purpose for each in told], dtype=np.float64)
    found = _minimum(_rows(told, names), are, np.array([each.weight for each in told]))
    kept = {name: round(float(weight), 2) for name, weight in zip(names, found, strict=False) if abs(weight) >= _LEAST}
    return SentenceModel(kept, round(float(found[-1]), 2))


def _rows(told: Sequence[Sentence], names: Sequence[str]) -> csr_matrix:
    """Return what each sentence has of some features, and a constant."""
    place = {name: at for at, name in enumerate(names)}
    found = [
        (row, place[name], value)
        for row, each in enumerate(told)
        for name, value in each.features.items()
        if name in place
    ]
    found += [(row, len(names), 1.0) for row in range(len(told))]
    rows, columns, values = zip(*found, strict=True)
    return csr_matrix((values, (rows, columns)), shape=(len(told), len(names) + 1))


def _minimum(
    rows: csr_matrix, told: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    share = float(np.clip(told.mean(), _RAREST, 1.0 - _RAREST))
    each = weight * np.where(told == 1.0, 0.5 / share, 0.5 / (1.0 - share))
    columns = rows.T.tocsr()

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        odds = rows @ weights
        penalty = np.append(weights[:-1], 0.0)
        cost = (each * (np.logaddexp(0.0, odds) - told * odds)).sum() + _PENALTY / 2 * float(penalty @ penalty)
        return float(cost), columns @ (each * (1.0 / (1.0 + np.exp(-odds)) - told)) + _PENALTY * penalty

    return np.asarray(minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x)
