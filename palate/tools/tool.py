"""A tool: a typed function that a planner can call by name, and that cannot take a turn down with it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

from palate.catalog.words import normal, stem
from palate.errors import BadArgument, ToolError
from palate.language.calling import Called
from palate.tools.adapters.langchain import is_langchain, langchain_function
from palate.tools.arguments import Arguments, read_signature
from palate.tools.containment import failure, run_outside
from palate.tools.context import ToolContext
from palate.tools.filling import slots
from palate.tools.outputs import Output, read_output, taken_out
from palate.tools.result import ToolResult

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

MOST_SECONDS = 10.0
"""How long an outside tool may take where neither it nor the turn says less."""


@dataclass(frozen=True)
class Tool:
    """A named function with typed arguments.

    Calling it calls the function itself; `run` is what a turn does: it checks the arguments, contains whatever goes
    wrong and always returns a `ToolResult`.
    """

    name: str
    description: str
    """What a planner reads: the function's docstring."""
    arguments: Arguments
    function: Callable[..., Any]
    narrows: bool
    """Whether it touches the candidates, which a failure then empties."""
    cues: tuple[str, ...] = ()
    """Words and phrases of a message that call for it."""
    output: Output | None = None
    """How what it returns is read; None for a built-in tool, which always returns a `ToolResult`."""
    seconds: float = MOST_SECONDS
    replaces: bool = False
    """Whether it takes the place of the built-in tool of its name."""

    @property
    def outside(self) -> bool:
        """Whether somebody else wrote it: it then runs in a thread of its own that is left behind at the deadline."""
        return self.output is not None

    @property
    def summary(self) -> str:
        """The first sentence of its description."""
        return " ".join(self.description.split("\n\n")[0].split())

    def schema(self) -> dict[str, Any]:
        """Return its name, description and the JSON schema of its arguments."""
        return {"name": self.name, "description": self.description, "parameters": self.arguments.schema()}

    @property
    def gives(self) -> Literal["items", "answer"]:
        """Whether it gives items, which compose with what else is wanted, or an answer, which stands for itself."""
        return "items" if self.narrows else "answer"

    def run(self, context: ToolContext, args: Mapping[str, Any], *, out: bool = False) -> ToolResult:
        """Call it within a turn; whatever goes wrong becomes a `failed` result.

        `out` is whether the items that an outside tool gives are to be taken out.
        """
        try:
            given = self.arguments.parse(args)
            if context.left() <= 0:
                raise ToolError(f"no time was left to run `{self.name}`.")
            result = run_outside(self, context, given) if self.outside else self.function(context, **given)
            assert isinstance(result, ToolResult)  # noqa: S101 - holds for every built-in tool, which mypy checks
            return taken_out(result, context, self.name) if out and self.outside else result
        except Exception as error:
            return failure(error, self, context)

    @cached_property
    def own(self) -> frozenset[str]:
        """The stems of the words by which it is called and described."""
        told = " ".join([self.name.replace("_", " "), self.summary, *self.cues])
        return frozenset(stem(word) for word in normal(told).split())

    def called(self, words: frozenset[str]) -> Called:
        """Return it as a message calls it, by some of its words."""
        return Called(self.name, words, self.gives, slots(self.arguments), self.own)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function itself."""
        return self.function(*args, **kwargs)


@overload
def tool(function: Callable[..., Any] | BaseTool, /) -> Tool: ...


@overload
def tool(
    *, cues: tuple[str, ...] | list[str] = (), seconds: float = MOST_SECONDS, replaces: bool = False
) -> Callable[[Callable[..., Any] | BaseTool], Tool]: ...


def tool(
    function: Callable[..., Any] | BaseTool | None = None,
    /,
    *,
    cues: tuple[str, ...] | list[str] = (),
    seconds: float = MOST_SECONDS,
    replaces: bool = False,
) -> Tool | Callable[[Callable[..., Any] | BaseTool], Tool]:
    """Make a typed function a tool: its signature is the argument schema, its docstring is what a planner reads.

    The first parameter, if annotated `ToolContext` or `ToolContext[Deps]`, receives the turn. What it is annotated to
    return says what it is for:

    - `list[ItemId]`: items, in the order in which they are shown where they alone are asked for; `set[ItemId]` where
      their order says nothing. "Not refurbished" takes them out. A `ToolResult` may do so as well.
    - `Condition`: a condition on items, such as what a person can afford.
    - anything else (a dict, a list of dicts, text or a number): an answer, which becomes rows of `reply.answers`.

    Items and conditions compose with what else a person wants, and never widen it. It may be `async`.

    Args:
        function: given when the decorator stands without parentheses. It may be a tool of LangChain.
        cues: words and phrases of a message that call for the tool, such as `weather`.
        seconds: how long it may take before it counts as failed.
        replaces: whether it takes the place of the built-in tool of its name, such as a `search` of one's own. It must
            take the arguments of that one, and narrow the candidates where that one does.

    Raises:
        BadArgument: no docstring, or a type that cannot be read from JSON.
    """
    if function is None:
        return lambda decorated: _outside_tool(decorated, tuple(cues), seconds, replaces)
    return _outside_tool(function, tuple(cues), seconds, replaces)


def built_in(name: str, *, narrows: bool) -> Callable[[Callable[..., ToolResult]], Tool]:
    """Make one of Palate's own functions a tool: it runs on the turn's thread, and minds the deadline itself."""

    def make(function: Callable[..., ToolResult]) -> Tool:
        return Tool(name, inspect.getdoc(function) or "", read_signature(function, name), function, narrows)

    return make


def _outside_tool(given: Callable[..., Any] | BaseTool, cues: tuple[str, ...], seconds: float, replaces: bool) -> Tool:
    function = langchain_function(given) if is_langchain(given) else given
    name = getattr(function, "__name__", "")
    if not name.isidentifier():
        raise BadArgument(f"`@tool` needs a named function; `{function!r}` is not one.")
    description = inspect.getdoc(function) or ""
    if not description.strip():
        raise BadArgument(
            f"`{name}` has no docstring; say in one sentence what the tool does, for the planner to read."
        )
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise BadArgument(f"`{name}` yields; a tool returns its result at once, such as a list.")
    if seconds <= 0:
        raise BadArgument(f"`seconds` of `{name}` should be above 0; `{seconds}` is not.")
    arguments = read_signature(function, name)
    output = read_output(arguments.returns, name)
    return Tool(name, description, arguments, function, output.narrows, cues, output, seconds, replaces)
