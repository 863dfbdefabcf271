"""Closing something that others are using."""

import gc
import threading
import weakref
from collections.abc import Callable

import pytest

from palate.catalog.lifetime import Lifetime
from palate.errors import CallerError, PalateError


def lifetime_of(close: Callable[[], None]) -> Lifetime:
    return Lifetime("This agent", close, mend="make another one")


def test_it_is_closed_once() -> None:
    closed: list[int] = []
    lifetime = lifetime_of(lambda: closed.append(1))

    lifetime.close()
    lifetime.close()
    assert closed == [1]


def test_nobody_is_let_in_afterwards() -> None:
    lifetime = lifetime_of(lambda: None)
    lifetime.close()

    with pytest.raises(CallerError, match="This agent was closed; make another one"), lifetime.inside():
        pass


def test_it_waits_for_those_inside() -> None:
    told: list[str] = []
    lifetime = lifetime_of(lambda: told.append("closed"))
    inside, leave = threading.Event(), threading.Event()

    def use() -> None:
        with lifetime.inside():
            inside.set()
            leave.wait()
            with lifetime.inside():  # who is inside already may go on, though it is closing
                told.append("left")

    user = threading.Thread(target=use)
    user.start()
    inside.wait()
    with pytest.raises(PalateError, match="something still runs in it after 0 seconds"):
        lifetime.close(seconds=0.01)
    closer = threading.Thread(target=lifetime.close)
    closer.start()
    leave.set()
    user.join()
    closer.join()
    assert told == ["left", "closed"]


def test_it_cannot_be_closed_from_inside() -> None:
    lifetime = lifetime_of(lambda: None)

    with (
        lifetime.inside(),
        pytest.raises(CallerError, match="This agent is in use by what closes it"),
    ):
        lifetime.close()


def test_letting_go_leaves_the_closing_to_the_last_inside() -> None:
    told: list[str] = []
    lifetime = lifetime_of(lambda: told.append("closed"))

    with lifetime.inside():
        lifetime.let_go()
        told.append("left")
    assert told == ["left", "closed"]


def test_a_collected_owner_closes_it() -> None:
    class Owner:
        pass

    closed: list[int] = []
    lifetime, owner = lifetime_of(lambda: closed.append(1)), Owner()
    weakref.finalize(owner, lifetime.let_go)
    del owner
    gc.collect()
    assert closed == [1]
