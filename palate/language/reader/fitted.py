"""A file of `make reader`: a fitted encoder, its pieces, and what was measured of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palate.errors import StorageError
from palate.language.reader.pieces import Cutter


class Fitted:
    """An encoder on one core; thread-safe."""

    def __init__(self, path: Path, needed: Sequence[str] = ()) -> None:
        """Load it.

        Args:
            path: the file.
            needed: what it has to tell of itself beside its pieces.

        Raises:
            StorageError: it is missing or damaged.
        """
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            self._session = InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            held = self._session.get_modelmeta().custom_metadata_map
            told: dict[str, Any] = {key: json.loads(value) for key, value in held.items()}
            self.cutter = Cutter([(piece, score) for piece, score in told.pop("pieces")])
            _ = [told[key] for key in ("version", *needed)]
        except Exception as error:  # its exceptions have no class in common
            raise StorageError(
                f"{path}: the reader cannot be loaded ({type(error).__name__}). It comes with Palate: install it anew."
            ) from error
        self._path = path
        self.told = told
        """What it tells of itself, by name."""

    @cached_property
    def digest(self) -> str:
        """What tells this encoder from others: what one of them makes of a text cannot be compared with another's."""
        with self._path.open("rb") as file:
            return file_digest(file, "blake2b").hexdigest()[:16]

    def run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what it makes of rows of pieces."""
        return np.asarray(self._session.run(None, {"ids": ids})[0])
