"""What the models share: fields of a candidate and of a history as vectors of one width."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from palate.evals.suites.ranking.recommenders.deep.inputs import DISLIKED, LIKED
from palate.ranking.attributes import Attributes
from palate.ranking.history import HALF_LATER

_AGES = 10
"""Kinds of recency: how many events came later, each kind up to twice as many as the one before."""


@dataclass(frozen=True)
class Encoded:
    """Histories with their candidates."""

    fields: Tensor
    """Of each pair of a history and a candidate: fields, width."""
    target: Tensor
    """Of each pair the candidate's own fields as one vector."""
    events: Tensor
    """Of each history: events, width; 0 where there is none."""
    items: Tensor
    """Of each history: positions plus 1; 0 where there is none."""
    candidates: Tensor


class Encoder(nn.Module):
    """Embeds items, fields, popularity and histories; people are what they did, and have no embedding of their own."""

    def __init__(self, attributes: Attributes, size: int, width: int) -> None:
        super().__init__()
        self.item, self.past, self.kind, self.age = (nn.Embedding(rows, width) for rows in (size, size + 1, 4, _AGES))
        self.fame, named = nn.Linear(1, width), [attributes.values[:, each] for each in attributes.named.values()]
        self.values = nn.ModuleList(nn.EmbeddingBag(each.shape[1], width, mode="sum") for each in named)
        self.said = [[torch.tensor(part) for part in (each.indices, each.indptr[:-1], each.data)] for each in named]
        self.size, self.width, self.count = size, width, len(named) + 6
        self.flat = self.count * width
        for table in (self.item, self.past, self.kind, self.age, *self.values):
            nn.init.normal_(table.weight, std=0.1)

    def forward(self, histories: Tensor, candidates: Tensor, fame: Tensor) -> Encoded:
        """Encode histories (windows) and their candidates (a row of positions each)."""
        (items, kinds), later = histories, torch.arange(histories.shape[2] - 1, -1, -1)
        tables = [
            bag(values.long(), starts.long(), per_sample_weights=weights.float())
            for bag, (values, starts, weights) in zip(self.values, self.said, strict=True)
        ]
        own = [self.item(candidates), *(nn.functional.embedding(candidates, table) for table in tables)]
        past = self.past.weight + nn.functional.pad(sum(tables, torch.zeros(self.size, self.width)), (0, 0, 1, 0))
        ages = self.age(torch.log2(later + 1.0).long().clamp(max=_AGES - 1))
        events = (nn.functional.embedding(items, past) + self.kind(kinds) + ages) * (items > 0).unsqueeze(-1)
        weights = torch.stack([(items > 0) * 0.5 ** (later / HALF_LATER), kinds == LIKED, kinds == DISLIKED], dim=1)
        pools = (weights @ events) / (weights.sum(2, keepdim=True) + 1)
        history = torch.cat([pools, events[:, -1:]], dim=1).unsqueeze(1).expand(-1, candidates.shape[1], -1, -1)
        fields = torch.cat([torch.stack([*own, self.fame(fame.unsqueeze(-1))], dim=2), history], dim=2)
        return Encoded(fields.flatten(0, 1), torch.stack(own).sum(0), events, items, candidates)
