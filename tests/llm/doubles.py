"""What models of several tests answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from palate.llm.model import CallOptions, Message


def always(text: str) -> Callable[[Sequence[Message], CallOptions], str]:
    """Answer anything with the same text."""

    def answer(messages: Sequence[Message], options: CallOptions) -> str:
        return text

    return answer
