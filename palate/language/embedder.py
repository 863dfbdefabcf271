"""What turns words into vectors, where an app brings that: meanings are then compared by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from palate.errors import BadArgument
from palate.language.reader.meanings import encoder

Vectors = NDArray[np.float64]


MOST_COMPARED = 400
"""Distinct values with more of which a field holds names: these are found by text alone."""


class Embedder(Protocol):
    """Turns words into vectors: the more alike what two mean, the larger their cosine. Several threads may call it."""

    def embed(self, phrases: Sequence[str]) -> Sequence[Sequence[float]] | NDArray[np.floating]:
        """Return a vector for each phrase, all of one length and none of it zero.

        Args:
            phrases: words of a message, or names of what a catalogue has, such as `genres: Horror`; these are asked
                for once, some hundred at a time.
        """
        ...


class Comparing(Protocol):
    """Says how probable it is that words mean something."""

    def likely(self, phrase: str, names: tuple[str, ...]) -> Vectors:
        """Return for each name how probable it is that a phrase means it; it may mean none of them."""
        ...


class ByEncoder:
    """Compares by the encoder that comes with Palate."""

    def likely(self, phrase: str, names: tuple[str, ...]) -> Vectors:
        """Return for each name how probable it is that a phrase means it."""
        return encoder().probable((meanings(names) @ _meaning(phrase)).astype(np.float64))


@dataclass(frozen=True)
class _Named:
    """The names of one catalogue as an embedder has them, and what brings its cosines to the encoder's scale."""

    rows: Vectors
    slope: float
    shift: float


class ByEmbedder:
    r"""Compares by an embedder.

    The encoder's calibration holds for it as far as two names of a catalogue are as near on average, and differ as
    much: a cosine $c$ becomes $\mu + (c - \mu_e) \sigma / \sigma_e$, with mean and deviation over all pairs of names.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self._named = lru_cache(maxsize=32)(self._scaled)
        self._said = lru_cache(maxsize=256)(self._row)

    def likely(self, phrase: str, names: tuple[str, ...]) -> Vectors:
        """Return for each name how probable it is that a phrase means it.

        Raises:
            BadArgument: what it answers is no vector for each phrase.
        """
        named = self._named(names)
        row = self._said(phrase)
        if len(row) != named.rows.shape[1]:
            raise BadArgument(f"its vectors have {named.rows.shape[1]} numbers, and then {len(row)}.")
        return encoder().probable(named.rows @ row * named.slope + named.shift)

    def _row(self, phrase: str) -> Vectors:
        (row,) = read_vectors(self.embedder.embed([phrase]), 1)
        return np.asarray(row)

    def _scaled(self, names: tuple[str, ...]) -> _Named:
        rows = read_vectors(self.embedder.embed(list(names)), len(names))
        pairs = np.triu_indices(len(names), 1)
        encoded = meanings(names).astype(np.float64)
        ours, theirs = (encoded @ encoded.T)[pairs], (rows @ rows.T)[pairs]
        if len(ours) < 2 or not np.ptp(theirs):
            return _Named(rows, 1.0, 0.0)
        slope = float(ours.std() / theirs.std())
        return _Named(rows, slope, float(ours.mean() - theirs.mean() * slope))


def read_vectors(answer: object, count: int) -> Vectors:
    """Return what an embedder answered as rows of length 1.

    Raises:
        BadArgument: it is not a vector for each of `count` phrases.
    """
    try:
        rows = np.asarray(answer, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadArgument(
            f"its vectors are `{answer!r:.60}`; rows of numbers, all of one length, were expected."
        ) from None
    if rows.ndim != 2 or len(rows) != count:
        shape = " x ".join(map(str, rows.shape)) or "no list"
        raise BadArgument(f"its vectors are {shape}; one for each of {count} phrases was expected.")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise BadArgument("its vectors are not all of finite numbers, or one is zero.")
    return np.asarray(rows / lengths)


@lru_cache(maxsize=32)
def meanings(names: tuple[str, ...]) -> NDArray[np.float32]:
    """Return what the values of a catalogue mean by the encoder; catalogues of the same values share it."""
    return encoder().of(names)


@lru_cache(maxsize=2_000)
def _meaning(phrase: str) -> NDArray[np.float32]:
    """Return what a phrase means by the encoder; a message asks for most of its phrases more than once."""
    return np.asarray(encoder().of([phrase])[0])


_COMPARED: ContextVar[Comparing | None] = ContextVar("palate_comparing", default=None)


@contextmanager
def comparing(by: Comparing | None) -> Iterator[None]:
    """Have meanings compared in this way inside the block; by the encoder where None."""
    token = _COMPARED.set(by)
    try:
        yield
    finally:
        _COMPARED.reset(token)


def compared() -> Comparing:
    """Return what meanings are compared by here."""
    return _COMPARED.get() or ByEncoder()
