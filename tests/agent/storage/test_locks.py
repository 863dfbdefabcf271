"""Turns of one conversation run one after the other; nobody waits for somebody else's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from palate.agent.storage.locks import FileLocks, TurnLocks
from palate.errors import PalateError
from palate.memory.store import Locking
from palate.testing import LockingContract


class TestFileLocks(LockingContract):
    @pytest.fixture
    def sharers(self, tmp_path: Path) -> tuple[Locking, Locking]:
        return FileLocks(tmp_path), FileLocks(tmp_path)


@contextmanager
def held_elsewhere(locks: TurnLocks, thread: str) -> Iterator[None]:
    """Hold a conversation's lock in another thread."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with locks.held(thread):
            held.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    try:
        yield
    finally:
        done.set()
        holder.join()


def test_a_turn_waits_for_the_one_before_and_not_for_ever(tmp_path: Path) -> None:
    locks = TurnLocks(FileLocks(tmp_path), wait=0.05)

    with (
        held_elsewhere(locks, "t"),
        pytest.raises(PalateError, match="An earlier turn of this session did not end"),
        locks.held("t"),
    ):
        pass
    with locks.held("t"):
        pass


def test_another_process_s_turn_is_waited_for(tmp_path: Path) -> None:
    mine, theirs = TurnLocks(FileLocks(tmp_path), wait=0.05), TurnLocks(FileLocks(tmp_path), wait=0.05)

    with mine.held("t"), pytest.raises(PalateError), theirs.held("t"):
        pass
    with theirs.held("t"):
        assert len(list(tmp_path.glob("*.lock"))) == 1


def test_a_thousand_other_conversations_wait_for_nobody(tmp_path: Path) -> None:
    locks = TurnLocks(FileLocks(tmp_path), wait=0.0)

    with held_elsewhere(locks, "t"):
        for number in range(1_000):
            with locks.held(f"other-{number}"):
                pass


def test_no_file_and_no_lock_is_left(tmp_path: Path) -> None:
    locks = TurnLocks(FileLocks(tmp_path), wait=1.0)
    with locks.held("a"), locks.held("b"):
        pass

    assert list(tmp_path.iterdir()) == []
    assert list(locks._held) == []


def test_many_threads_of_several_processes_take_turns(tmp_path: Path) -> None:
    every, inside, most = [TurnLocks(FileLocks(tmp_path), wait=10.0) for _ in range(3)], 0, 0

    def work(locks: TurnLocks) -> None:
        nonlocal inside, most
        for _ in range(20):
            with locks.held("t"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work, args=(every[number % 3],)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
