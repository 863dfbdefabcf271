"""Step 2: one small encoder says of every part of a message what role it has, and of every sentence what it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from palate.errors import StorageError
from palate.language.reader.clauses import Clause, ClauseReader, shipped_clauses
from palate.language.reader.fitted import Fitted
from palate.language.reader.labels import ACTS, ROLES, SIDES, SPANS, STATUSES
from palate.language.reader.pieces import Marked, Pieces

_FILE = "reader.onnx"
_NONE = ROLES.index("none")
_OPPOSITE = 2.0
"""As many parts that are left out, and told, count as much as one that is read as its opposite."""
_SILENT = 2.0
"""As many words that are told needlessly count as much as one that is dropped without a word."""
_SURE = 1e-6
"""How near probabilities come to none and to all."""
WANTED = frozenset({"want", "either"})
"""Roles of a description that is wished for."""
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

    @property
    def denied(self) -> Tag:
        """The same words behind a negation that the reader took for one of them: who wants "not dumb" avoids "dumb"."""
        wanted = {"avoid": self._any(WANTED), "want": self.roles["avoid"]}
        return Tag.of({**self.roles, **dict.fromkeys(WANTED, 0.0), **wanted}, self.held)

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
class Word:
    """A word of a message: `message[start:end]`."""

    start: int
    end: int
    tells: float
    """How probable it is that it says something of what is wanted, calibrated; else it is background."""

    @property
    def matters(self) -> bool:
        """Whether more is lost if it is dropped without a word than if it is told needlessly."""
        return _SILENT * self.tells > 1 - self.tells


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
    clauses: tuple[Clause, ...] = ()
    """What it does in the conversation, clause by clause; empty where nobody has read that."""
    words: tuple[Word, ...] = ()
    """Its words; empty where nobody has weighed them."""


class Reader:
    """The fitted encoder; thread-safe."""

    def __init__(self, path: Path, clauses: ClauseReader | None = None) -> None:
        """Load a file of `make reader`, with what reads clauses.

        Raises:
            StorageError: it is missing, damaged, or of other labels than this version's.
        """
        known = {"roles": ROLES, "statuses": STATUSES, "spans": SPANS, "acts": ACTS}
        self._fitted = Fitted(path, [*known])
        told = self._fitted.told
        if any(tuple(told[key]) != labels for key, labels in known.items()):
            raise StorageError(f"{path}: the reader is of another version of Palate: install it anew.")
        self._heat = float(told.get("heat", 1.0))
        self._tells: tuple[float, float] = tuple(told.get("tells", (1.0, 0.0)))
        """What the odds of a word are raised to and multiplied by, the latter as a logarithm."""
        self._clauses = clauses

    def read(self, message: str, parts: Sequence[Marked], context: str) -> Reading:
        """Read a message.

        Args:
            message: what the person wrote.
            parts: what the catalogue knows of it, in order, none overlapping.
            context: one of `CONTEXTS`.
        """
        pieces = self._fitted.cutter.message(message, parts, context)
        scores = self._fitted.run(np.array([pieces.ids], np.int64))
        roles, statuses, spans, acts = np.split(
            scores[0].astype(np.float64), np.cumsum([len(ROLES), len(STATUSES), 1 + len(SPANS)]), axis=1
        )
        likely = _softmax(roles / self._heat)
        tags = [_tag(likely[at], statuses[at]) for at in range(len(pieces.ids))]
        reading = Reading(
            tuple(tags[at] for at in pieces.parts),
            tuple(_spans(message, pieces, spans, tags)),
            tuple(
                Sentence(start, end, dict(zip(ACTS, _sigmoid(acts[at]).tolist(), strict=True)))
                for at, start, end in pieces.sentences
            ),
            pieces.read,
            words=tuple(self._words(message, pieces, likely, _softmax(spans))),
        )
        if self._clauses is None:
            return reading
        read = self._clauses.read(message, parts, context)
        return replace(
            reading, clauses=tuple(self._clauses.counted(each, role_in(each, parts, reading)) for each in read)
        )

    def _words(
        self, message: str, pieces: Pieces, roles: NDArray[np.float64], spans: NDArray[np.float64]
    ) -> Iterator[Word]:
        """Yield the words: each tells something as far as it is of a span, or of a part that has a role."""
        slope, shift = self._tells
        part = {at: 1 - roles[mark, _NONE] for mark in pieces.parts for at in pieces.within(mark)}
        for word in pieces.words(message):
            span = 1 - spans[word, 0].mean()
            sure = min(max(span, _SURE, *(part.get(at, 0.0) for at in word)), 1 - _SURE)
            odds = slope * np.log(sure / (1 - sure)) + shift
            yield Word(pieces.spans[word[0]][0], pieces.spans[word[-1]][1], float(1 / (1 + np.exp(-odds))))


def role_in(clause: Clause, parts: Sequence[Marked], reading: Reading) -> float:
    """Return the highest probability with which a part of a clause has a role; 0 if it has no parts."""
    tags = [tag for part, tag in zip(parts, reading.parts, strict=False) if clause.start <= part.start < clause.end]
    tags += [span.tag for span in reading.spans if clause.start <= span.start < clause.end]
    return max((1 - each.roles["none"] for each in tags), default=0.0)


@cache
def shipped() -> Reader:
    """Return the reader that comes with the package, loaded when it is first asked for."""
    with as_file(files("palate.language.reader").joinpath(_FILE)) as path:
        return Reader(path, shipped_clauses())


def _tag(likely: NDArray[np.float64], statuses: NDArray[np.float64]) -> Tag:
    held = dict(zip(STATUSES, _sigmoid(statuses).tolist(), strict=True))
    return Tag.of(dict(zip(ROLES, likely.tolist(), strict=True)), held)


def _spans(message: str, pieces: Pieces, scores: NDArray[np.float64], tags: Sequence[Tag]) -> list[Span]:
    """Return the runs of words that are of one kind of span; marks within a run do not break it."""
    found: list[Span] = []
    likely = _softmax(scores)
    last = 0
    for word in pieces.words(message):
        kind = int(likely[word].sum(axis=0).argmax())
        start, end = pieces.spans[word[0]][0], pieces.spans[word[-1]][1]
        if kind and kind == last:
            found[-1] = replace(found[-1], end=end)
        elif kind:
            found.append(Span(start, end, SPANS[kind - 1], tags[word[0]]))
        last = kind
    return found


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)))
