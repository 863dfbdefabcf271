"""What a tool may know of the turn that calls it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

import numpy as np
from typing_extensions import TypeVar

from palate.catalog.catalog import Catalog
from palate.language.understanding import Understanding
from palate.ranking.diversity import Mode
from palate.ranking.ranker import Ranker
from palate.ranking.taste import Taste
from palate.tools.candidates import Candidates, Positions

Deps = TypeVar("Deps", default=Any)
"""What an app gives its own tools and policies."""


@dataclass(frozen=True)
class ToolContext(Generic[Deps]):
    """The turn, as a tool sees it. Nothing in it can be changed from a tool."""

    catalog: Catalog
    candidates: Candidates = field(default_factory=Candidates)
    understanding: Understanding = field(default_factory=lambda: Understanding(message=""))
    taste: Taste = field(default_factory=Taste)
    barred: Mapping[str, Positions] = field(default_factory=dict)
    """For each item policy in force, the positions that it does not let be shown; what a person may still be asked to
    confirm is not among them."""
    withheld: Positions = field(default_factory=lambda: np.empty(0, np.int64))
    """What policies bar whoever asks, and the message does not name, where a model read it: no answer names these."""
    ranker: Ranker | None = None
    """What `rank` orders by, where the app has one of its own."""
    mode: Mode = "accuracy"
    """What `rank` is for where a step does not say."""
    novelty: float = 0.0
    """How much less exposed items gain in `rank` where a step does not say, from 0 to 1."""
    user: str | None = None
    """Who speaks, if the app told."""
    session: str = ""
    step: str = ""
    """Id of the step that is running, which narrowed candidates are marked with; empty for the tool's own name."""
    deadline: float = float("inf")
    """On the clock of `time.monotonic`; a tool that reaches it stops and fails."""
    deps: Deps = field(default=None, repr=False)  # type: ignore[assignment]
    """What the app gave: `Agent(deps=…)`, or `ask(deps=…)` for one message. Its type is the tool's business."""

    def left(self) -> float:
        """Return the seconds left, 0 at the least."""
        return max(0.0, self.deadline - time.monotonic())
