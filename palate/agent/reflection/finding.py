"""What reflection observes, and what it decides."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from palate.planners.planner import Advice

FindingKind = Literal[
    # of the message
    "ambiguous",
    "doubtful",
    "snapped",
    "unread",
    "aside",
    "read",
    "differs",
    # of the turn
    "idle",
    "budget",
    "model",
    "part",
    # of the plan and its steps
    "plan",
    "capped",
    "unresolved",
    "failed",
    "rowless",
    # of what could be shown or told
    "contradictory",
    "empty",
    "seen",
    "too_few",
    "equal",
    "violated",
    "policy",
    "weak",
    "no-data",
    "critic",
    "uncritical",
    "reranked",
    "open",
    # of the reply
    "unbound",
    "cut",
]
Severity = Literal["info", "warning", "error"]
Decision = Literal["next", "finish", "replan", "relax", "ask", "abstain"]


class Finding(BaseModel, frozen=True):
    """One observation about a result."""

    kind: FindingKind
    severity: Severity
    message: str
    """One sentence."""
    data: dict[str, Any] = {}
    intent: int = 0
    step: str = ""
    """The step after which it was made; empty where it is about the message or the plan."""


class Verdict(BaseModel, frozen=True):
    """What is to happen after a step."""

    decision: Decision
    why: str
    """One sentence, for the trace."""
    advice: Advice | None = None
    """replan, relax: what the planner is told."""
    rereads: bool = False
    """replan: whether a model read the message, and reads it again first."""
    finding: Finding | None = None
    """The finding that decided, if one did."""
