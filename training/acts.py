"""Fitting what reads dialogue acts: to conversations, and to messages of which it is known what they are for."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import Progress
from scipy.optimize import minimize
from torch.nn import functional

from palate.language.reader.clauses import Clause, ClauseReader, evidence_of
from palate.language.reader.labels import COUNTING, DIALOGUE_ACTS
from palate.language.reader.reader import EVEN, Reader, role_in
from training import corpora
from training.compose import Composer
from training.conversations import chosen_by, markings, spoken
from training.encoder import Labels
from training.examples import Example, Marking, example, meant
from training.export import tell
from training.fit import Pieces, batches, begins, begun, optimizer, padded, step
from training.start import Start
from training.tags import Stretch
from training.wear import worn

_SMOOTH = 0.5
"""Added to how often one act follows another."""


@dataclass(frozen=True)
class ActSettings:
    """How the encoder of dialogue acts is fitted."""

    seed: int = 7
    layers: int = 8
    epochs: int = 4
    natural: int = 20000
    """Natural messages, drawn anew each epoch."""
    composed: int = 8000
    tokens: int = 1024
    body: float = 2.5e-4
    head: float = 1e-3


def act_loss(model: Labels, batch: Sequence[Example]) -> torch.Tensor:
    """Return how unlikely the dialogue acts of a batch are; of several that are right any will do."""
    scores = model(padded([each.ids for each in batch]))
    told = [(row, at, right) for row, each in enumerate(batch) for at, right in each.clauses]
    logs = functional.log_softmax(scores[[row for row, _, _ in told], [at for _, at, _ in told]], -1)
    allowed = torch.tensor([[act in right for act in DIALOGUE_ACTS] for _, _, right in told])
    return -torch.logsumexp(logs.masked_fill(~allowed, -1e9), -1).mean()


def fit_acts(
    source: Start, settings: ActSettings, say: Progress, without: Collection[str], before: Path | None
) -> tuple[Labels, Pieces]:
    """Fit what reads dialogue acts; return it with its pieces.

    Args:
        source: pretrained weights.
        settings: how it is fitted.
        say: where its progress is shown.
        without: voices of the conversations that it is not fitted to.
        before: the file that it goes on from; None to begin with the pretrained weights alone.
    """
    draw = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    said = list(markings(talk for talk in spoken() if talk.voice not in without))
    natural, plain = corpora.natural("train"), corpora.wordings("train")
    asides = [each for each in plain if each.stretches[0].acts == {"aside"} and not each.parts]
    refusals = [each for each in plain if "dismiss" in each.stretches[0].acts and not each.parts]
    composer = Composer(plain, asides, draw, refusals, corpora.compact("heads"), corpora.compact("tails"))
    trunk, cutter, pieces = begun(source, [each.tagged.text for each in (*said, *natural)], settings.layers)
    model = Labels(trunk, len(DIALOGUE_ACTS))
    share = begins(model, pieces, before)
    epochs = []
    for _ in range(settings.epochs):
        told = [*said, *draw.sample(natural, settings.natural)]
        told += [composer.message() for _ in range(settings.composed)]
        examples = (example(worn(each, draw), cutter) for each in told)
        epochs.append(list(batches([each for each in examples if each.clauses], settings.tokens, draw)))
    total = sum(map(len, epochs))
    rates = ((trunk, settings.body), (model.head, settings.head))
    adam, rate = optimizer([{"params": part.parameters(), "lr": share * each} for part, each in rates], total)
    task = say.add_task("fitting dialogue acts", total=total)
    model.train()
    for number, epoch in enumerate(epochs):
        losses: list[float] = []
        for batch in epoch:
            loss = act_loss(model, batch)
            losses.append(loss.item())
            step(loss, model, adam, rate)
            say.advance(task)
        say.console.print(f"epoch {number + 1}: loss {np.mean(losses):.3f}, last {np.mean(losses[-40:]):.3f}")
    return model.eval(), pieces


def follows() -> list[list[float]]:
    """Return how likely each act follows each, from one word to the next, as logarithms."""
    counts = Counter[tuple[str, str]]()
    for talk in spoken():
        for turn in talk.turns:
            said = ((each.acts, turn.text[each.start : each.end]) for each in turn.clauses)
            counts.update(pairwise(act for acts, words in said for act in acts for _ in words.split()))
    rows = [[counts[one, other] + _SMOOTH for other in DIALOGUE_ACTS] for one in DIALOGUE_ACTS]
    return [[math.log(each / sum(row)) for each in row] for row in rows]


@dataclass
class ActCount:
    """How dialogue acts were read of turns."""

    words: int = 0
    right: int = 0
    turns: int = 0
    wanting: int = 0
    """Turns of which it was read whether anything is wanted."""
    endangered: int = 0
    """Turns that speak of danger."""
    found: int = 0
    """Those of them that were read so."""
    alarms: int = 0
    """Turns that were read so and do not."""

    def add(self, each: Marking, clauses: Sequence[Clause]) -> None:
        """Count a turn."""
        text, told = each.tagged.text, each.tagged.clauses
        for word in re.finditer(r"\w+", text):
            meant = next((one for one in told if one.start <= word.start() < one.end), None)
            read = next((one for one in clauses if one.start <= word.start() < one.end), None)
            if meant is None or read is None:
                continue
            act = next(iter(meant.acts))
            self.words += 1
            self.right += read.act == act
        self.turns += 1
        speaks = any("danger" in one.acts for one in told)
        heard = any(one.acts["danger"] >= EVEN for one in clauses)
        self.endangered += speaks
        self.found += speaks and heard
        self.alarms += heard and not speaks
        self.wanting += any(one.acts & COUNTING for one in told) == any(one.counts >= EVEN for one in clauses)


def counted(reader: Reader, voices: Collection[str]) -> dict[str, ActCount]:
    """Count for each voice how a reader reads what it says."""
    found: dict[str, ActCount] = {}
    for each in markings(talk for talk in spoken() if talk.voice in voices):
        reading = reader.read(each.tagged.text, each.linked, each.tagged.context)
        found.setdefault(each.tagged.writer, ActCount()).add(each, reading.clauses)
    return found


def calibrate_acts(path: Path, roles: Path) -> dict[str, object]:
    """Measure and write how much each evidence says that a clause counts.

    By the voices that nothing was fitted to, and the hands for choosing of the natural messages, which ask for more
    than people do in conversation: each set weighs as much as the other.
    """
    tell(path, {"counts": [0.0] * 3})
    reader, clauses, voices = Reader(roles), ClauseReader(path), chosen_by()
    sets = (
        [(each, each.tagged.clauses) for each in markings(talk for talk in spoken() if talk.voice in voices)],
        [(each, tuple(meant(each.tagged))) for each in corpora.natural("choose")],
    )
    rows, right, weights = [], [], []
    for some in sets:
        read = [row for each, told in some for row in _evidence(each, told, reader, clauses)]
        rows += [row for row, _ in read]
        right += [1.0 if counts else -1.0 for _, counts in read]
        weights += [1 / len(read)] * len(read)
    evidence, sign, weight = np.array(rows), np.array(right), np.array(weights)

    def surprise(by: NDArray[np.float64]) -> float:
        return float((weight * np.logaddexp(0, -sign * (evidence @ by))).sum())

    found = minimize(surprise, np.zeros(evidence.shape[1]))
    counts: dict[str, object] = {"counts": found.x.tolist()}
    tell(path, counts)
    return counts


def _evidence(
    each: Marking, told: Sequence[Stretch], reader: Reader, clauses: ClauseReader
) -> Iterator[tuple[NDArray[np.float64], bool]]:
    """Yield what tells of each clause whether it counts, and whether it does; not where it may or may not."""
    given = each.tagged.text, each.linked, each.tagged.context
    reading = reader.read(*given)
    for clause in clauses.read(*given):
        over = max(told, key=lambda one: min(one.end, clause.end) - max(one.start, clause.start))
        if over.acts <= COUNTING or not over.acts & COUNTING:
            yield evidence_of(clause, role_in(clause, each.linked, reading)), bool(over.acts & COUNTING)
