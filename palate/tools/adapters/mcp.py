"""Tools of an MCP server."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from shlex import join
from typing import TYPE_CHECKING, Any

from palate.errors import BadArgument, ToolError, closest
from palate.tools.adapters.schemas import typed_function
from palate.tools.tool import MOST_SECONDS, Tool, tool

if TYPE_CHECKING:
    from mcp.types import CallToolResult
    from mcp.types import Tool as Offered


class ServerFault(Exception):
    """What a server says of its own failure, which may hold anything: for the log, and for no person."""


class McpTools:
    """The tools of an MCP server, for `Agent(catalog, tools=[McpTools(…)])`.

    There is one connection, which is kept open until the agent is closed. A call that it is lost in fails, and the next
    call opens another: what was a process is then started anew.
    """

    def __init__(
        self,
        *,
        command: Sequence[str] | None = None,
        url: str | None = None,
        env: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        prefix: str = "",
        cues: Mapping[str, Sequence[str]] | None = None,
        seconds: float = MOST_SECONDS,
    ) -> None:
        """Connect to a server, and ask what it offers.

        Args:
            command: A program that speaks MCP on its standard input and output, and its arguments.
            url: Where a server speaks streamable HTTP; either this or `command`.
            env: Environment variables for the program, besides `PATH`, `HOME` and the like.
            headers: Headers of every request to the URL, such as one with a key.
            prefix: What the names of the tools begin with here, where theirs are taken.
            cues: For each tool by the server's name for it, words and phrases of a message that call for it.
            seconds: How long a call may take.

        Raises:
            BadArgument: neither or both of `command` and `url` are given, `cues` names no tool of the server, or the
                extra `mcp` is not installed.
            ToolError: the server cannot be started or reached, or does not answer as an MCP server.
        """
        _check(command, url)
        from palate.tools.adapters.connection import CONNECTING_SECONDS, Connection
        from palate.tools.adapters.transports import over_http, over_stdio

        self.label = url if url is not None else join(command or ())
        transport = over_http(url, headers) if url is not None else over_stdio(command or (), env)
        self._connection = Connection(transport, seconds=seconds)
        try:
            offered = self._connection.tools()
        except Exception as error:
            told = f"`{self.label}` does not answer as an MCP server ({error}); see that it runs by itself."
            raise ToolError(told) from error
        names = [each.name for each in offered]
        for name in cues or ():
            if name not in names:
                raise BadArgument(
                    f"`cues` names `{name}`, which `{self.label}` does not offer; {closest(name, names)}."
                )
        patience = seconds + CONNECTING_SECONDS  # a call may have to connect first
        self.tools = tuple(self._tool(each, prefix, (cues or {}).get(each.name, ()), patience) for each in offered)
        """One for each that the server offers."""

    def close(self) -> None:
        """End the connection; a call that comes later opens another."""
        self._connection.close()

    def __repr__(self) -> str:
        return f"McpTools({self.label!r}, {len(self.tools)} tools)"

    def _tool(self, offered: Offered, prefix: str, cues: Sequence[str], seconds: float) -> Tool:
        connection = self._connection

        def call(args: dict[str, Any]) -> Any:
            return _answer(connection.call(offered.name, args))

        description = offered.description or offered.title or offered.name.replace("_", " ")
        function = typed_function(
            call, name=prefix + offered.name, description=description, schema=offered.input_schema
        )
        return tool(cues=tuple(cues), seconds=seconds)(function)


def _check(command: object, url: object) -> None:
    if isinstance(command, str) or bool(command) == bool(url):
        raise BadArgument("`McpTools` takes either `command=`, a list such as `['python', 'server.py']`, or `url=`.")
    if find_spec("mcp") is None:
        raise BadArgument("`McpTools` needs the library mcp: run `pip install 'palate[mcp]'`.")


def _answer(result: CallToolResult) -> Any:
    """Return what a server answered as plain data: what it says it is where it says so, else its text.

    Raises:
        ServerFault: it answered that the tool failed.
        ToolError: there is nothing in it but pictures or sounds.
    """
    texts = [block.text for block in result.content if block.type == "text"]
    if result.is_error:
        raise ServerFault("\n".join(texts))
    structured = result.structured_content
    if structured is not None:
        # What is no object is wrapped into one by servers, since older clients know nothing else.
        wrapped = isinstance(structured, dict) and list(structured) == ["result"]
        return structured["result"] if wrapped else structured
    if result.content and not texts:
        raise ToolError(f"the MCP server answered with nothing but `{result.content[0].type}`; text was expected.")
    return _read(texts[0]) if len(texts) == 1 else [_read(text) for text in texts]


def _read(text: str) -> Any:
    """Return what a text says in JSON, as servers that describe no output write it; else the text."""
    try:
        return json.loads(text) if text[:1] in ("{", "[") else text
    except ValueError:
        return text
