"""What every tool returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from palate.tools.candidates import Candidates

Status = Literal["ok", "empty", "failed"]
MOST_EXPLAINED = 50
"""Of the items that a tool puts in order, it explains this many, the best."""


@dataclass(frozen=True)
class ToolResult:
    """The outcome of one tool call.

    A failed tool's `candidates` are empty unless the tool does not touch candidates at all: it never leaves the set
    wider than the person asked for.
    """

    status: Status
    summary: str
    """One line for the planner, such as "kept 41 of 400 films"."""
    candidates: Candidates | None = None
    """The candidates afterwards; None where the tool leaves them alone (`lookup`, `sql`, `facets`)."""
    before: int | None = None
    """How many there were before."""
    rows: tuple[dict[str, Any], ...] = ()
    """Evidence: what a question is answered from, and what later steps may refer to."""
    evidence: dict[str, Any] = field(default_factory=dict)
    """Further evidence by name, JSON-able: matched words, neighbours that explain an item, counts."""
    reason: str | None = None
    """failed: one sentence that the planner can act on."""
    log: str = field(default="", repr=False)
    """What somebody else's code raised, in full; for the trace's log, and for no person."""

    @classmethod
    def failure(
        cls, reason: str, *, before: int | None = None, narrows: bool = False, step: str = "", log: str = ""
    ) -> ToolResult:
        """Return a failed result; where the tool narrows candidates, none are left."""
        left = Candidates.nothing(step) if narrows else None
        return cls("failed", f"failed: {reason}", candidates=left, before=before, reason=reason, log=log)

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON-able data, with few of the candidates' ids."""
        return {
            "status": self.status,
            "summary": self.summary,
            "before": self.before,
            "candidates": None if self.candidates is None else self.candidates.to_state(),
            "rows": list(self.rows),
            "evidence": self.evidence,
            "reason": self.reason,
        }


def rounded(value: float) -> float:
    """Return a figure as evidence keeps it."""
    return round(float(value), 4)
