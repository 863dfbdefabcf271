"""What puts a reply into other words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from palate.agent.replies.claims.evidence import Evidence

if TYPE_CHECKING:
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog


@dataclass(frozen=True)
class Written:
    """A reply as the templates wrote it, with what it may say."""

    message: str
    """What the person wrote."""
    reply: Reply
    evidence: Evidence
    catalog: Catalog
    seconds: float
    """What a model may take."""


@runtime_checkable
class Rewriter(Protocol):
    """Puts replies into other words. Nobody trusts it: what it writes is checked claim by claim."""

    @property
    def name(self) -> str:
        """Its name in traces."""
        ...

    def rewrite(self, written: Written) -> str | None:
        """Return other words for a reply; None leaves it as it is.

        Raises:
            ModelError: the model gave nothing.
        """
        ...
