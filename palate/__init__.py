"""Palate: a catalogue and its interaction log become a recommendation agent.

The public names load on first use, so that `import palate` stays fast. What an operator should know is logged to
children of the logger `palate`, which an app gives handlers and a level, or leaves silent.
"""

from __future__ import annotations

import logging
from importlib import import_module

TYPE_CHECKING = False  # type checkers know it without `typing`, whose import takes as long as that of `logging`
if TYPE_CHECKING:
    from typing import Any

    from palate import errors
    from palate.agent import events, policies
    from palate.agent.agent import Agent
    from palate.agent.config import AgentConfig, Budget
    from palate.agent.events import ReplyEvent, StepEvent
    from palate.agent.reply import Reply, State
    from palate.agent.workspace import Reader
    from palate.catalog.catalog import Catalog
    from palate.catalog.conditions import AnyOf, Condition
    from palate.catalog.item import Item, ItemId
    from palate.language.embedder import Embedder
    from palate.language.preference import Preference
    from palate.language.understanding import Order, Understanding
    from palate.memory.store import Store
    from palate.planners.plan import Plan, Step
    from palate.planners.planner import Planner
    from palate.ranking.ranker import Ranker
    from palate.ranking.taste import Taste
    from palate.tools.adapters.mcp import McpTools
    from palate.tools.context import ToolContext
    from palate.tools.result import ToolResult
    from palate.tools.tool import tool

_HOMES = {
    "Agent": "palate.agent.agent",
    "AgentConfig": "palate.agent.config",
    "AnyOf": "palate.catalog.conditions",
    "Budget": "palate.agent.config",
    "Catalog": "palate.catalog.catalog",
    "Condition": "palate.catalog.conditions",
    "Embedder": "palate.language.embedder",
    "Item": "palate.catalog.item",
    "ItemId": "palate.catalog.item",
    "McpTools": "palate.tools.adapters.mcp",
    "Order": "palate.language.understanding",
    "Plan": "palate.planners.plan",
    "Planner": "palate.planners.planner",
    "Preference": "palate.language.preference",
    "Ranker": "palate.ranking.ranker",
    "Reader": "palate.agent.workspace",
    "Reply": "palate.agent.reply",
    "ReplyEvent": "palate.agent.events",
    "State": "palate.agent.reply",
    "Step": "palate.planners.plan",
    "StepEvent": "palate.agent.events",
    "Store": "palate.memory.store",
    "Taste": "palate.ranking.taste",
    "ToolContext": "palate.tools.context",
    "ToolResult": "palate.tools.result",
    "Understanding": "palate.language.understanding",
    "tool": "palate.tools.tool",
}
_MODULES = {"errors": "palate.errors", "events": "palate.agent.events", "policies": "palate.agent.policies"}

__all__ = [
    "Agent",
    "AgentConfig",
    "AnyOf",
    "Budget",
    "Catalog",
    "Condition",
    "Embedder",
    "Item",
    "ItemId",
    "McpTools",
    "Order",
    "Plan",
    "Planner",
    "Preference",
    "Ranker",
    "Reader",
    "Reply",
    "ReplyEvent",
    "State",
    "Step",
    "StepEvent",
    "Store",
    "Taste",
    "ToolContext",
    "ToolResult",
    "Understanding",
    "errors",
    "events",
    "policies",
    "tool",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _MODULES:
        return import_module(_MODULES[name])
    raise AttributeError(f"module `palate` has no attribute `{name}`")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
