"""How an agent behaves."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Budget(BaseModel):
    """What one turn may spend; running out is a finding, and the best grounded answer so far is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float = Field(default=20.0, gt=0)
    steps: int = Field(default=24, ge=1)
    replans: int = Field(default=3, ge=0)


class AgentConfig(BaseModel):
    """How an agent behaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    k: int = Field(default=5, ge=1, le=50)
    """Items a reply."""
    max_questions: int = Field(default=2, ge=0)
    """Questions a session."""
    budget: Budget = Budget()
    style: Literal["concise", "detailed"] = "concise"
    language: Literal["en"] = "en"
