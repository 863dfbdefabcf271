"""Going on from an encoder that was written: it begins with that one's weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from training.encoder import Labels, Trunk  # noqa: E402
from training.examples import LABELS  # noqa: E402
from training.export import export  # noqa: E402
from training.shipped import go_on_from  # noqa: E402
from training.start import Start  # noqa: E402

SMALL = Start(width=32, layers=2, heads=4, inside=64, pieces=(), tensors={})
PIECES = [(f"piece{at}", -float(at)) for at in range(12)]


def made(pieces: int) -> Labels:
    model = Labels(Trunk(pieces, SMALL, SMALL.layers), len(LABELS))
    for weight in model.parameters():
        torch.nn.init.normal_(weight)  # equal ones are written once
    model.eval()
    return model


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own, of how it exports
def test_every_weight_is_the_one_that_was_written(tmp_path: Path) -> None:
    before, path = made(len(PIECES)), tmp_path / "reader.onnx"
    export(before, PIECES, path, {"version": "test"})
    after = made(len(PIECES) + 1)
    unknown = after.trunk.word.weight[0].clone()
    go_on_from(path, after, [("new", 0.0), *PIECES])

    words = after.trunk.word.weight
    assert torch.equal(words[0], unknown)
    for name, weight in before.state_dict().items():
        now = words[1:] if name == "trunk.word.weight" else after.state_dict()[name]
        step = float(weight.abs().max()) / 63 if weight.ndim > 1 else 0.0  # seven bits, one of them the sign
        assert np.allclose(now.detach(), weight, atol=step), name
