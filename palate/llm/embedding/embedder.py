"""What turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors. Thread-safe."""

    @property
    def name(self) -> str:
        """What it is called in traces."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row of length 1 for each text: the product of two rows is their likeness, at most 1.

        Raises:
            ModelUnavailable: what it runs on is not here.
        """
        ...
