"""Sentence vectors: close in meaning, close in space."""

from __future__ import annotations

import numpy as np
import pytest

from palate.errors import ModelUnavailable
from palate.llm.embedding import minilm
from palate.llm.embedding.embedder import Embedder
from palate.llm.embedding.minilm import DIMENSIONS, MiniLM


@pytest.fixture
def embedder() -> MiniLM:
    pytest.importorskip("onnxruntime", reason="onnxruntime has no wheel for this platform", exc_type=ImportError)
    return MiniLM()


def test_texts_of_one_meaning_are_closer_than_others(embedder: MiniLM) -> None:
    asked, same, other = embedder.embed(["a scary movie", "a horror film", "the cheapest kettle"])

    assert asked @ same > 0.7
    assert asked @ other < 0.3
    assert isinstance(embedder, Embedder)


def test_rows_have_length_one_and_do_not_depend_on_their_neighbours(embedder: MiniLM) -> None:
    texts = ["kettle", "", "a film about two people who meet on a train and talk " * 40]

    together, alone = embedder.embed(texts), np.concatenate([embedder.embed([text]) for text in texts])

    assert together.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    # Weights of 8 bits are scaled by batch, so that a neighbour moves a row by a little.
    assert (together * alone).sum(axis=1).min() > 0.98


def test_no_text_gives_no_row(embedder: MiniLM) -> None:
    assert embedder.embed([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize("missing", ["onnxruntime", minilm.PACKAGE])
def test_without_the_extra_it_says_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    minilm._session.cache_clear()
    monkeypatch.setattr(minilm, "find_spec", lambda name: None if name == missing else object())

    with pytest.raises(ModelUnavailable, match=r"pip install 'palate\[embed\]'"):
        MiniLM().embed(["a"])


def test_another_file_is_refused(embedder: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    minilm._session.cache_clear()
    monkeypatch.setattr(minilm, "SHA256", "0" * 64)

    with pytest.raises(ModelUnavailable, match="is not the file"):
        embedder.embed(["a"])
