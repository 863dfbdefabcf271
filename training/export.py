"""A fitted encoder as one file: int8, with its pieces and labels inside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.encoder import Labels, Meaning


def export(
    model: Labels | Meaning, pieces: Sequence[tuple[str, float]], path: Path, labels: Mapping[str, object]
) -> None:
    """Write a fitted encoder, with its pieces and what else it tells of itself."""
    whole = path.with_suffix(".float.onnx")
    ids = torch.ones(2, 9, dtype=torch.long)
    out = {0: "messages", 1: "pieces"} if isinstance(model, Labels) else {0: "messages"}
    torch.onnx.export(
        model, (ids,), str(whole), input_names=["ids"], output_names=["out"],
        dynamic_axes={"ids": {0: "messages", 1: "pieces"}, "out": out}, dynamo=False, opset_version=17,
    )  # fmt: skip
    # Weights of seven bits: with eight, processors without VNNI add up products that do not fit, and read otherwise.
    quantize_dynamic(
        str(whole), str(path), op_types_to_quantize=["MatMul", "Gemm", "Gather"], per_channel=True,
        weight_type=QuantType.QInt8, reduce_range=True, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    tell(path, {**labels, "pieces": pieces})
    whole.unlink()


def tell(path: Path, told: Mapping[str, object]) -> None:
    """Write into a file what it tells of itself, beside what it does already."""
    held = onnx.load(str(path))
    kept = {each.key: each.value for each in held.metadata_props if not each.key.startswith("onnx.")}  # its tools' own
    kept |= {key: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for key, value in told.items()}
    del held.metadata_props[:]
    for key, value in kept.items():
        held.metadata_props.add(key=key, value=value)
    onnx.save(held, str(path))
