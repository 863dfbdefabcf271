"""Fitting what compares meanings: to the phrases of values and columns, and to words that were judged in messages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from rich.progress import Progress
from torch.nn import functional

from palate.language.reader.pieces import Cutter
from training import corpora
from training.encoder import Meaning
from training.fit import Pieces, begins, begun, optimizer, padded, step
from training.pairs import MEANT, Judged, pairs
from training.start import Start
from training.wear import worn_header

_HEAT = 0.05
"""By what the products of meanings are divided before they are probabilities."""
_UNJUDGED = -1.0
"""What is added to the score of a value that was judged for other words alone: it might be meant, too."""
_LONGEST = 24
"""Pieces of a phrase that are fitted to: a few long ones would fill a batch with nothing."""


@dataclass(frozen=True)
class MeaningSettings:
    """How the encoder of meanings is fitted: all layers, since they know what words mean, and gently."""

    seed: int = 7
    layers: int = 12
    steps: int = 1200
    phrases: int = 64
    """Drawn in each step."""
    judged: int = 8
    """Messages in each step of which it was judged what some words mean."""
    rate: float = 2e-4


class Phrases:
    """Batches of phrases and of what they mean, and the loss of taking them apart."""

    def __init__(self, meant: Sequence[corpora.Meant], cutter: Cutter, draw: random.Random) -> None:
        self._meant, self._cutter, self._draw = list(meant), cutter, draw

    def loss(self, model: Meaning, size: int) -> torch.Tensor:
        """Draw values with a phrase for each; each phrase has to be nearest to its own value of all that are drawn."""
        drawn = self._drawn(size)
        said = [self._draw.choice(each.phrases) for each in drawn]
        named = [self._named(each) for each in drawn]
        whole = model(padded([self._cutter.phrase(text, longest=_LONGEST) for text in [*said, *named]]))
        count = len(drawn)
        scores = whole[:count] @ whole[count:].T / _HEAT
        same = torch.tensor([[one.name == other.name or _is_of(one, other) for other in drawn] for one in drawn])
        own = torch.arange(count)
        scores = scores.masked_fill(same & ~torch.eye(count, dtype=torch.bool), -1e9)
        return functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)

    def _named(self, meant: corpora.Meant) -> str:
        """Return a value with its field or alone, or a column, at times with its words cut short."""
        if meant.table:
            return worn_header(meant.name, self._draw)
        return meant.name if "(" in meant.value or self._draw.random() < 0.7 else meant.value

    def _drawn(self, size: int) -> list[corpora.Meant]:
        """Draw half of them at random, and half of such as stand together: these are hardest to tell apart."""
        at = self._draw.randrange(len(self._meant))
        beside = self._meant[at : at + size // 2]
        others = self._draw.sample(self._meant, size - len(beside))
        return list({id(each): each for each in [*beside, *others]}.values())


def _is_of(one: corpora.Meant, other: corpora.Meant) -> bool:
    """Tell whether two are a side of a column and the column itself, which are not to be told apart."""
    return one.table == other.table and one.field == other.field and corpora.FIELD in (one.value, other.value)


class Judgements:
    """Batches of words whose meaning was judged, and the loss of taking them for something else, or for something."""

    def __init__(self, judged: Sequence[Judged], cutter: Cutter, draw: random.Random) -> None:
        self._cutter, self._draw = cutter, draw
        self._of: dict[str, list[Judged]] = {}
        for each in judged:
            self._of.setdefault(each.marking.tagged.catalogue, []).append(each)
        self._catalogues = list(self._of)
        self._sizes = [len(each) for each in self._of.values()]
        self.nothing = torch.nn.Parameter(torch.tensor(0.5))
        """How near words are to what they do not mean; used by the loss alone."""

    def loss(self, model: Meaning, size: int) -> torch.Tensor:
        """Draw messages over one catalogue; their words, in them and alone, are to be nearest to what they mean."""
        (name,) = self._draw.choices(self._catalogues, self._sizes)
        drawn = self._draw.sample(self._of[name], min(size, len(self._of[name])))
        names = list(dict.fromkeys(value for each in drawn for value in each.relations))
        phrases = [*names, *(each.said for each in drawn)]
        meant = model(padded([self._cutter.phrase(text, longest=_LONGEST) for text in phrases]))
        named, alone = meant[: len(names)], meant[len(names) :]
        cut = [self._cutter.message(each.marking.tagged.text, each.marking.linked, "new") for each in drawn]
        where = [
            [start < one.end and one.start < end for start, end in pieces.spans]
            for one, pieces in zip(drawn, cut, strict=True)
        ]
        within = model.words(padded([each.ids for each in cut]), padded(where).bool())
        known = torch.tensor([[value in each.relations for value in names] for each in drawn])
        right = torch.tensor([[each.relations.get(value) in MEANT for value in names] for each in drawn])
        right = torch.cat([right, ~right.any(1, keepdim=True)], 1)
        return torch.stack([self._unlike(said, named, known, right) for said in (alone, within)]).sum()

    def _unlike(
        self, said: torch.Tensor, named: torch.Tensor, known: torch.Tensor, right: torch.Tensor
    ) -> torch.Tensor:
        scores = said @ named.T / _HEAT + ~known * _UNJUDGED
        scores = torch.cat([scores, self.nothing.expand(len(said), 1) / _HEAT], 1)
        return -torch.logsumexp(functional.log_softmax(scores, -1).masked_fill(~right, -1e9), -1).mean()


def fit_meanings(
    source: Start, settings: MeaningSettings, say: Progress, before: Path | None
) -> tuple[Meaning, Pieces]:
    """Fit what compares meanings; return it with its pieces.

    Args:
        source: pretrained weights.
        settings: how it is fitted.
        say: where its progress is shown.
        before: the file that it goes on from; None to begin with the pretrained weights alone.
    """
    draw = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    meant, judged = corpora.phrases("train"), pairs("train")
    texts = [text for each in meant for text in (*each.phrases, each.name)]
    texts += [text for each in judged for text in (each.marking.tagged.text, *each.relations)]
    trunk, cutter, pieces = begun(source, texts, settings.layers)
    model, phrases = Meaning(trunk), Phrases(meant, cutter, draw)
    judgements = Judgements(judged, cutter, draw)
    share = begins(model, pieces, before)
    adam, rate = optimizer(
        [{"params": [*model.parameters(), judgements.nothing], "lr": share * settings.rate}], settings.steps
    )
    losses: list[tuple[float, float]] = []
    model.train()
    for _ in say.track(range(settings.steps), description="fitting meanings"):
        parts = phrases.loss(model, settings.phrases), judgements.loss(model, settings.judged)
        losses.append((parts[0].item(), parts[1].item()))
        step(parts[0] + parts[1], model, adam, rate)
    last = ", ".join(f"{each:.3f}" for each in np.mean(losses[-40:], axis=0))
    say.console.print(f"last losses of phrases and of judgements: {last}")
    return model.eval(), pieces
