"""Planners by name, as `Agent(planner=…)` and `--planner` take them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from palate.errors import BadArgument

if TYPE_CHECKING:
    from palate.llm.model import Model
    from palate.planners.planner import Planner

PlannerName = Literal["auto", "offline", "assisted", "frames"]
"""frames: a model reads every message; assisted: those of which the offline reader leaves words out; auto: by
what `palate model check` found of the model, see `_best`; `offline` without one."""
DemosMode = Literal["none", "fixed", "dynamic"]
"""Which demonstrations a model is shown: none, the same for every message, or those that resemble it."""


def named_planner(
    name: PlannerName | None,
    model: str | Model | None,
    *,
    demos: DemosMode = "dynamic",
    k: int = 3,
    folder: Path | None = None,
) -> Planner:
    """Return a planner by its name: where none is given, `auto`.

    Args:
        name: Which planner.
        model: What it asks: a model, or its name such as `local` or `openai/gpt-5-mini`.
        demos: Which demonstrations it shows the model.
        k: How many.
        folder: Of demonstrations beside those that come with Palate.

    Raises:
        BadArgument: there is no planner of that name, or it needs a model and has none.
        ModelUnavailable: the model is not here.
    """
    wanted: str = name or "auto"
    if wanted == "auto":
        wanted = "offline" if model is None else _best(model)
    if wanted not in get_args(PlannerName):
        raise BadArgument(f"`{wanted}` is no planner; {', '.join(f'`{each}`' for each in get_args(PlannerName))} are.")
    if wanted == "offline":
        from palate.planners.offline import OfflinePlanner

        return OfflinePlanner()
    if model is None:
        raise BadArgument(f"`{wanted}` plans with a model; name one, such as `local` (`palate model list`).")
    from palate.llm.open import open_model
    from palate.planners.demos.pool import Demonstrations
    from palate.planners.models.frames import FramePlanner

    demonstrations = Demonstrations(demos, k=k, folder=folder)
    return FramePlanner(open_model(model), demonstrations, unsure=wanted == "assisted")


def _best(model: str | Model) -> PlannerName:
    """Return the planner for a model: `frames` where it read more right than the offline reader, `offline` where not.

    Of one that was never checked, a remote one reads every message and a local one assists.
    """
    from palate.llm.open import open_model
    from palate.planners.check.checking import checked_before, hint_at_check

    name = open_model(model).name
    found = checked_before(name)
    if found is not None:
        return "frames" if found.is_better else "offline"
    if _is_local(name):
        return "assisted"
    hint_at_check(name)
    return "frames"


def _is_local(name: str) -> bool:
    return name == "local" or name.startswith("local:")
