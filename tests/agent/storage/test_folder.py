"""Checkpoints, locks and the record of turns."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from palate.agent.reply import Reply
from palate.agent.storage.folder import StateFolder
from palate.agent.storage.locks import TurnLocks
from palate.agent.storage.turns import Turn
from palate.errors import PalateError
from palate.memory.event import Event


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[StateFolder]:
    opened = StateFolder.open(tmp_path / "state")
    yield opened
    opened.close()


def turn(number: int, message: str) -> Turn:
    return Turn(number=number, time=1.0, message=message, reply=Reply(act="chat", text="fine"))


def test_the_record_is_read_as_far_as_the_session_got(folder: StateFolder) -> None:
    for number in (1, 2, 3):
        folder.log.write("t", turn(number, f"m{number}"))
    folder.log.write("other", turn(1, "x"))

    assert folder.log.read("t", until=2) == [turn(1, "m1"), turn(2, "m2")]


def test_a_turn_told_again_writes_over_itself(folder: StateFolder) -> None:
    folder.log.write("t", turn(1, "before the crash"))
    folder.log.write("t", turn(1, "after it"))

    assert [each.message for each in folder.log.read("t", until=9)] == ["after it"]


def test_one_checkpoint_a_session_is_kept(folder: StateFolder) -> None:
    from langgraph.graph import END, START, StateGraph

    from palate.agent.state import AgentState

    graph = StateGraph(AgentState)
    graph.add_node("learn", lambda _: {"message": "x"})
    graph.add_edge(START, "learn")
    graph.add_edge("learn", END)
    compiled = graph.compile(checkpointer=folder.checkpoints)
    for name in ("u:a/1", "u:a/2", "u:b/1"):
        for _ in range(3):
            compiled.invoke(AgentState(message="y"), {"configurable": {"thread_id": name}}, durability="exit")
        folder.checkpoints.prune([name])

    count = folder.connections[0].execute("SELECT thread_id, count(*) FROM checkpoints GROUP BY thread_id").fetchall()
    assert count == [("u:a/1", 1), ("u:a/2", 1), ("u:b/1", 1)]
    assert folder.checkpoints.threads("u:a/") == ["u:a/1", "u:a/2"]
    assert compiled.get_state({"configurable": {"thread_id": "u:a/1"}}).values["message"] == "x"


def test_files_overwrite_what_they_delete(folder: StateFolder) -> None:
    assert [file.execute("PRAGMA secure_delete").fetchone() for file in folder.connections] == [(1,), (1,)]
    assert [file.execute("PRAGMA synchronous").fetchone() for file in folder.connections] == [(1,), (1,)]


def test_a_turn_waits_for_the_one_before_and_not_for_ever(tmp_path: Path) -> None:
    locks = TurnLocks(tmp_path, wait=0.05)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with locks.held("t"):
            held.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    try:
        with pytest.raises(PalateError, match="An earlier turn of this session did not end"), locks.held("t"):
            pass
    finally:
        done.set()
        holder.join()
    with locks.held("t"):
        assert (tmp_path / "locks").exists() is False


def test_another_process_s_turn_is_waited_for(tmp_path: Path) -> None:
    mine, theirs = TurnLocks(tmp_path, wait=0.05), TurnLocks(tmp_path, wait=0.05)

    with mine.held("t"), pytest.raises(PalateError), theirs.held("t"):
        pass
    with theirs.held("t"):
        assert len(list(tmp_path.glob("*.lock"))) == 1


def test_a_forgotten_event_is_in_no_file(folder: StateFolder) -> None:
    kept = Event(kind="seen", time=1.0, item="1", session="s", turn=1, quote="kept words")
    secret = Event(kind="seen", time=2.0, item="2", session="s", turn=2, quote="zanzibar")
    folder.long_term.append("u", [kept, secret])

    def holders() -> list[str]:
        return [path.name for path in folder.path.iterdir() if path.is_file() and b"zanzibar" in path.read_bytes()]

    assert holders()
    folder.long_term.forget("u", item="2")
    assert holders() == []
    assert folder.long_term.events("u") == [kept]
