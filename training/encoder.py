"""The encoders that are fitted, in torch: a trunk of pretrained layers, and a head for labels or one for meaning."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from training.start import Start

MEANING = 384
"""Numbers of a phrase's meaning."""


class Layer(nn.Module):
    """One layer of BERT: attention, then two linear maps; each with a norm behind its sum."""

    def __init__(self, width: int, heads: int, inside: int) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.aln, self.oln = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.fi, self.fo = nn.Linear(width, inside), nn.Linear(inside, width)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, drop: float) -> torch.Tensor:
        """Map states of (messages, pieces, width); `mask` is added to the scores of attention."""
        batch, length, width = x.shape
        q, k, v = (
            each(x).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for each in (self.q, self.k, self.v)
        )
        scores = (q @ k.transpose(-1, -2)) * (width // self.heads) ** -0.5 + mask
        seen = (functional.softmax(scores, -1) @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.aln(x + functional.dropout(self.ao(seen), drop, self.training))
        inner = self.fo(functional.gelu(self.fi(x)))
        return self.oln(x + functional.dropout(inner, drop, self.training))


class Trunk(nn.Module):
    """Pieces in, states of every piece out."""

    def __init__(self, vocabulary: int, source: Start, layers: int) -> None:
        super().__init__()
        self.width = source.width
        self.word = nn.Embedding(vocabulary, source.width)
        self.place = nn.Embedding(512, source.width)
        self.norm = nn.LayerNorm(source.width, 1e-12)
        self.layers = nn.ModuleList(Layer(source.width, source.heads, source.inside) for _ in range(layers))
        self.drop = 0.1

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Map pieces of (messages, pieces) to (messages, pieces, width)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.place(places)[None])
        x = functional.dropout(x, self.drop, self.training)
        mask = (1.0 - (ids != 0)[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, mask, self.drop)
        return x


class Labels(nn.Module):
    """The scores of all labels of every piece: what reads roles."""

    def __init__(self, trunk: Trunk, labels: int) -> None:
        super().__init__()
        self.trunk, self.head = trunk, nn.Linear(trunk.width, labels)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return (messages, pieces, labels)."""
        return self.head(self.trunk(ids))


class Meaning(nn.Module):
    """The meaning of a whole phrase, or of words in a message."""

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.trunk, self.head = trunk, nn.Linear(trunk.width, MEANING)
        with torch.no_grad():
            self.head.weight.copy_(torch.eye(MEANING, trunk.width))
            self.head.bias.zero_()

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the meanings of whole phrases: rows of length 1."""
        return self.words(ids, ids != 0)

    def words(self, ids: torch.Tensor, where: torch.Tensor) -> torch.Tensor:
        """Return what the words of each message mean whose pieces are told: rows of length 1."""
        weights = where[:, :, None].float()
        states = self.trunk(ids)
        return functional.normalize(self.head((states * weights).sum(1) / weights.sum(1)), dim=-1)


def started(source: Start, ids: list[int], marks: dict[int, list[int]], *, layers: int) -> Trunk:
    """Return a trunk that starts from pretrained weights.

    Args:
        source: the weights.
        ids: for each piece of the vocabulary behind the marks, its number in the source.
        marks: for each mark, the numbers in the source whose mean it starts from.
        layers: how many layers are kept, from the bottom.
    """
    model = Trunk(len(marks) + len(ids), source, layers)
    given = {name: torch.tensor(each) for name, each in source.tensors.items()}
    with torch.no_grad():
        word = given["emb.word"]
        for mark, numbers in marks.items():
            model.word.weight[mark] = word[numbers].mean(0)
        model.word.weight[len(marks) :] = word[ids]
        model.place.weight.copy_(given["emb.pos"][:512] + given["emb.type"].reshape(-1, source.width)[0])
        _copy(model.norm, given, "emb.ln")
        for at, layer in enumerate(model.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                _copy(getattr(layer, name), given, f"l{at}.{name}")
    return model


def _copy(module: nn.Module, given: dict[str, torch.Tensor], name: str) -> None:
    module.weight.copy_(given[f"{name}.w"])
    module.bias.copy_(given[f"{name}.b"])
