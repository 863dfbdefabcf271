"""Did the plan leave out something that was asked for?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.relaxing import filtered
from palate.agent.reflection.situation import Situation
from palate.agent.replies.request import in_words
from palate.agent.replies.wording import titled
from palate.agent.replies.words import say
from palate.agent.state import StepRecord
from palate.language.preference import Preference
from palate.tools.result import ToolResult


def unused_wishes(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where a plan that recommends has come to its end and had no step for a wish.

    What is hard holds all the same, since what is shown is checked item by item; but a plan that filters by it finds
    more. What was given up is no longer a wish, and what an outside tool serves nobody can tell.
    """
    tools = [seen.turn.parts.toolbox.get(step.tool) for step in seen.plan.steps]
    if seen.selection is None or any(tool.output is not None for tool in tools):
        return
    gone = seen.state.dropped(seen.plan.intent)
    lacking = {key: words for key, words in _wishes(seen) if key not in gone}
    if lacking:
        said = "; ".join(f"“{words}”" for words in lacking.values())
        message = f"The plan has no step for {said}."
        yield Finding(kind="unused", severity="warning", message=message, data={"wishes": lacking})


def _wishes(seen: Situation) -> Iterator[tuple[str, str]]:
    """Yield the key and the words of each wish that has no part in the plan."""
    tools = {step.tool for step in seen.plan.steps}
    for entry in seen.held.preferences:
        if entry.polarity == "want" and _without_step(entry, tools, seen):
            yield entry.key, in_words(entry, seen.turn.parts.catalog.schema)
    catalog = seen.turn.parts.catalog
    for mention in seen.held.like:
        if "similar" not in tools and catalog.has(mention.item):
            title = titled(catalog.item(mention.item), catalog.schema)
            yield f"like:{mention.item}", say("request.resembling", titles=title)
    ordered = {name for step in seen.plan.steps for name in _order_of(step.args)}
    for order in seen.intent.order:
        if order.field not in ordered:
            yield f"order:{order.field}", order.quote or order.field


def _without_step(entry: Preference, tools: set[str], seen: Situation) -> bool:
    if entry.call is not None:
        return entry.call.tool not in tools
    if entry.text is not None:
        return entry.horizon == "session" and "search" not in tools
    return entry.where is not None and entry.strength == "hard" and not filtered(seen, entry.where)


def _order_of(args: dict[str, object]) -> Iterator[str]:
    orders = args.get("order", ())
    for order in orders if isinstance(orders, list | tuple) else ():
        yield order["field"] if isinstance(order, dict) else order.field
