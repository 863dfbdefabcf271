"""What all locks that processes share have to do; tests inherit this and give it two `sharers` of the same ones."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from palate.memory.store import Locking

_LONG = 30.0


class LockingContract:
    """Whether locks keep to the protocol."""

    def test_somebody_else_s_is_waited_for_and_not_for_ever(self, sharers: tuple[Locking, Locking]) -> None:
        mine, theirs = sharers
        with mine.lock("t", seconds=_LONG), pytest.raises(TimeoutError), theirs.lock("t", seconds=0.05):
            pass
        with theirs.lock("t", seconds=_LONG) as still:
            still()

    def test_who_holds_it_already_waits_too(self, sharers: tuple[Locking, Locking]) -> None:
        mine, _ = sharers
        with mine.lock("t", seconds=_LONG), pytest.raises(TimeoutError), mine.lock("t", seconds=0.05):
            pass

    def test_nobody_waits_for_another_name(self, sharers: tuple[Locking, Locking]) -> None:
        mine, theirs = sharers
        with mine.lock("t", seconds=_LONG), theirs.lock("other", seconds=0.05), mine.lock("a third", seconds=0.05):
            pass

    def test_it_is_had_as_soon_as_it_is_let_go(self, sharers: tuple[Locking, Locking]) -> None:
        mine, theirs = sharers
        got = Event()

        def wait() -> None:
            with theirs.lock("t", seconds=_LONG):
                got.set()

        waiting = Thread(target=wait)
        with mine.lock("t", seconds=_LONG):
            waiting.start()
            assert not got.wait(0.1)
        waiting.join(_LONG)

        assert got.is_set()
