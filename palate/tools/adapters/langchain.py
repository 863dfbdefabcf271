"""Tools of LangChain."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from palate.tools.adapters.schemas import typed_function

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool
    from typing_extensions import TypeIs


def is_langchain(given: object) -> TypeIs[BaseTool]:
    """Tell whether something is a tool of LangChain, which whoever made it has imported."""
    base = sys.modules.get("langchain_core.tools.base")
    return base is not None and isinstance(given, base.BaseTool)


def langchain_function(given: BaseTool) -> Callable[..., Any]:
    """Return a typed function that runs a tool of LangChain: an async one where it has an async of its own."""
    from langchain_core.utils.function_calling import convert_to_openai_tool

    def call(args: dict[str, Any]) -> Any:
        return _answer(given.invoke(_input(given, args)))

    async def acall(args: dict[str, Any]) -> Any:
        return _answer(await given.ainvoke(_input(given, args)))

    return typed_function(
        acall if _is_async(given) else call,
        name=given.name,
        description=given.description,
        schema=convert_to_openai_tool(given)["function"].get("parameters", {}),
    )


def _is_async(given: BaseTool) -> bool:
    if getattr(given, "func", None) is not None:
        return False
    own = not type(given)._arun.__module__.startswith("langchain_core.")
    return own or getattr(given, "coroutine", None) is not None


def _input(given: BaseTool, args: dict[str, Any]) -> Any:
    if given.response_format == "content":
        return args
    # The answer to a call of a model has the artifact beside the text.
    return {"type": "tool_call", "id": given.name, "name": given.name, "args": args}


def _answer(value: Any) -> Any:
    if not hasattr(value, "artifact"):
        return value
    return value.artifact if isinstance(value.artifact, dict | list) else value.content
