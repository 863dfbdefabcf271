"""Opening and closing an agent while turns run in threads, in event loops and in streams that nobody reads on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, tool
from palate.agent.events import ReplyEvent
from palate.agent.reply import Reply
from palate.errors import CallerError

CLOSED = "This agent was closed; make another one"


class Gate:
    """A tool that waits inside a turn until it is let go."""

    def __init__(self, people: int = 1) -> None:
        self.inside = threading.Barrier(people + 1)
        self.leave = threading.Event()

        @tool(cues=("gate",))
        def gate() -> str:
            """Wait at a gate."""
            self.inside.wait(timeout=30)
            self.leave.wait(timeout=30)
            return "open"

        self.tool = gate


def test_close_waits_for_the_turn_that_runs(tiny: Catalog, tmp_path: Path) -> None:
    gate, replies = Gate(), []
    agent = Agent(tiny, tools=[gate.tool], state=tmp_path / "state")
    turn = threading.Thread(target=lambda: replies.append(agent.ask("gate", user="ann", session="s")))
    turn.start()
    gate.inside.wait(timeout=30)
    closer = threading.Thread(target=agent.close)
    closer.start()
    while not agent._folder.lifetime._closing:
        pass
    with pytest.raises(CallerError, match=CLOSED):
        agent.ask("a comedy")
    gate.leave.set()
    turn.join()
    closer.join()
    agent.close()

    assert len(replies) == 1
    with Agent(tiny, state=tmp_path / "state") as again:
        assert [each.message for each in again.session("ann", "s").turns()] == ["gate"]


def test_whatever_is_called_after_close_is_refused_in_one_sentence(tiny: Catalog, tmp_path: Path) -> None:
    agent = Agent(tiny, state=tmp_path / "state")
    agent.close()

    async def astreamed() -> None:
        async for _ in agent.astream("a comedy"):
            pass

    calls: list[Any] = [
        lambda: agent.ask("a comedy"),
        lambda: agent.stream("a comedy"),
        lambda: agent.commit("1", user="ann"),
        lambda: agent.feedback("1", user="ann", value=1),
        lambda: agent.end(user="ann"),
        lambda: agent.session("ann", "s").turns(),
        lambda: agent.memory.of("ann").forget(),
        lambda: agent.memory.of("ann").export(),
        lambda: agent.memory.expire(1),
        lambda: asyncio.run(agent.aask("a comedy")),
        lambda: asyncio.run(astreamed()),
    ]
    for call in calls:
        with pytest.raises(CallerError, match=CLOSED):
            call()


def test_a_turn_cannot_close_its_own_agent(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path / "state") as agent:
        stream = agent._sessions.events("a comedy", agent.session("ann", "s")._named)
        next(stream)
        with pytest.raises(CallerError, match="is in use by what closes it"):
            agent.close()
        assert [type(event) for event in stream][-1] is ReplyEvent


def test_the_async_calls_do_what_the_others_do(tiny: Catalog, tmp_path: Path) -> None:
    async def talk() -> tuple[Reply, list[str], bool]:
        async with Agent(tiny, state=tmp_path / "state") as agent:
            reply = await agent.aask("a comedy", user="ann", session="s")
            await agent.afeedback("2", user="ann", session="s", value=1.0)
            await agent.acommit("8", user="ann", session="s")
            kinds = [str(event.kind) for event in agent.memory.of("ann").events()]
            return reply, kinds, await agent.aend(user="ann", session="s")

    reply, kinds, ended = asyncio.run(talk())
    assert (reply.act, kinds, ended) == ("recommend", ["feedback", "commit"], True)


def test_two_dozen_turns_wait_side_by_side(tiny: Catalog, tmp_path: Path) -> None:
    gate = Gate(24)

    async def talk() -> list[Reply]:
        async with Agent(tiny, tools=[gate.tool], state=tmp_path / "state") as agent:
            asked = [asyncio.create_task(agent.aask("gate", user=f"u{number}")) for number in range(24)]
            await asyncio.to_thread(gate.inside.wait, 30)
            gate.leave.set()
            return await asyncio.gather(*asked)

    assert len(asyncio.run(talk())) == 24


def test_no_more_turns_run_at_once_than_the_config_has(tiny: Catalog, tmp_path: Path) -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    @tool(cues=("count",))
    def count() -> str:
        """Count who is here."""
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        threading.Event().wait(0.02)
        with lock:
            at_once -= 1
        return "counted"

    async def talk() -> None:
        config = AgentConfig(threads=2)
        async with Agent(tiny, tools=[count], config=config, state=tmp_path / "state") as agent:
            await asyncio.gather(*(agent.aask("count", user=f"u{number}") for number in range(8)))

    asyncio.run(talk())
    assert most == 2


def test_a_cancelled_call_leaves_its_turn_whole(tiny: Catalog, tmp_path: Path) -> None:
    gate = Gate()

    async def talk() -> None:
        async with Agent(tiny, tools=[gate.tool], state=tmp_path / "state") as agent:
            asked = asyncio.create_task(agent.aask("gate", user="ann", session="s"))
            await asyncio.to_thread(gate.inside.wait, 30)
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asked
            gate.leave.set()

    asyncio.run(talk())
    with Agent(tiny, state=tmp_path / "state") as again:
        assert [each.message for each in again.session("ann", "s").turns()] == ["gate"]


def test_a_reader_who_leaves_a_stream_loses_no_turn(tiny: Catalog, tmp_path: Path) -> None:
    async def talk() -> None:
        async with Agent(tiny, state=tmp_path / "state") as agent:
            async for _ in agent.astream("a comedy", user="ann", session="s"):
                break

    asyncio.run(talk())
    with Agent(tiny, state=tmp_path / "state") as again:
        assert [each.message for each in again.session("ann", "s").turns()] == ["a comedy"]


CLOSING_UNDER_LOAD = """
import sys, threading
from pathlib import Path
from palate import Agent, Catalog
from palate.errors import CallerError, PalateError

with Catalog.open(sys.argv[1]) as catalog:
    for round in range(8):
        agent = Agent(catalog, state=Path(sys.argv[2]) / str(round))
        begun = threading.Barrier(5)

        def talk(name):
            try:
                for number in range(40):
                    agent.ask("a comedy", user=name, session="s")
                    if number == 0:
                        begun.wait()
            except CallerError:
                pass

        people = [threading.Thread(target=talk, args=(f"u{n}",)) for n in range(4)]
        for person in people:
            person.start()
        begun.wait()
        agent.close()
        for person in people:
            person.join()
print("whole")
"""


def test_closing_under_load_crashes_nothing(tiny: Catalog, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CLOSING_UNDER_LOAD, str(tiny.path), str(tmp_path / "states")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    assert (done.returncode, done.stdout, done.stderr) == (0, "whole\n", "")


LEFT_BEHIND = """
import sys
from palate import Agent, Catalog

agent = Agent(Catalog.open(sys.argv[1]), state=sys.argv[2])
for _ in agent.stream("a comedy", user="ann", session="s"):
    break  # at once: the turn has only begun
"""


def test_a_program_that_ends_in_the_middle_of_a_turn_leaves_nothing_of_it(tiny: Catalog, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEFT_BEHIND, str(tiny.path), str(tmp_path / "state")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    with Agent(tiny, state=tmp_path / "state") as again:
        # The program may just have been too slow to end before its turn did.
        assert [each.message for each in again.session("ann", "s").turns()] in ([], ["a comedy"])
        assert again.ask("a comedy", user="ann", session="s").act == "recommend"


def test_over_a_catalogue_in_memory_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    items = [{"id": "1", "title": "Alien", "genres": ["Horror"]}, {"id": "2", "title": "Fargo", "genres": ["Comedy"]}]
    with Catalog.build(":memory:", items=items, noun="film") as catalog, Agent(catalog) as agent:
        assert agent.ask("I love horror, show me one", user="ann").items[0].title == "Alien"
        assert [each.message for each in agent.session("ann").turns()] == ["I love horror, show me one"]
        agent.commit("1", user="ann")
        assert agent.state is None
        assert agent.memory.of("ann").forget() == 3
    assert list(tmp_path.iterdir()) == []
