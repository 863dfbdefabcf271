"""Step 2: one small encoder says of every part of a message what role it has, and of every sentence what it is for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from palate.catalog.words import WIDE
from palate.errors import StorageError
from palate.language.reader.labels import ACTS, ROLES, SIDES, SPANS, STATUSES
from palate.language.reader.pieces import Cutter, Marked, Pieces

_FILE = "reader.onnx"
_WHOLE_WORD = 4
"""Pieces of a phrase of one word that the vocabulary has, marks and all."""
_OPPOSITE = 2.0
"""As many parts that are left out, and told, count as much as one that is read as its opposite."""
EVEN = 0.5
"""The probability from which on what may or may not be is taken to be."""


@dataclass(frozen=True)
class Tag:
    """What a part of a message is read as."""

    role: str
    sure: float
    """How probable the role is, calibrated."""
    roles: Mapping[str, float]
    """How probable each role is."""
    held: Mapping[str, float] = field(default_factory=dict)
    """How probable each status is."""

    @classmethod
    def of(cls, roles: Mapping[str, float], held: Mapping[str, float]) -> Tag:
        """Read a part as what it likeliest is."""
        best = max(roles, key=roles.__getitem__)
        return cls(best, roles[best], roles, held)

    @property
    def statuses(self) -> frozenset[str]:
        """Whatever is likelier than not."""
        return frozenset(status for status, sure in self.held.items() if sure >= EVEN)

    @property
    def is_doubtful(self) -> bool:
        """Whether more is to be lost by its opposite than won by its role, or one that is no opposite of it."""
        sides = [pair for one, other in SIDES for pair in ((one, other), (other, one)) if self.role in pair[0]]
        return any(_OPPOSITE * self._any(other) > self._any(own) for own, other in sides)

    def _any(self, roles: Iterable[str]) -> float:
        return sum(self.roles[role] for role in roles)


@dataclass(frozen=True)
class Span:
    """Words that no catalogue knows: a description, words for a field, a pointer to what was shown."""

    start: int
    end: int
    kind: str
    tag: Tag


@dataclass(frozen=True)
class Sentence:
    """A sentence of a message, and what it is for."""

    start: int
    end: int
    acts: Mapping[str, float]
    """How probable each act is."""

    @property
    def done(self) -> frozenset[str]:
        """What it is for: whatever is likelier than not, and the likeliest in any case."""
        return frozenset(act for act, sure in self.acts.items() if sure >= EVEN) | {
            max(self.acts, key=self.acts.__getitem__)
        }

    def does(self, *acts: str) -> bool:
        """Tell whether it does one of these."""
        return not self.done.isdisjoint(acts)


@dataclass(frozen=True)
class Reading:
    """A message, read."""

    parts: tuple[Tag, ...]
    """Of the parts that were marked, in their order; those that stand behind `end` have none."""
    spans: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    end: int
    """Up to where the message was read."""


class Reader:
    """The fitted encoder; thread-safe."""

    def __init__(self, path: Path) -> None:
        """Load a file of `make reader`.

        Raises:
            StorageError: it is missing, damaged, or of other labels than this version's.
        """
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            self._session = InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            told = self._session.get_modelmeta().custom_metadata_map
            held = {key: json.loads(told[key]) for key in ("roles", "statuses", "spans", "acts", "pieces", "version")}
        except Exception as error:  # its exceptions have no class in common
            raise StorageError(
                f"{path}: the reader cannot be loaded ({type(error).__name__}). It comes with Palate: install it anew."
            ) from error
        known = {"roles": ROLES, "statuses": STATUSES, "spans": SPANS, "acts": ACTS}
        if any(tuple(held[key]) != labels for key, labels in known.items()):
            raise StorageError(f"{path}: the reader is of another version of Palate: install it anew.")
        self.version: str = held["version"]
        self._cutter = Cutter([(piece, score) for piece, score in held["pieces"]])
        self._heat = float(json.loads(told.get("heat", "1.0")))
        self._nothing: tuple[float, float] = tuple(json.loads(told.get("nothing", "[0.5, 0.1]")))
        """How near a phrase is to what it does not mean, and how much nearer what it means has to be."""
        self.near, self.nearly = map(float, json.loads(told.get("near", "[0.5, 0.5]")))
        """From which probabilities on words are taken for the value they mean, and on it is worth to be preferred."""
        self.measured, self.likely_measured = map(float, json.loads(told.get("measured", "[0.5, 0.5]")))
        """The same for the column of which there is a number, or of which more or less is wanted."""
        self.right = float(json.loads(told.get("right", str(EVEN))))
        """How often it is right about a role: the probability below which another reader is as likely to be."""

    def read(self, message: str, parts: Sequence[Marked], context: str) -> Reading:
        """Read a message.

        Args:
            message: what the person wrote.
            parts: what the catalogue knows of it, in order, none overlapping.
            context: one of `CONTEXTS`.
        """
        pieces = self._cutter.message(message, parts, context)
        scores, _ = self._session.run(None, {"ids": np.array([pieces.ids], np.int64)})
        roles, statuses, spans, acts = np.split(
            scores[0].astype(np.float64), np.cumsum([len(ROLES), len(STATUSES), 1 + len(SPANS)]), axis=1
        )
        likely = _softmax(roles / self._heat)
        tags = [_tag(likely[at], statuses[at]) for at in range(len(pieces.ids))]
        return Reading(
            tuple(tags[at] for at in pieces.parts),
            tuple(_spans(message, pieces, spans, tags)),
            tuple(
                Sentence(start, end, dict(zip(ACTS, _sigmoid(acts[at]).tolist(), strict=True)))
                for at, start, end in pieces.sentences
            ),
            pieces.read,
        )

    def likely(self, phrases: Sequence[str], meanings: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return for each phrase how probable it is that it means each of some `meanings`; it may mean none of them."""
        return self.probable((self.meanings(phrases) @ meanings.T).astype(np.float64))

    def probable(self, near: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how probable meanings are that are so near."""
        return probable(near, *self._nothing)

    def is_strange(self, word: str) -> bool:
        """Tell whether a word is so rare that the vocabulary has it in pieces only."""
        return len(self._cutter.phrase(word)) > _WHOLE_WORD

    def meanings(self, phrases: Sequence[str], *, batch: int = 64) -> NDArray[np.float32]:
        """Return what phrases mean, one row each: the more alike, the larger the product of two rows."""
        rows = [self._cutter.phrase(phrase) for phrase in phrases]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        found = np.zeros((len(rows), 384), np.float32)
        for first in range(0, len(order), batch):
            some = order[first : first + batch]
            longest = max(len(rows[at]) for at in some)
            ids = np.array([rows[at] + [0] * (longest - len(rows[at])) for at in some], np.int64)
            found[some] = self._session.run(["meaning"], {"ids": ids})[0]
        return found


@cache
def shipped() -> Reader:
    """Return the reader that comes with the package, loaded when it is first asked for."""
    with as_file(files("palate.language.reader").joinpath(_FILE)) as path:
        return Reader(path)


def probable(near: NDArray[np.float64], nothing: float, heat: float) -> NDArray[np.float64]:
    """Return how probable meanings are that are so near, one row a phrase; the rest of a row is for none of them."""
    none = np.full((*near.shape[:-1], 1), nothing)
    return _softmax(np.concatenate([near, none], axis=-1) / heat)[..., :-1]


def _tag(likely: NDArray[np.float64], statuses: NDArray[np.float64]) -> Tag:
    held = dict(zip(STATUSES, _sigmoid(statuses).tolist(), strict=True))
    return Tag.of(dict(zip(ROLES, likely.tolist(), strict=True)), held)


def _spans(message: str, pieces: Pieces, scores: NDArray[np.float64], tags: Sequence[Tag]) -> list[Span]:
    """Return the runs of words that are of one kind of span; marks within a run do not break it."""
    found: list[Span] = []
    likely = _softmax(scores)
    last = 0
    for word in _words(message, pieces):
        kind = int(likely[word].sum(axis=0).argmax())
        start, end = pieces.spans[word[0]][0], pieces.spans[word[-1]][1]
        if kind and kind == last:
            found[-1] = replace(found[-1], end=end)
        elif kind:
            found.append(Span(start, end, SPANS[kind - 1], tags[word[0]]))
        last = kind
    return found


def _words(message: str, pieces: Pieces) -> list[list[int]]:
    """Return the pieces of every word: what no space parts, but for scripts that put none between words."""
    words: list[list[int]] = []
    for at, (start, end) in enumerate(pieces.spans):
        if start < 0:
            continue
        joined = bool(words) and pieces.spans[words[-1][-1]][1] >= start and not WIDE.search(message[start:end])
        if joined and words[-1][-1] == at - 1:
            words[-1].append(at)
        else:
            words.append([at])
    return words


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)))
