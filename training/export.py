"""The fitted reader as one file: int8, with its pieces and labels inside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from palate.language.reader.labels import ACTS, ROLES, SPANS, STATUSES
from training.encoder import Encoder


def export(model: Encoder, pieces: Sequence[tuple[str, float]], path: Path, *, version: str) -> None:
    """Write a reader."""
    whole = path.with_suffix(".float.onnx")
    ids = torch.ones(2, 9, dtype=torch.long)
    shapes = {"ids": {0: "messages", 1: "pieces"}}
    torch.onnx.export(
        model, (ids,), str(whole), input_names=["ids"], output_names=["labels", "meaning"],
        dynamic_axes=shapes | {"labels": {0: "messages", 1: "pieces"}, "meaning": {0: "messages"}}, dynamo=False,
        opset_version=17,
    )  # fmt: skip
    # Weights of seven bits: with eight, processors without VNNI add up products that do not fit, and read otherwise.
    quantize_dynamic(
        str(whole), str(path), op_types_to_quantize=["MatMul", "Gemm", "Gather"], per_channel=True,
        weight_type=QuantType.QInt8, reduce_range=True, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    held = onnx.load(str(path))
    told = {"roles": ROLES, "statuses": STATUSES, "spans": SPANS, "acts": ACTS, "pieces": pieces, "version": version}
    for key, value in told.items():
        held.metadata_props.add(key=key, value=json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    onnx.save(held, str(path))
    whole.unlink()
