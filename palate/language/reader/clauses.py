"""What every clause of a message does in the conversation: its dialogue act."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from palate.errors import StorageError
from palate.language.reader.fitted import Fitted
from palate.language.reader.labels import COUNTING, DIALOGUE_ACTS
from palate.language.reader.pieces import Marked, Pieces

_FILE = "acts.onnx"
_LEAST = 1e-4
"""No probability is taken to be nearer to nothing."""


@dataclass(frozen=True)
class Clause:
    """Words of a message that do one thing: `message[start:end]`."""

    start: int
    end: int
    acts: Mapping[str, float]
    """How probable each dialogue act is."""
    counts: float = 1.0
    """How probable it is that it says what is wanted, or of what something is asked."""

    @property
    def act(self) -> str:
        """The likeliest of them."""
        return max(self.acts, key=self.acts.__getitem__)

    def any_of(self, acts: Collection[str]) -> float:
        """Return how probable it is that it does one of these."""
        return sum(self.acts[act] for act in acts)


class ClauseReader:
    """The fitted encoder of dialogue acts; thread-safe."""

    def __init__(self, path: Path) -> None:
        """Load a file of `make reader`.

        Raises:
            StorageError: it is missing, damaged, or of other acts than this version's.
        """
        self._fitted = Fitted(path, ["acts", "follows", "counts"])
        told = self._fitted.told
        if tuple(told["acts"]) != DIALOGUE_ACTS:
            raise StorageError(f"{path}: the reader is of another version of Palate: install it anew.")
        self._counts = np.array(told["counts"], np.float64)
        """How much each evidence says that a clause counts."""
        self._follows = np.array(told["follows"], np.float64)
        """How likely a word's act is followed by each, as logarithms."""

    def read(self, message: str, parts: Sequence[Marked], context: str) -> tuple[Clause, ...]:
        """Return the clauses of a message in their order; the arguments are those of `Reader.read`."""
        pieces = self._fitted.cutter.message(message, parts, context)
        scores = self._fitted.run(np.array([pieces.ids], np.int64))[0].astype(np.float64)
        return clauses_of(message, pieces, scores, self._follows)

    def counted(self, clause: Clause, role: float) -> Clause:
        """Return a clause with the probability that it counts, by its acts and the probability of a role in it."""
        evidence = float(self._counts @ evidence_of(clause, role))
        return replace(clause, counts=1 / (1 + float(np.exp(-evidence))))


def evidence_of(clause: Clause, role: float) -> NDArray[np.float64]:
    """Return what tells whether a clause counts, as numbers."""
    return np.array([_odds(clause.any_of(COUNTING)), role, 1.0])


def _odds(probability: float) -> float:
    sure = min(max(probability, _LEAST), 1 - _LEAST)
    return float(np.log(sure / (1 - sure)))


def clauses_of(
    message: str, pieces: Pieces, scores: NDArray[np.float64], follows: NDArray[np.float64]
) -> tuple[Clause, ...]:
    """Cut a message between words where its acts change, in the likeliest way; `scores` are one row a piece."""
    words = pieces.words(message)
    if not words:
        return ()
    likely = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    logs = np.stack([likely[word].mean(axis=0) for word in words])
    path = likeliest_path(logs, follows)
    bounds = [0, *(each for each in range(1, len(path)) if path[each] != path[each - 1]), len(path)]
    found = []
    for first, last in pairwise(bounds):
        acts = np.exp(logs[first:last]).mean(axis=0)
        start = pieces.spans[words[first][0]][0] if first else 0
        end = pieces.spans[words[last][0]][0] if last < len(words) else len(message)
        found.append(Clause(start, end, dict(zip(DIALOGUE_ACTS, (acts / acts.sum()).tolist(), strict=True))))
    return tuple(found)


def likeliest_path(logs: NDArray[np.float64], follows: NDArray[np.float64]) -> list[int]:
    """Return the likeliest act of each word, given how likely one follows another (Viterbi)."""
    best, came = logs[0], []
    for row in logs[1:]:
        through = best[:, None] + follows
        came.append(through.argmax(axis=0))
        best = through.max(axis=0) + row
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]


@cache
def shipped_clauses() -> ClauseReader:
    """Return the one that comes with the package, loaded when it is first asked for."""
    with as_file(files("palate.language.reader").joinpath(_FILE)) as path:
        return ClauseReader(path)
