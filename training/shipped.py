"""Going on from an encoder that was written before: its weights, as near as seven bits tell them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

_WORDS = "trunk.word.weight"


def go_on_from(path: Path, model: nn.Module, pieces: Sequence[tuple[str, float]]) -> None:
    """Give a model the weights of a file; pieces that the file lacks keep those that they have.

    Args:
        path: a file that `export` wrote of a model of the same shape.
        model: what takes the weights.
        pieces: the pieces of the model, in the order of its rows.
    """
    held = onnx.load(str(path))
    told = {each.key: each.value for each in held.metadata_props}
    known = {piece: at for at, (piece, _) in enumerate(json.loads(told["pieces"]))}
    weights = _weights(held.graph)
    state = {name: torch.tensor(weights[name]) for name in model.state_dict() if name != _WORDS}
    words = model.state_dict()[_WORDS].clone()
    for row, (piece, _) in enumerate(pieces):
        if piece in known:
            words[row] = torch.tensor(weights[_WORDS][known[piece]])
    model.load_state_dict({**state, _WORDS: words})


def _weights(graph: onnx.GraphProto) -> Mapping[str, np.ndarray]:
    """Return every weight by its name in torch."""
    held = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found = {name: held[name] for name in held if not name.startswith("onnx::")}
    found |= {name.removesuffix("_quantized"): _full(name, held) for name in held if name.endswith("weight_quantized")}
    for node in graph.node:
        if node.op_type == "MatMulInteger":  # a linear map: `/trunk/layers.0/q/MatMul_quant`, and its weight transposed
            of = node.name.strip("/").rpartition("/")[0].replace("/", ".")
            found[f"{of}.weight"] = _full(node.input[1], held).T.copy()
    return found


def _full(name: str, held: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return a weight of seven bits as numbers."""
    of = name.removesuffix("_quantized")
    zero = held.get(f"{of}_zero_point", np.zeros(1))
    return np.asarray((held[name].astype(np.float32) - zero.astype(np.float32)) * held[f"{of}_scale"])
