"""The folder in which an agent keeps what it knows of people."""

import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from langgraph.graph import END, START, StateGraph

from palate.agent.reply import Reply
from palate.agent.state import AgentState
from palate.agent.storage.folder import StateFolder
from palate.agent.storage.turns import Turn
from palate.errors import BadArgument, StorageError
from palate.memory.event import Event
from palate.memory.short_term import SessionMemory
from tests.agent.making import file_of

DAY = 24 * 3600.0


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[StateFolder]:
    opened = StateFolder.open(tmp_path / "state")
    yield opened
    opened.lifetime.close()


def turn(number: int, message: str, *, at: float = 1.0) -> Turn:
    return Turn(number=number, time=at, message=message, reply=Reply(act="chat", text="fine"))


def test_the_record_is_read_in_order(folder: StateFolder) -> None:
    for number in (2, 1, 3):
        folder.log.write("t", turn(number, f"m{number}"))
    folder.log.write("other", turn(1, "x"))

    assert folder.log.read("t") == [turn(1, "m1"), turn(2, "m2"), turn(3, "m3")]


def graph_over(folder: StateFolder, learn: object) -> object:
    graph = StateGraph(AgentState)
    graph.add_node("learn", learn)  # type: ignore[call-overload]
    graph.add_edge(START, "learn")
    graph.add_edge("learn", END)
    return graph.compile(checkpointer=folder.checkpoints)


def run(folder: StateFolder, learn: object, thread: str = "u:a/1") -> None:
    compiled = graph_over(folder, learn)
    compiled.invoke(AgentState(message="y"), {"configurable": {"thread_id": thread}}, durability="exit")  # type: ignore[attr-defined]


def counted(folder: StateFolder, table: str) -> int:
    return int(file_of(folder).execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_one_checkpoint_a_session_is_kept(folder: StateFolder) -> None:
    for thread in ("u:a/1", "u:a/2", "u:b/1"):
        folder.log.touch(thread, 1.0)
        for _ in range(3):
            run(folder, lambda _: {"message": "x"}, thread)

    rows = file_of(folder).execute("SELECT thread_id, count(*) FROM checkpoints GROUP BY thread_id")
    assert rows.fetchall() == [("u:a/1", 1), ("u:a/2", 1), ("u:b/1", 1)]
    assert folder.threads("u:a/") == ["u:a/1", "u:a/2"]


def test_a_turn_s_writes_are_one_transaction(folder: StateFolder) -> None:
    event = Event(kind="seen", time=1.0, item="1", session="1", turn=1)

    def learn(_: object) -> dict[str, object]:
        folder.keep("u:a/1", "a", turn(1, "m"), [event])
        return {"session": SessionMemory(turn=1)}

    with folder.checkpoints.turn("u:a/1", lambda: None):
        run(folder, learn)

    assert (counted(folder, "checkpoints"), len(folder.log.read("u:a/1")), folder.long_term.events("a")) == (
        1,
        1,
        [event],
    )


def test_a_turn_that_raises_leaves_nothing(folder: StateFolder) -> None:
    def learn(_: object) -> dict[str, object]:
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError), folder.checkpoints.turn("u:a/1", lambda: None):
        run(folder, learn)

    assert [counted(folder, table) for table in ("checkpoints", "writes", "records")] == [0, 0, 0]


def test_a_turn_whose_record_cannot_be_written_leaves_nothing(folder: StateFolder) -> None:
    def learn(_: object) -> dict[str, object]:
        folder.keep("u:a/1", "a", turn(1, "m"), [Event(kind="seen", time=1.0, item="1")])
        return {"session": SessionMemory(turn=1)}

    file_of(folder).execute("DROP TABLE records")
    with pytest.raises(StorageError, match="no such table: records"), folder.checkpoints.turn("u:a/1", lambda: None):
        run(folder, learn)

    assert [counted(folder, table) for table in ("checkpoints", "writes")] == [0, 0]


def test_files_overwrite_what_they_delete(folder: StateFolder) -> None:
    assert file_of(folder).execute("PRAGMA secure_delete").fetchone() == (1,)
    assert file_of(folder).execute("PRAGMA synchronous").fetchone() == (1,)


def modes(path: Path) -> dict[str, int]:
    return {each.name: stat.S_IMODE(each.stat().st_mode) for each in [path, *path.rglob("*")]}


def test_nobody_else_can_read_it(folder: StateFolder) -> None:
    folder.log.write("t", turn(1, "m"))
    assert folder.path is not None
    assert folder.history is not None
    folder.history.open("ann")

    found = modes(folder.path)
    directories = {name: mode for name, mode in found.items() if name in ("state", "locks", "history")}
    assert directories == {"state": 0o700, "locks": 0o700, "history": 0o700}
    assert {mode for name, mode in found.items() if name not in directories} == {0o600}
    assert {"state.db", "state.db-wal"} <= found.keys()


def test_a_folder_that_holds_other_things_stays_as_open_as_it_was(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "notes.txt").write_text("mine")
    StateFolder.open(tmp_path).lifetime.close()

    assert modes(tmp_path)[tmp_path.name] == 0o755
    assert modes(tmp_path)["state.db"] == 0o600


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "state.db")) as other:
        other.execute("CREATE TABLE orders (id)")
        other.commit()
    before = (tmp_path / "state.db").read_bytes()

    with pytest.raises(BadArgument, match=r"state\.db` is a database of something else"):
        StateFolder.open(tmp_path)
    assert (tmp_path / "state.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_text("this is no database, and long enough to be taken for one" * 50)

    with pytest.raises(BadArgument, match="is damaged or is no agent's state"):
        StateFolder.open(tmp_path)


def test_a_state_in_memory_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    opened = StateFolder.open(Path(":memory:"))
    opened.log.write("t", turn(1, "m"))

    assert opened.log.read("t") == [turn(1, "m")]
    opened.lifetime.close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_old_goes_and_what_is_young_stays(folder: StateFolder) -> None:
    now = time.time()
    old, young = now - 40 * DAY, now - 5 * DAY
    for thread, number, message, at in (
        ("u:a/old", 1, "long ago", old),
        ("u:a/both", 1, "long ago", old),
        ("u:a/both", 2, "lately", young),
    ):
        folder.log.write(thread, turn(number, message, at=at))
        folder.log.touch(thread, at)
    kept = Event(kind="seen", time=young, item="2")
    folder.long_term.append("a", [Event(kind="seen", time=old, item="1"), kept])

    assert folder.expire(30) == 3
    assert folder.threads("u:a/") == ["u:a/both"]
    assert [each.message for each in folder.log.read("u:a/both")] == ["lately"]
    assert folder.long_term.events("a") == [kept]


def test_a_damaged_turn_is_told_in_one_sentence(folder: StateFolder) -> None:
    folder.log.write("u:a/s", turn(1, "m"))
    file_of(folder).execute("UPDATE records SET data = '{' WHERE kind = 'turn'")

    with pytest.raises(StorageError, match=r"A turn of the session `s` is damaged"):
        folder.log.read("u:a/s")
