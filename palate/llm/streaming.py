"""Models that can give their answer piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from palate.llm.model import CallOptions, Message, Model


@runtime_checkable
class StreamingModel(Model, Protocol):
    """A model whose answer can be shown while it is written."""

    def stream(self, messages: Sequence[Message], options: CallOptions = ...) -> Iterator[str]:
        """Give the answer's pieces as they come, the last of them within `options.seconds`.

        Raises:
            ModelError: as `complete` does, perhaps after some pieces.
        """
        ...
