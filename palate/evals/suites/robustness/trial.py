"""One trial, as a case holds it: tools that go wrong, and what a person says and stands by."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from palate.catalog.conditions import Where

BUDGET = 5.0
"""Seconds that a turn may take where a trial names no others."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fault(_Part):
    """A tool that goes wrong: one of Palate's own, or one of the outside tools of `palate.evals.suites.robustness`."""

    tool: str
    does: str
    """What it does instead of its work; `palate.evals.suites.robustness.wrongs` lists it."""
    times: int | None = Field(default=None, ge=1)
    """How many of its first calls go wrong; all of them where None."""


class Than(_Part):
    """How items compare with the median of those shown last, which any reading of "shorter" is well beyond."""

    field: str
    op: Literal["<", ">"]


class Said(_Part):
    """One message, and what the reply to it must be like."""

    text: str
    where: tuple[Where, ...] = ()
    """What the person stands by: every item shown meets it."""
    shows: int = Field(default=0, ge=0)
    """How many right items must be shown, or all that there are: no tool that is needed for it is broken."""
    than: Than | None = None
    fresh: bool = False
    """Whether nothing shown before may come again."""
    rejects: tuple[int, ...] | Literal["all"] = ()
    """Places, counted from 1, of what was shown last and is turned down with this message, for good."""


class Trial(_Part):
    """A conversation.

    Whatever is said and whatever breaks: nobody's conditions are broken, what is shown is as the catalogue has it, what
    was turned down does not come again, what nobody would answer is not asked again, a turn ends in its time, and a
    step that failed is among the findings.
    """

    catalog: str
    faults: tuple[Fault, ...] = ()
    said: tuple[Said, ...] = Field(min_length=1)
    refusals: tuple[str, ...] = ()
    """What the person says to a question instead of an answer; where there are none, the next message follows."""
    seconds: float = Field(default=BUDGET, gt=0)
    """The budget of a turn."""
