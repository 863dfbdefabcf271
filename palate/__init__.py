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

    from palate.agent.agent import Agent
    from palate.agent.config import AgentConfig
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog
    from palate.catalog.conditions import AnyOf, Condition
    from palate.tools.adapters.mcp import McpTools
    from palate.tools.context import ToolContext
    from palate.tools.result import ToolResult
    from palate.tools.tool import tool

_HOMES = {
    "Agent": "palate.agent.agent",
    "AgentConfig": "palate.agent.config",
    "AnyOf": "palate.catalog.conditions",
    "Catalog": "palate.catalog.catalog",
    "Condition": "palate.catalog.conditions",
    "McpTools": "palate.tools.adapters.mcp",
    "Reply": "palate.agent.reply",
    "ToolContext": "palate.tools.context",
    "ToolResult": "palate.tools.result",
    "tool": "palate.tools.tool",
}

__all__ = [
    "Agent",
    "AgentConfig",
    "AnyOf",
    "Catalog",
    "Condition",
    "McpTools",
    "Reply",
    "ToolContext",
    "ToolResult",
    "tool",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module `palate` has no attribute `{name}`")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
