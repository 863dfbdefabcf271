"""Fitting what reads roles, from pretrained weights and the corpora, and what all fits have in common."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import Progress
from torch.nn import functional

from palate.language.reader.labels import ACTS, ROLES, SPANS, STATUSES
from palate.language.reader.pieces import MARKS, Cutter
from training import corpora
from training.compose import Composer
from training.encoder import Labels, Trunk, started
from training.examples import LABELS, UNSAID, Example, Marking, example
from training.shipped import go_on_from
from training.start import Start
from training.wear import worn

_ROLES = slice(0, len(ROLES))
_STATUSES = slice(len(ROLES), len(ROLES) + len(STATUSES))
_SPANS = slice(_STATUSES.stop, _STATUSES.stop + 1 + len(SPANS))
_ACTS = slice(_SPANS.stop, _SPANS.stop + len(ACTS))
_UNLIKELY = -1e4
"""The score of a mark as a piece: no text is cut into marks."""
_LIKE = {
    "[value]": "kind",
    "[flag]": "feature",
    "[number]": "number",
    "[money]": "price",
    "[time]": "time",
    "[year]": "year",
    "[title]": "title",
    "[field]": "length",
    "[s]": "sentence",
    "[/]": ")",
    "[phrase]": "query",
    "[new]": "hello",
    "[shown]": "these",
    "[asked]": "which",
    "[checked]": "right",
}
"""The word from whose embedding that of a mark starts."""
Pieces = list[tuple[str, float]]
_ONWARDS = 0.5
"""How fast what is fitted already goes on, of how fast it begins."""


@dataclass(frozen=True)
class Settings:
    """How the encoder of roles is fitted."""

    seed: int = 7
    layers: int = 4
    epochs: int = 6
    composed: int = 10000
    """Messages put together of wordings, each epoch."""
    tokens: int = 1024
    body: float = 5e-4
    heads: float = 1e-3


_HAN, _LATIN = 8000, 13000
"""Pieces of each script that are kept, the commonest, beside those that the corpora have."""


def vocabulary(source: Start, texts: Sequence[str]) -> tuple[list[tuple[str, float]], list[int]]:
    """Return the pieces that are kept with their scores, marks first; and for each piece its number in the source."""
    whole = Cutter([(mark, _UNLIKELY) for mark in MARKS] + [(p, s) for p, s in source.pieces if p == p.lower()])
    offset = len(MARKS)
    lowered = [at for at, (piece, _) in enumerate(source.pieces) if piece == piece.lower()]
    words = {word for text in texts for word in text.split()}
    cut = (whole.phrase(word, longest=400)[2:-1] for word in words)
    used = {lowered[each - offset] for some in cut for each in some if each >= offset}
    by_score = sorted(range(4, len(source.pieces)), key=lambda at: -source.pieces[at][1])
    plain = [at for at in by_score if source.pieces[at][0] == source.pieces[at][0].lower()]
    latin = [at for at in plain if all(ord(sign) < 0x250 or sign == "\u2581" for sign in source.pieces[at][0])]
    han = [
        at
        for at in plain
        if all(0x3000 <= ord(s) <= 0x9FFF or s == "\u2581" or 0xFF00 <= ord(s) <= 0xFFEF for s in source.pieces[at][0])
    ]
    kept = sorted({*latin[:_LATIN], *han[:_HAN], *used} - {0, 1, 2, 3})
    pieces = [(mark, _UNLIKELY) for mark in MARKS] + [source.pieces[at] for at in kept]
    return pieces, kept


def mark_sources(source: Start) -> dict[int, list[int]]:
    """Return for each mark the pieces of the source whose mean it starts from."""
    known = {piece: at for at, (piece, _) in enumerate(source.pieces)}
    special = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    return {
        at: [special[mark]] if mark in special else [known.get("\u2581" + _LIKE[mark], known.get(_LIKE[mark], 3))]
        for at, mark in enumerate(MARKS)
    }


def batches(examples: Sequence[Example], tokens: int, draw: random.Random) -> Iterator[list[Example]]:
    """Yield batches of messages of about one length, in any order."""
    by_length = sorted(examples, key=lambda each: (len(each.ids), draw.random()))
    found: list[list[Example]] = [[]]
    for each in by_length:
        if found[-1] and (len(found[-1]) + 1) * len(each.ids) > tokens:
            found.append([])
        found[-1].append(each)
    draw.shuffle(found)
    yield from found


def padded(rows: Sequence[Sequence[int]], fill: int = 0) -> torch.Tensor:
    """Return rows of one length."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])


def tag_loss(model: Labels, batch: Sequence[Example]) -> torch.Tensor:
    """Return how unlikely the labels of a batch are."""
    scores = model(padded([each.ids for each in batch]))
    loss = scores.new_zeros(())
    told = [(row, one) for row, each in enumerate(batch) for one in each.roles]
    if told:
        at = scores[[row for row, _ in told], [one.at for _, one in told]]
        allowed = torch.tensor([[role in one.roles for role in ROLES] for _, one in told])
        logs = functional.log_softmax(at[:, _ROLES], -1).masked_fill(~allowed, -1e9)
        loss = loss - torch.logsumexp(logs, -1).mean()
        statuses = torch.tensor([[float(status in one.statuses) for status in STATUSES] for _, one in told])
        loss = loss + 2 * functional.binary_cross_entropy_with_logits(at[:, _STATUSES], statuses)
    spans = padded([each.spans for each in batch], UNSAID)
    if (spans != UNSAID).any():
        loss = loss + functional.cross_entropy(scores[:, :, _SPANS][spans != UNSAID], spans[spans != UNSAID])
    acts = [(row, at, said) for row, each in enumerate(batch) for at, said in each.acts]
    wanted = torch.tensor([[float(act in said) for act in ACTS] for _, _, said in acts])
    logits = scores[[row for row, _, _ in acts], [at for _, at, _ in acts]][:, _ACTS]
    return loss + 8 * functional.binary_cross_entropy_with_logits(logits, wanted)


def begun(source: Start, texts: Sequence[str], layers: int) -> tuple[Trunk, Cutter, Pieces]:
    """Return pretrained layers, and the pieces of the vocabulary that texts need."""
    pieces, numbers = vocabulary(source, texts)
    return started(source, numbers, mark_sources(source), layers=layers), Cutter(pieces), pieces


def begins(model: torch.nn.Module, pieces: Pieces, before: Path | None) -> float:
    """Give a model the weights of the file that it goes on from, and return how fast it is to learn."""
    if before is None:
        return 1.0
    go_on_from(before, model, pieces)
    return _ONWARDS


def optimizer(groups: list[dict[str, Any]], total: int) -> tuple[torch.optim.AdamW, torch.optim.lr_scheduler.LambdaLR]:
    """Return what takes so many steps, and what lets their rate rise and fall."""
    adam = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm = max(1, total // 20)
    rise = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min((step + 1) / warm, max(0.0, (total - step) / max(1, total - warm)))
    )
    return adam, rise


def step(loss: torch.Tensor, model: torch.nn.Module, adam: torch.optim.AdamW, rate: Any) -> None:
    """Take one step down a loss."""
    adam.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adam.step()
    rate.step()


def fit_labels(source: Start, settings: Settings, say: Progress, before: Path | None) -> tuple[Labels, Pieces]:
    """Fit what reads roles to messages; return it with its pieces. The arguments are those of `fit_meanings`."""
    draw = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    messages = corpora.natural("train")
    plain = corpora.wordings("train")
    texts = [each.tagged.text for each in messages] + [each.text for each in plain]
    texts += [each.text for each in (*corpora.compact("heads"), *corpora.compact("tails"))]
    texts += [text for each in corpora.phrases("train") for text in (*each.phrases, each.name)]
    trunk, cutter, pieces = begun(source, texts, settings.layers)
    model = Labels(trunk, len(LABELS))
    share = begins(model, pieces, before)
    asides = [each for each in plain if each.stretches[0].acts == {"aside"} and not each.parts]
    refusals = [each for each in plain if "dismiss" in each.stretches[0].acts and not each.parts]
    wished = [each for each in plain if each.parts or each.stretches[0].acts != {"aside"}]
    # The phrases of one concept each are few, and hold the commonest ways to say it.
    twice = [*wished, *(each for each in wished if each.writer == "cues")]
    composer = Composer(twice, asides, draw, refusals, corpora.compact("heads"), corpora.compact("tails"))
    epochs = [
        list(batches(_epoch(messages, composer, settings, cutter, draw), settings.tokens, draw))
        for _ in range(settings.epochs)
    ]
    total = sum(map(len, epochs))
    rates = ((trunk, settings.body), (model.head, settings.heads))
    adam, rate = optimizer([{"params": part.parameters(), "lr": share * each} for part, each in rates], total)
    task = say.add_task("fitting roles", total=total)
    model.train()
    for number, epoch in enumerate(epochs):
        losses: list[float] = []
        for batch in epoch:
            loss = tag_loss(model, batch)
            losses.append(loss.item())
            step(loss, model, adam, rate)
            say.advance(task)
        say.console.print(f"epoch {number + 1}: loss {np.mean(losses):.3f}, last {np.mean(losses[-40:]):.3f}")
    return model.eval(), pieces


def _epoch(
    messages: Sequence[Marking], composer: Composer, settings: Settings, cutter: Cutter, draw: random.Random
) -> list[Example]:
    told = [worn(each, draw) for each in messages]
    told += [worn(composer.message(), draw) for _ in range(settings.composed)]
    return [example(each, cutter) for each in told]
