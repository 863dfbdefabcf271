"""What words mean: the more alike two phrases are meant, the larger the product of their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from palate.language.reader.fitted import Fitted

_FILE = "meanings.onnx"
_WIDTH = 384
_WHOLE_WORD = 4
"""Pieces of a phrase of one word that the vocabulary has, marks and all."""
_EVEN = (0.5, 0.5)


class MeaningEncoder:
    """The fitted encoder of phrases, and how near is near enough; thread-safe."""

    def __init__(self, path: Path) -> None:
        """Load a file of `make reader`.

        Raises:
            StorageError: it is missing or damaged.
        """
        self._fitted = Fitted(path)
        told = self._fitted.told
        self._nothing: tuple[float, float] = tuple(told.get("nothing", (0.5, 0.1)))
        """How near a phrase is to what it does not mean, and how much nearer what it means has to be."""
        self.near, self.nearly = map(float, told.get("near", _EVEN))
        """From which probabilities on words are taken for the value they mean, and on it is worth to be preferred."""
        self.measured = float(told.get("measured", _EVEN[0]))
        """From which probability on words are taken for the column of which more or less is wanted, or none."""
        self.counted = float(told.get("counted", _EVEN[0]))
        """The same for what is said before and behind a number."""
        self._within: tuple[float, float] = tuple(told.get("within", _EVEN))
        """How often a number lies within the range of its own column, and within that of another one."""

    @property
    def digest(self) -> str:
        """What tells it from other encoders."""
        return self._fitted.digest

    def of(self, phrases: Sequence[str], *, batch: int = 64) -> NDArray[np.float32]:
        """Return what phrases mean, one row each."""
        rows = [self._fitted.cutter.phrase(phrase) for phrase in phrases]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        found = np.zeros((len(rows), _WIDTH), np.float32)
        for first in range(0, len(order), batch):
            some = order[first : first + batch]
            longest = max(len(rows[at]) for at in some)
            found[some] = self._fitted.run(np.array([rows[at] + [0] * (longest - len(rows[at])) for at in some]))
        return found

    def probable(self, near: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how probable meanings are that are so near."""
        return probable(near, *self._nothing)

    def odds(self, *, within: bool) -> float:
        """Return how much likelier a number of which that is true is of a column than of another one."""
        own, other = self._within
        return own / other if within else (1 - own) / (1 - other)

    def is_strange(self, word: str) -> bool:
        """Tell whether a word is so rare that the vocabulary has it in pieces only."""
        return len(self._fitted.cutter.phrase(word)) > _WHOLE_WORD


@cache
def encoder() -> MeaningEncoder:
    """Return the one that comes with the package, loaded when it is first asked for."""
    with as_file(files("palate.language.reader").joinpath(_FILE)) as path:
        return MeaningEncoder(path)


def probable(near: NDArray[np.float64], nothing: float, heat: float) -> NDArray[np.float64]:
    """Return how probable meanings are that are so near, one row a phrase; the rest of a row is for none of them."""
    none = np.full((*near.shape[:-1], 1), nothing)
    scores = np.concatenate([near, none], axis=-1) / heat
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray((raised / raised.sum(axis=-1, keepdims=True))[..., :-1])
