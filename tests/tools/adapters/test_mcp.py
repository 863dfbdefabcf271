"""Tools of MCP servers: a real process over its standard streams, and a real server over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from palate import Agent, Catalog, McpTools
from palate.errors import BadArgument, ToolError
from palate.tools.adapters import connection, transports
from palate.tools.result import ToolResult
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox
from tests.tools.adapters.server import server
from tests.tools.conftest import run, turn

COMMAND = [sys.executable, str(Path(__file__).parent / "server.py")]
LOST = "the connection to the MCP server of `{}` ended; the next call opens another."


@pytest.fixture(scope="module")
def tools() -> Iterator[McpTools]:
    """The tools of one process."""
    made = McpTools(command=COMMAND, cues={"screenings": ["on tonight"]}, seconds=5)
    yield made
    made.close()


def named(tools: McpTools, name: str) -> Tool:
    return next(each for each in tools.tools if each.name == name)


def asked(tools: McpTools, catalog: Catalog, name: str, **args: Any) -> ToolResult:
    return run(named(tools, name), turn(catalog), **args)


def test_its_tools_come_in_by_their_names(tools: McpTools) -> None:
    box = Toolbox([tools], installed=False)

    assert [each.name for each in box if each.outside] == [
        "screenings", "exchange_rate", "fails", "objects", "dies", "hangs", "floods", "process", "babbles",
    ]  # fmt: skip
    assert box.get("screenings").cues == ("on tonight",)
    assert [(box.get(name).arguments.names, box.get(name).summary) for name in ("screenings", "exchange_rate")] == [
        (("film", "most"), "List cinemas nearby that screen a film tonight."),
        (("to",), "Tell the exchange rate of the krone."),
    ]


def test_structured_content_becomes_rows(tools: McpTools, tiny: Catalog) -> None:
    two, one = asked(tools, tiny, "screenings", film="Alien"), asked(tools, tiny, "screenings", film="Alien", most=1)

    assert two.rows == ({"cinema": "Alien 0", "hour": 18}, {"cinema": "Alien 1", "hour": 19})
    assert one.rows == ({"cinema": "Alien 0", "hour": 18},)


def test_so_does_json_in_a_text(tools: McpTools, tiny: Catalog) -> None:
    assert asked(tools, tiny, "exchange_rate", to="EUR").rows == ({"currency": "EUR", "rate": 7},)
    assert asked(tools, tiny, "floods", size=3).rows == ({"value": "xxx"},)


@pytest.mark.parametrize(("name", "kind"), [("fails", "ServerFault"), ("objects", "MCPError")])
def test_what_a_server_says_of_its_failure_is_for_the_log(tools: McpTools, tiny: Catalog, name: str, kind: str) -> None:
    pid = asked(tools, tiny, "process").rows[0]["value"]

    failed = asked(tools, tiny, name)

    assert failed.reason == f"`{name}` failed with an error of its own ({kind})."
    assert "the key is hunter2" in failed.log
    assert asked(tools, tiny, "process").rows[0]["value"] == pid


def test_an_answer_that_is_too_large_is_refused(
    tools: McpTools, tiny: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "MOST_BYTES", 10_000)

    assert asked(tools, tiny, "floods", size=10).status == "ok"
    assert asked(tools, tiny, "floods", size=10_000).reason == (
        "`floods` answered more than the 10,000 bytes that it may."
    )


@pytest.mark.parametrize("deadly", ["dies", "babbles"])
def test_a_server_that_is_gone_is_started_anew_at_the_next_call(tools: McpTools, tiny: Catalog, deadly: str) -> None:
    pid = asked(tools, tiny, "process").rows[0]["value"]

    failed = asked(tools, tiny, deadly)

    assert (failed.status, failed.reason) == ("failed", LOST.format(deadly))
    assert asked(tools, tiny, "process").rows[0]["value"] != pid


def test_so_is_one_that_hangs(tiny: Catalog) -> None:
    slow = McpTools(command=COMMAND, seconds=1.5)

    hung = asked(slow, tiny, "hangs")

    assert hung.reason == "`hangs` took longer than the 1.5 seconds that it had."
    assert asked(slow, tiny, "process").status == "ok"


def test_an_agent_answers_with_it_and_closes_it(tools: McpTools, tiny: Catalog) -> None:
    with Agent(tiny, tools=[tools], state=":memory:") as agent:
        reply = agent.ask("is “Alien” on tonight?")
        pid = asked(tools, tiny, "process").rows[0]["value"]

    assert reply.answers[0].rows[0] == {"cinema": "Alien 0", "hour": 18}
    assert gone(pid)


def gone(pid: int) -> bool:
    """Wait until a process is gone."""
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        threading.Event().wait(0.01)
    return False


def test_a_program_that_ends_ends_a_server_that_would_stay() -> None:
    stays = "import runpy, sys, time; runpy.run_path(sys.argv[1], run_name='__main__'); time.sleep(60)"
    script = (
        "import sys; from palate import McpTools; tools = McpTools(command=sys.argv[1:]);"
        "print(next(each for each in tools.tools if each.name == 'process')())"
    )
    command = [sys.executable, "-c", script, sys.executable, "-c", stays, COMMAND[1]]

    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    assert gone(int(done.stdout))


def test_a_name_that_is_taken_is_told_with_what_renames_it(tools: McpTools, tiny: Catalog) -> None:
    taken: list[Tool | McpTools] = [tools, tools.tools[0]]

    with pytest.raises(BadArgument, match=r"two tools are called `screenings`; rename the one of tools="):
        Toolbox(taken)
    with pytest.raises(
        BadArgument, match=r"two tools are called `screenings`; .* MCP server `.*server.py` by `prefix="
    ):
        Toolbox(taken[::-1])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, r"takes either `command=`, a list such as `\['python', 'server.py'\]`, or `url=`"),
        ({"command": "python server.py"}, "takes either `command=`, a list"),
        ({"command": COMMAND, "url": "http://127.0.0.1/mcp"}, "takes either `command=`, a list"),
    ],
)
def test_what_cannot_be_a_server_is_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(BadArgument, match=told):
        McpTools(**given)


def test_without_the_library_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palate.tools.adapters.mcp.find_spec", lambda _: None)

    with pytest.raises(BadArgument, match=r"`McpTools` needs the library mcp: run `pip install 'palate\[mcp\]'`"):
        McpTools(command=COMMAND)


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (["no-such-program"], "FileNotFoundError"),
        ([sys.executable, "-c", "print('hello')"], "MCPError"),
        ([sys.executable, "-c", "import sys; sys.stdin.read()"], "TimeoutError"),
    ],
)
def test_a_server_that_cannot_be_started_is_one_sentence(
    command: list[str], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CONNECTING_SECONDS", 0.5 if kind == "TimeoutError" else 10)

    with pytest.raises(ToolError, match=rf"does not answer as an MCP server \({kind}\); see that it runs by itself.$"):
        McpTools(command=command)


@pytest.fixture
def serving() -> Iterator[Callable[[int], uvicorn.Server]]:
    """Run the server over HTTP, on a port of the loopback, until it is told to stop."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(port: int) -> uvicorn.Server:
        made = uvicorn.Server(
            uvicorn.Config(server.streamable_http_app(), port=port, log_level="critical", ws="none", lifespan="on")
        )
        thread = threading.Thread(target=made.run)
        thread.start()
        running.append((made, thread))
        while not made.started:
            threading.Event().wait(0.01)
        return made

    yield serve
    for made, thread in running:
        made.should_exit = made.force_exit = True
        thread.join()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def test_a_server_over_http_does_the_same(
    serving: Callable[[int], uvicorn.Server], tiny: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/mcp"
    with pytest.raises(ToolError, match=rf"`{url}` does not answer as an MCP server \(ConnectError\)"):
        McpTools(url=url)
    serving(port)
    far = McpTools(url=url, prefix="far_", headers={"X-Key": "a"}, seconds=5)

    assert asked(far, tiny, "far_exchange_rate", to="USD").rows == ({"currency": "USD", "rate": 7},)
    assert asked(far, tiny, "far_fails").reason == "`far_fails` failed with an error of its own (ServerFault)."

    monkeypatch.setattr(transports, "MOST_BYTES", 10_000)
    assert asked(far, tiny, "far_floods", size=10_000).reason == LOST.format("floods")
    assert asked(far, tiny, "far_process").rows == ({"value": os.getpid()},)
    far.close()
