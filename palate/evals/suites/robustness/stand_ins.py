"""Tools in the place of others, which go wrong as a trial asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

from palate.catalog.item import ItemId
from palate.errors import BadArgument, closest
from palate.evals.suites.robustness.trial import Fault
from palate.evals.suites.robustness.wrongs import LISTING, LOOKING, NARROWING, TELLING, Wrong
from palate.tools.context import ToolContext
from palate.tools.outputs import Output
from palate.tools.tool import MOST_SECONDS, Tool, tool
from palate.tools.toolbox import Toolbox

DEADLINE = 0.2
"""Seconds that a stand-in that stalls has for itself."""


@tool(cues=("today only", "on offer"))
def offers(context: ToolContext) -> list[ItemId]:
    """List what is on offer today."""
    return context.catalog.ids(range(0, context.catalog.schema.items, 2))


@tool(cues=("critics", "reviewers"))
def reviews() -> list[dict[str, Any]]:
    """Tell what reviewers say."""
    return [{"reviewers": "of two minds"}]


OUTSIDE = {each.name: each for each in (offers, reviews)}
"""The outside tools that trials know, as they work when nothing is wrong with them."""


def stand_ins(faults: Sequence[Fault]) -> tuple[Tool, ...]:
    """Return the tools of a trial: each in the place of the one of its name.

    Raises:
        UnknownTool: there is no tool of that name.
        BadArgument: such a tool cannot do this.
    """
    return tuple(_stand_in(fault) for fault in faults)


def _stand_in(fault: Fault) -> Tool:
    own = OUTSIDE[fault.tool] if fault.tool in OUTSIDE else Toolbox(installed=False).get(fault.tool)
    known = _wrongs(own)
    if fault.does not in known:
        raise BadArgument(f"`{fault.does}` is nothing that `{fault.tool}` can do; {closest(fault.does, known)}.")
    return replace(
        own,
        arguments=replace(own.arguments, takes_context=True),
        function=_wronged(known[fault.does], own, fault.times),
        output=own.output or Output("result"),
        seconds=DEADLINE if fault.does == "stalls" else MOST_SECONDS,
        replaces=not own.outside,
    )


def _wrongs(own: Tool) -> Mapping[str, Wrong]:
    if own.outside:
        return LISTING if own.narrows else TELLING
    return NARROWING if own.narrows else LOOKING


def _wronged(wrong: Wrong, own: Tool, times: int | None) -> Callable[..., Any]:
    calls = count()

    def call(context: ToolContext, **given: Any) -> Any:
        right = partial(own.function, *[context] * own.arguments.takes_context, **given)
        return wrong(context, right) if times is None or next(calls) < times else right()

    return call
