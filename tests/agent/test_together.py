"""Many at once: threads, processes, and a process that is killed."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from palate import Agent, Catalog

TALKER = """
import sys
from palate import Agent, Catalog

with Catalog.open(sys.argv[1]) as catalog, Agent(catalog, state=sys.argv[2]) as agent:
    for n in range(int(sys.argv[5])):
        agent.ask(f"a comedy, {sys.argv[4]} {n}", user="u", session=sys.argv[3])
"""

STUCK = """
import os, signal, sys
from palate import Agent, Catalog, tool

@tool(cues=["weather"])
def weather() -> dict[str, str]:
    "Tell the weather."
    print("in the middle", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
    return {}

with Catalog.open(sys.argv[1]) as catalog, Agent(catalog, tools=[weather], state=sys.argv[2]) as agent:
    agent.ask("the weather, and a comedy, and I love Jaws", user="u", session="s")
"""


def run(script: str, *args: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_turns_of_one_session_run_one_after_the_other(agent: Agent) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: agent.ask(f"a comedy, number {n}", user="u", session="s"), range(24)))

    turns = agent.session("u", "s").turns()
    assert [turn.number for turn in turns] == list(range(1, 25))
    assert {turn.message for turn in turns} == {f"a comedy, number {n}" for n in range(24)}


def test_sessions_side_by_side_do_not_mix(agent: Agent) -> None:
    def talk(n: int) -> None:
        for message in (f"I love Alien, says {n}", "a comedy", "not the first one"):
            agent.ask(message, user=f"u{n}", session="s")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(talk, range(16)))

    for n in range(16):
        assert [turn.message for turn in agent.session(f"u{n}", "s").turns()] == [
            *(f"I love Alien, says {n}", "a comedy", "not the first one")
        ]
        assert [entry.item for entry in agent.memory.of(f"u{n}").preferences()] == ["1"]


def test_two_processes_share_a_session_and_a_state_folder(tiny: Catalog, tmp_path: Path) -> None:
    state = str(tmp_path / "state")
    with Agent(tiny, state=state) as agent:
        agent.ask("hello", user="u", session="s")
        talkers = [run(TALKER, str(tiny.path), state, "s", name, "5") for name in ("ann", "bob")]
        errors = [talker.communicate()[1] for talker in talkers]
        turns = agent.session("u", "s").turns()

    assert errors == ["", ""]
    assert [turn.number for turn in turns] == list(range(1, 12))
    assert {turn.message for turn in turns} == {
        "hello", *(f"a comedy, {name} {n}" for name in ("ann", "bob") for n in range(5))
    }  # fmt: skip


def test_a_kill_in_the_middle_of_a_turn_leaves_the_session_as_it_was(tiny: Catalog, tmp_path: Path) -> None:
    state = tmp_path / "state"
    with Agent(tiny, state=state) as agent:
        agent.ask("a comedy", user="u", session="s")
        before = agent.memory.of("u").export()

    stuck = run(STUCK, str(tiny.path), str(state))
    said, _ = stuck.communicate()

    assert (said, stuck.returncode) == ("in the middle\n", -signal.SIGKILL)
    with Agent(tiny, state=state) as agent:
        assert agent.memory.of("u").export() == before
        agent.ask("under 100 minutes", user="u", session="s")
        assert [turn.message for turn in agent.session("u", "s").turns()] == ["a comedy", "under 100 minutes"]
        assert len(agent.session("u", "s").preferences()) == 2
