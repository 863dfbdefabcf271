"""The models: what each makes of the fields of a candidate and of the history that it is ranked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn
from torch_rechub.basic.layers import FM, LR, MLP, BiLinearInteractionLayer, CrossNetwork, InteractingLayer, SENETLayer
from torch_rechub.models.ranking.din import ActivationUnit

from palate.evals.suites.ranking.recommenders.deep.encoder import Encoded, Encoder

LATEST = 50
"""Events that models look at which look at each alone; of longer histories SIM chooses `RETRIEVED`."""
RETRIEVED = 20
_BITS = 64
_FED = 8


class Net(nn.Module):
    """A deep network over the fields of each pair, with what products of fields add where there are any."""

    def __init__(self, encoder: Encoder, products: nn.Module | None = None, *, beside: int = 0) -> None:
        super().__init__()
        self.encoder, self.products = encoder, products
        self.deep = _deep(encoder.flat + beside)

    def forward(self, histories: Tensor, candidates: Tensor, fame: Tensor) -> Tensor:
        """Return the logit of each candidate, a row a history."""
        seen = self.encoder(histories, candidates, fame)
        found = self.deep(torch.cat([seen.fields.flatten(1), *self.beside(seen)], dim=1))
        return (found if self.products is None else found + self.products(seen.fields)).view(candidates.shape)

    def beside(self, seen: Encoded) -> tuple[Tensor, ...]:  # noqa: ARG002
        """Return what the deep network reads of each pair beside its fields."""
        return ()


class DIN(Net):
    """Attention of the candidate over the latest events (Zhou et al., 2018)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder, beside=encoder.width)
        self.attention = ActivationUnit(encoder.width, dims=[16])

    def beside(self, seen: Encoded) -> tuple[Tensor, ...]:  # noqa: D102
        # Where there is no event its vector is 0, which adds nothing whatever its weight.
        return (self.attention(self.events(seen), seen.target.flatten(0, 1)),)

    def events(self, seen: Encoded) -> Tensor:
        """Return the events that each pair looks at."""
        return seen.events[:, -LATEST:].repeat_interleave(seen.candidates.shape[1], dim=0)


class SIM(DIN):
    """The same over what is retrieved from the whole window for each candidate, the nearest by hashes of their vectors.

    Search as in SIM (Pi et al., 2020), by signs of random projections as in ETA (Chen et al., 2021).
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        self.register_buffer("planes", torch.randn(encoder.width, _BITS))

    def events(self, seen: Encoded) -> Tensor:  # noqa: D102
        with torch.no_grad():
            target, events = (torch.sign(each @ self.planes) for each in (seen.target, seen.events))
            near = (target @ events.mT).masked_fill(seen.items.unsqueeze(1) == 0, -_BITS - 1.0)
            rows = torch.arange(len(near)).view(-1, 1, 1) * near.shape[2]
            found = rows + near.topk(min(RETRIEVED, near.shape[2])).indices
        return nn.functional.embedding(found.flatten(0, 1), seen.events.flatten(0, 1))


class CAN(Net):
    """Co-action: each item is the weights of a small network that the latest events go through (Bian et al., 2022)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder, beside=2 * _FED)
        self.acting = nn.Embedding(encoder.size, 2 * _FED**2)
        self.fed = nn.Embedding(encoder.size + 1, _FED, padding_idx=0)
        nn.init.normal_(self.acting.weight, std=0.3)

    def beside(self, seen: Encoded) -> tuple[Tensor, ...]:  # noqa: D102
        latest = seen.items[:, -LATEST:]
        first, second = self.acting(seen.candidates).unflatten(2, (2, _FED, _FED)).unbind(2)
        once = torch.tanh(self.fed(latest).unsqueeze(1) @ first)
        acted = torch.cat([once, torch.tanh(once @ second)], dim=3).sum(2)
        return ((acted / (latest > 0).sum(1).clamp(min=1).view(-1, 1, 1)).flatten(0, 1),)


class Bilinear(nn.Module):
    """Products of fields, as they are and weighed by squeeze and excitation (FiBiNET; Huang et al., 2019)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.weighed = SENETLayer(encoder.count)
        self.products = BiLinearInteractionLayer(encoder.width, encoder.count, "field_all")
        self.deep = _deep(encoder.flat * (encoder.count - 1))

    def forward(self, fields: Tensor) -> Tensor:
        """Return what they add to each pair's logit."""
        both = [self.products(fields), self.products(self.weighed(fields))]
        return self.deep(torch.cat(both, dim=1).flatten(1))


class SASRec(nn.Module):
    """Self-attention over the latest events, of which it knows item, kind and order (Kang and McAuley, 2018)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        # An item's vector is all that it has, where the others have fields beside it.
        size, width = encoder.size, 2 * encoder.width
        self.item, self.kind, self.place = (nn.Embedding(rows, width) for rows in (size + 1, 4, LATEST))
        for table in (self.item, self.kind, self.place):
            nn.init.normal_(table.weight, std=0.05)
        layer = nn.TransformerEncoderLayer(width, 1, 2 * width, dropout=0.3, batch_first=True, norm_first=True)
        self.layers = nn.TransformerEncoder(layer, 2, norm=nn.LayerNorm(width), enable_nested_tensor=False)
        self.dropped = nn.Dropout(0.3)

    def forward(self, histories: Tensor, candidates: Tensor, fame: Tensor) -> Tensor:  # noqa: ARG002
        """Return the logit of each candidate, a row a history."""
        return self.every(self.states(histories)[:, -1]).gather(1, candidates)

    def states(self, histories: Tensor) -> Tensor:
        """Return what is known after each of the latest events."""
        items, kinds = histories[:, :, -LATEST:]
        count, scale = items.shape[1], self.item.embedding_dim**0.5
        events = self.item(items) * scale + self.kind(kinds) + self.place.weight[-count:]
        # Where there is no event, it sees itself alone: attention to nothing at all has no value.
        none = (items == 0).unsqueeze(1) & ~torch.eye(count, dtype=torch.bool)
        return self.layers(self.dropped(events), mask=none | torch.ones(count, count, dtype=torch.bool).triu(1))

    def every(self, states: Tensor) -> Tensor:
        """Return the logit of every item after each of `states`."""
        return states @ self.item.weight[1:].T


def _deepfm(encoder: Encoder) -> Net:
    """Make a deep network beside a factorisation machine (Guo et al., 2017), whose first order the network has."""
    return Net(encoder, FM())


def _dcn(encoder: Encoder) -> Net:
    """Make a deep network beside explicit crosses (Wang et al., 2017)."""
    return Net(encoder, nn.Sequential(nn.Flatten(), CrossNetwork(encoder.flat, 3), LR(encoder.flat)))


def _autoint(encoder: Encoder) -> Net:
    """Make a deep network beside self-attention between fields (Song et al., 2019)."""
    layers = InteractingLayer(encoder.width), InteractingLayer(encoder.width)
    return Net(encoder, nn.Sequential(*layers, nn.Flatten(), LR(encoder.flat)))


def _deep(width: int) -> nn.Module:
    return MLP(width, dims=[64, 32], dropout=0.2)


NETS: Mapping[str, Callable[[Encoder], Net | SASRec]] = {
    "deepfm": _deepfm,
    "dcn": _dcn,
    "autoint": _autoint,
    "fibinet": lambda encoder: Net(encoder, Bilinear(encoder)),
    "din": DIN,
    "sim": SIM,
    "can": CAN,
    "sasrec": SASRec,
}
