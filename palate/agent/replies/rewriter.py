"""What puts a reply into other words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from palate.agent.replies.slots.cells import Cells

if TYPE_CHECKING:
    from palate.agent.reply import Reply


@dataclass(frozen=True)
class Written:
    """A reply as the templates wrote it, with what may stand in the slots of another."""

    message: str
    """What the person wrote."""
    reply: Reply
    cells: Cells
    language: str
    """Of the template, `en` or `zh`: whose words may stand between the slots."""
    seconds: float
    """What a model may take."""


@runtime_checkable
class Rewriter(Protocol):
    """Puts replies into other words. Nobody trusts it: it writes slots, and words that claim nothing between them."""

    @property
    def name(self) -> str:
        """Its name in traces."""
        ...

    def rewrite(self, written: Written) -> str | None:
        """Return other words for a reply, such as `Try {1.title}, by {1.director}.`; None leaves it as it is.

        Raises:
            ModelError: the model gave nothing.
        """
        ...
