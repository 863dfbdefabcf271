"""A real model in process: held to its schema, its prefix kept, and never longer than it may take."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from palate.errors import BadArgument, BadCompletion, ModelUnavailable
from palate.llm.engine import closed, threads
from palate.llm.local import LocalModel
from palate.llm.model import CallOptions, Message
from palate.llm.structured import parse
from palate.testing import ModelContract

HELLO = (Message(role="user", content="Tell me a long story about a ship."),)


class Where(BaseModel):
    field: Literal["year", "runtime"]
    op: Literal["<", ">="] = "<"
    value: int = Field(ge=0, le=9999)


class Plan(BaseModel):
    where: list[Where] = Field(max_length=2)


@pytest.fixture
def model(smollm2: Path) -> LocalModel:
    return LocalModel(smollm2)


class TestContract(ModelContract):
    @pytest.fixture
    def model(self, smollm2: Path) -> LocalModel:
        return LocalModel(smollm2)


def test_a_schema_leaves_it_no_choice(model: LocalModel) -> None:
    prompt = (Message(role="user", content="Write a poem about the sea. No JSON, no fields, only verse."),)

    completion = model.complete(prompt, CallOptions(schema=Plan.model_json_schema(), max_tokens=128))

    assert isinstance(parse(completion, Plan), Plan)
    assert "\n" not in completion.text


def test_equal_calls_have_equal_answers_and_keep_their_prefix(model: LocalModel) -> None:
    prompt = (Message(role="system", content="Be brief. " * 40), Message(role="user", content="Hello"))
    first = model.complete(prompt, CallOptions(max_tokens=8))
    second = model.complete(prompt, CallOptions(max_tokens=8))

    assert second.text == first.text
    assert second.usage.prompt_tokens == first.usage.prompt_tokens > 80
    assert second.usage.cached_tokens >= second.usage.prompt_tokens - 8
    assert second.usage.cost == 0.0


def test_max_tokens_end_it(model: LocalModel) -> None:
    completion = model.complete(HELLO, CallOptions(max_tokens=5))

    assert (completion.finish, completion.usage.completion_tokens) == ("length", 5)


def test_the_deadline_ends_it_and_frees_the_engine(model: LocalModel) -> None:
    started = time.monotonic()
    with pytest.raises(ModelUnavailable, match="was left behind"):
        model.complete(HELLO, CallOptions(max_tokens=4000, seconds=0.005))
    assert time.monotonic() - started < 10

    assert model.complete(HELLO, CallOptions(max_tokens=2, seconds=30)).text


def test_a_prompt_that_does_not_fit(model: LocalModel) -> None:
    with pytest.raises(BadCompletion, match="exceeds the available context size"):
        model.complete([Message(role="user", content="word " * 9000)])


def test_a_schema_that_is_none(model: LocalModel) -> None:
    with pytest.raises(BadCompletion, match="could not be held to the schema"):
        model.complete(HELLO, CallOptions(schema={"type": "nope"}, max_tokens=8))


@pytest.mark.parametrize(("content", "told"), [(b"nope", "is not a GGUF"), (b"GGUF" + bytes(999), "cannot be loaded")])
def test_a_file_that_is_no_model(tmp_path: Path, content: bytes, told: str) -> None:
    pytest.importorskip("xllamacpp")
    path = tmp_path / "bad.gguf"
    path.write_bytes(content)

    with pytest.raises(ModelUnavailable, match=told):
        LocalModel(path).complete(HELLO)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="does not exist"):
        LocalModel(tmp_path / "none.gguf")


def test_without_the_extra_one_sentence_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palate.llm.local.find_spec", lambda _: None)

    with pytest.raises(ModelUnavailable, match=r"pip install 'palate\[local\]'"):
        LocalModel(tmp_path / "x.gguf")


def test_a_process_ends_while_it_generates(smollm2: Path) -> None:
    program = f"""
from pathlib import Path
from palate.errors import ModelUnavailable
from palate.llm.local import LocalModel
from palate.llm.model import CallOptions, Message
try:
    LocalModel(Path({str(smollm2)!r})).complete([Message(role="user", content="story " * 3000)], CallOptions(seconds=1))
except ModelUnavailable:
    print("left")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "left\n", "")


FAKE = """
import atexit, sys, time, types
from pathlib import Path

class Server:  # of a call that looks at nothing while it reads a batch
    listening_address = "http://127.0.0.1:9"
    def __init__(self, params): pass
    def handle_chat_completions(self, body, heard):
        for _ in range(100):
            time.sleep(0.3)
            if heard([]):
                print("stopped", flush=True)
                return

class Params:
    model = cpuparams = cpuparams_batch = types.SimpleNamespace()

sys.modules["xllamacpp"] = types.SimpleNamespace(Server=Server, CommonParams=Params, __spec__=True)
from palate.errors import ModelError
from palate.llm.local import LocalModel
from palate.llm.model import CallOptions, Message
"""
LATE = """
try:
    LocalModel(Path(sys.argv[1])).complete([Message(role="user", content="story")], CallOptions(seconds=0.1))
except ModelError:
    print("left")
"""
RUNNING = """
import threading
def call():
    try:
        LocalModel(Path(sys.argv[1])).complete([Message(role="user", content="story")], CallOptions(seconds=20))
    except ModelError:
        pass
threading.Thread(target=call, daemon=True).start()
time.sleep(0.1)
print("left")
"""


@pytest.mark.parametrize("call", [LATE, RUNNING], ids=["after its deadline", "before its deadline"])
def test_the_interpreter_does_not_end_under_a_native_call(call: str, tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    (path := tmp_path / "fake.gguf").write_bytes(b"GGUF")
    program = f"{FAKE}{call}atexit.register(print, 'handlers of the app')\nsys.exit(3)"
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (3, "left\nstopped\nhandlers of the app\n", "")


def test_objects_are_closed_at_every_depth() -> None:
    schema = closed(Plan.model_json_schema())

    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Where"]["additionalProperties"] is False
    assert closed({"type": "object", "additionalProperties": {"type": "string"}}) == {
        "type": "object",
        "additionalProperties": {"type": "string"},
    }


def test_threads_are_one_a_core_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PALATE_THREADS", raising=False)
    assert 1 <= threads() <= 8
    monkeypatch.setenv("PALATE_THREADS", "3")
    assert threads() == 3
    monkeypatch.setenv("PALATE_THREADS", "none")
    with pytest.raises(BadArgument, match="`none` is not"):
        threads()
