"""Calling the parts that an app brought: where one raises, hangs or answers nonsense, Palate's own goes on instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from palate.agent.reflection.finding import Finding
from palate.errors import PalateError
from palate.language.embedder import ByEmbedder, ByEncoder, Vectors
from palate.llm.deadline import LeftBehind, in_thread
from palate.tools.failures import full_text, reason

if TYPE_CHECKING:
    from palate.agent.workspace import Workspace

Result = TypeVar("Result")
_LEAST_SECONDS = 1.0
GRACE = 1.0
"""Seconds besides those that a part was told it may take: one that keeps to its time says so itself."""


class PartFailed(PalateError):
    """A part of an app gave nothing that can be used; the message may be told."""


def outside(call: Callable[[], Result], part: object, turn: Workspace, *, seconds: float | None = None) -> Result:
    """Return what a part of an app answers, which runs in a thread of its own; Palate's own keep to their time.

    Args:
        call: Asks it, and checks what it answers.
        part: What is asked.
        turn: The turn, whose log keeps in full what it raised.
        seconds: What it may take; by default half of what the turn has left, so that something is left to go on with,
            and a second where nothing is: what is understood must not hang on the budget.

    Raises:
        PartFailed: it raised, or was left behind.
    """
    limit, name = max(_LEAST_SECONDS, turn.left() / 2) if seconds is None else seconds, name_of(part)
    if any(each is part for each in turn.late):
        raise PartFailed(f"`{name}` was left behind before.")
    is_ours = getattr(part, "__module__", "").partition(".")[0] == "palate"
    try:
        return call() if is_ours else in_thread(call, limit)
    except LeftBehind:
        turn.late.append(part)
        told = f"`{name}` took longer than the {limit:.3g} seconds that it had, and was left behind."
        raise PartFailed(told) from None
    except Exception as error:
        turn.failed(full_text(error, name))
        raise PartFailed(reason(error, name)) from error


def name_of(part: object) -> str:
    """Return what a part is called: its own name, or that of its class."""
    return str(getattr(part, "name", None) or getattr(part, "__name__", None) or type(part).__name__)


def stood_in(part: str, why: Exception) -> Finding:
    """Return the finding that Palate's own part stood in for that of an app."""
    message = f"The {part} was of no help, so Palate's own stood in: {why}"
    return Finding(kind="part", severity="warning", message=message, data={"part": part})


class Comparisons:
    """Compares meanings by an app's embedder, and by the encoder for the rest of a turn in which that failed."""

    def __init__(self, embedded: ByEmbedder, turn: Workspace) -> None:
        self.found: tuple[Finding, ...] = ()
        """Why the encoder stood in, where it did."""
        self._embedded = embedded
        self._turn = turn

    def likely(self, phrase: str, names: tuple[str, ...]) -> Vectors:
        """Return for each name how probable it is that a phrase means it."""
        if not self.found:
            try:
                return outside(lambda: self._embedded.likely(phrase, names), self._embedded.embedder, self._turn)
            except PartFailed as error:
                self.found = (stood_in("embedder", error),)
        return ByEncoder().likely(phrase, names)
