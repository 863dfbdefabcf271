"""An MCP server, well-behaved and not, which tests run as a process and over HTTP."""

from __future__ import annotations

import os
import sys
import time
from typing import Literal

from mcp import MCPError
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel

server = MCPServer("films at home")


class Screening(BaseModel):
    """One evening at one cinema."""

    cinema: str
    hour: int


@server.tool()
def screenings(film: str, most: int = 2) -> list[Screening]:
    """List cinemas nearby that screen a film tonight."""
    return [Screening(cinema=f"{film} {number}", hour=18 + number) for number in range(most)]


@server.tool(name="exchange-rate", structured_output=False)
def exchange_rate(to: Literal["EUR", "USD"]) -> str:
    """Tell the exchange rate of the krone."""
    return f'{{"currency": "{to}", "rate": 7}}'


@server.tool()
def fails() -> str:
    """Say that something failed."""
    raise ToolError("the key is hunter2")


@server.tool()
def objects() -> str:
    """Answer with an error of the protocol."""
    raise MCPError(-32602, "the key is hunter2")


@server.tool()
def dies() -> str:
    """Leave."""
    os._exit(3)


@server.tool()
async def hangs() -> str:
    """Keep the whole server from answering anything."""
    time.sleep(60)
    return "at last"


@server.tool()
def floods(size: int) -> str:
    """Say a lot."""
    return "x" * size


@server.tool()
def process() -> int:
    """Tell the number of this process."""
    return os.getpid()


@server.tool()
def babbles() -> str:
    """Write what is no message, and leave."""
    sys.__stdout__.write("hello\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]
    os._exit(0)


if __name__ == "__main__":
    server.run()
