"""What `tools=[…]` of an agent may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from palate.tools.adapters.langchain import is_langchain
from palate.tools.adapters.mcp import McpTools
from palate.tools.tool import Tool, tool

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

    GivenTool: TypeAlias = Tool | BaseTool | McpTools
    """A function decorated with `@tool`, a tool of LangChain, or all those of an MCP server."""


def given_tools(given: Iterable[object], source: str) -> Iterator[tuple[object, str]]:
    """Return what is given as tools of Palate, each with the words that say where it comes from.

    What is none of what may be given is returned as it is.

    Raises:
        BadArgument: a tool of LangChain cannot be described.
    """
    for each in given:
        if isinstance(each, McpTools):
            yield from ((one, f"the MCP server `{each.label}` by `prefix=`") for one in each.tools)
        else:
            yield tool(each) if is_langchain(each) else each, source
