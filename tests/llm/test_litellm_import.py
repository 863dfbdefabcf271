"""litellm's import is a part of the call's time: a call that has none left ends, and a later one finds it ready."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from types import SimpleNamespace

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.config import Budget
from palate.errors import ModelUnavailable
from palate.llm import litellm_import
from palate.llm.budget import Budgeted, Limits, spending
from palate.llm.litellm_import import litellm
from palate.llm.litellm_loggers import loggers_kept
from palate.llm.litellm_model import LitellmModel
from palate.llm.model import CallOptions, Message

HELLO = (Message(role="user", content="hello"),)
LATE = "litellm was still being imported after {} seconds; the model can be called once it is."


class SlowImport:
    """An import that goes on until it is let go."""

    def __init__(self) -> None:
        self.begun = 0
        self.go = threading.Event()
        self.module = SimpleNamespace(name="litellm")
        self.error: ImportError | None = None

    def __call__(self) -> SimpleNamespace:
        self.begun += 1
        self.go.wait(30)
        if self.error is not None:
            raise self.error
        return self.module


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowImport]:
    begun: list[Future[object]] = []
    monkeypatch.setattr(litellm_import, "_begun", begun)
    monkeypatch.setattr(litellm_import, "_import", made := SlowImport())
    yield made
    made.go.set()
    if begun:
        begun[0].exception(10)


def test_a_call_waits_for_the_import_no_longer_than_it_may_take(slow: SlowImport) -> None:
    model = LitellmModel("openai/m", api_key="x")
    for _ in range(2):
        with pytest.raises(ModelUnavailable) as late:
            model.complete(HELLO, CallOptions(seconds=0.05))
        assert str(late.value) == LATE.format("0.05")

    slow.go.set()
    assert litellm() is slow.module
    assert slow.begun == 1


def test_its_seconds_count_as_the_models(slow: SlowImport) -> None:
    model = Budgeted(LitellmModel("openai/m", api_key="x"))
    with spending(Limits(seconds=0.1)):
        with pytest.raises(ModelUnavailable, match=r"after 0\.1 seconds"):
            model.complete(HELLO, CallOptions(seconds=60))
        with pytest.raises(Exception, match=r"All 0\.1 seconds that models may take are used up"):
            model.complete(HELLO)
    assert slow.begun == 1


def test_a_turn_goes_on_without_a_model_that_is_not_imported_yet(slow: SlowImport, tiny: Catalog) -> None:
    config = AgentConfig(budget=Budget(model_seconds=0.1))
    model = LitellmModel("openai/m", api_key="x")
    with Agent(tiny, model=model, planner="frames", state=":memory:", config=config) as agent:
        reply = agent.ask("a horror film")

    assert [item.title for item in reply.items] == ["Alien", "Jaws"][: len(reply.items)]
    assert reply.items
    (finding,) = [each for each in reply.trace.findings if each["kind"] == "model"]
    assert finding["message"].endswith(LATE.format("0.1"))
    assert reply.trace.usage["model_seconds"] >= 0.1


def test_an_agent_that_is_warmed_up_begins_the_import(slow: SlowImport, tiny: Catalog) -> None:
    slow.error = ImportError("enough")  # so that nothing is called once it has ended
    with Agent(tiny, model=LitellmModel("openai/m", api_key="x"), state=":memory:", warm=True):
        deadline = time.monotonic() + 10
        while not slow.begun and time.monotonic() < deadline:
            time.sleep(0.01)
    assert slow.begun == 1


def test_what_cannot_be_imported_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError("No module named 'litellm'")

    monkeypatch.setattr(litellm_import, "_begun", [])
    monkeypatch.setattr(litellm_import, "_import", missing)

    for _ in range(2):
        with pytest.raises(ModelUnavailable, match=r"cannot be imported: No module named 'litellm'\.$"):
            litellm()


def test_what_an_app_does_to_its_loggers_while_litellm_is_imported_stays() -> None:
    logger, handler = logging.getLogger("tests.llm.app"), logging.NullHandler()
    foreign = type("Foreign", (logging.Filter,), {"__module__": "litellm._logging"})()
    quiet = logging.getLogger("tests.llm.quietened")
    with loggers_kept():
        quiet.addFilter(foreign)
        quiet.setLevel(logging.WARNING)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)

    assert (logger.handlers, logger.level) == ([handler], logging.INFO)
    assert (quiet.filters, quiet.level) == ([], logging.NOTSET)
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)
