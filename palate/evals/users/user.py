"""What a simulated person does in a conversation."""

from __future__ import annotations

from typing import Protocol

from palate.agent.reply import Reply


class User(Protocol):
    """One person in one conversation. Two made of the same case and seed say the same to the same replies."""

    def say(self, reply: Reply | None = None) -> str | None:
        """Return the next message; None where there is nothing left to say.

        Args:
            reply: what the last message was answered with; None before the first.
        """
        ...
