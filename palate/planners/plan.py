"""The plan: typed steps for one request, with references from later steps to earlier outputs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import to_jsonable_python

PlanKind = Literal["recommend", "answer", "none"]
"""What the reply does with the outcome: show items, say a fact from the rows, or neither (greetings, statements)."""


class Step(BaseModel):
    """One tool call of a plan, validated against the toolbox's typed steps before it runs (`planners/typed.py`).

    `args` are JSON, with references, `{"from": "step1.rows[0].year"}`, anywhere a value may stand.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    """`step1`, `step2`, … in order, counted anew in every plan."""
    tool: str
    args: Annotated[dict[str, Any], BeforeValidator(to_jsonable_python)] = {}
    out: bool = False
    """Whether the items that the tool gives are taken out, rather than kept."""
    why: str = ""
    """Which words or preference it serves, for the trace."""


class Plan(BaseModel):
    """The ordered steps for one request of a message, and what the reply is to do with them."""

    model_config = ConfigDict(frozen=True)

    request: str
    steps: tuple[Step, ...] = ()
    intent: int = Field(default=0, ge=0)
    """Which of the understanding's intents it serves."""
    kind: PlanKind = "recommend"
    show: int | None = Field(default=None, ge=0)
    """How many items to show; None for the agent's `k`."""
    planner: str = "offline"
    repaired: tuple[str, ...] = ()
    """What validation changed, one sentence each."""
    note: str = ""
