"""Resemblance by meaning: other words, the same demonstration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from palate import Catalog
from palate.llm.embedding.embedder import Vectors
from palate.planners.demos.by_meaning import ByMeaning
from palate.planners.demos.pool import Pool


class Lengths:
    """An embedder of two numbers: how many words a text has on either side of three."""

    name = "lengths"

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return np.array([[1, 0] if len(text.split()) > 3 else [0, 1] for text in texts], dtype=np.float32)


def test_the_product_of_vectors_is_the_resemblance(tiny: Catalog) -> None:
    embedder = Lengths()
    made = ByMeaning((["one"], ["one", "two", "three", "four"]), embedder)

    assert made.resembling("who is it", tiny).tolist() == [1.0, 0.0]
    assert made.resembling("who is it that said so", tiny).tolist() == [0.0, 1.0]
    assert len(embedder.read) == 4  # the two demonstrations once


def test_what_the_catalogue_fills_in_is_read_by_its_kind(tiny: Catalog) -> None:
    embedder = Lengths()

    ByMeaning((["one"],), embedder).resembling("a horror film like Jaws under 90", tiny)

    assert embedder.read[0] == "a genres film like title under number"


@pytest.mark.parametrize(
    ("request_", "tag"),
    [
        ("the briefest musical", "superlative"),
        ("pictures in the vein of Fargo", "similar"),
        ("musicals make me sick", "taste"),
    ],
)
def test_the_closest_by_meaning_shows_the_same_kind_of_request(films: Catalog, request_: str, tag: str) -> None:
    pytest.importorskip("onnxruntime", reason="onnxruntime has no wheel for this platform", exc_type=ImportError)

    chosen = Pool.of(films, by="meaning").select(request_)

    assert len(chosen) <= 3
    assert tag in chosen[-1].tags
