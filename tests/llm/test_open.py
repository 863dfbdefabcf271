"""A model by its name, wrapped once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from palate.errors import BadArgument, ModelUnavailable, OverBudget
from palate.llm.budget import Limits, spending
from palate.llm.known import QWEN, SMOLLM2, place_of
from palate.llm.model import Message
from palate.llm.open import open_model
from palate.llm.scripted import ScriptedModel
from palate.llm.traced import tracing
from palate.testing import ModelContract
from tests.llm.doubles import always

HELLO = (Message(role="user", content="hello"),)


@pytest.fixture(autouse=True)
def _nothing_pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path / "cache"))


class TestContract(ModelContract):
    @pytest.fixture
    def model(self, tmp_path: Path) -> object:
        inner = ScriptedModel(always('{"n": 4}'))
        return open_model(inner, cache=tmp_path / "c.db")


def put(*models: object) -> None:
    """Put files of the right length where the models would be."""
    for model in (QWEN, SMOLLM2):
        if model in models:
            with place_of(model).open("wb") as file:
                file.truncate(model.bytes)


def test_names_of_local_models(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    put(SMOLLM2)

    assert open_model("local").name == "local:smollm2-135m"
    assert open_model(f"local:{tmp_path / 'own.gguf'}").name == "local:own"
    put(QWEN)
    assert open_model("local").name == "local:qwen2.5-coder-1.5b"
    assert open_model("local:smollm2-135m").name == "local:smollm2-135m"


def test_any_other_name_is_litellms() -> None:
    assert open_model("openai/gpt-5-mini").name == "openai/gpt-5-mini"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("local", "No model was pulled for `local`: `palate model pull qwen2.5-coder-1.5b`."),
        ("local:smollm2-135m", "No model was pulled for `local:smollm2-135m`: `palate model pull smollm2-135m`."),
    ],
)
def test_a_model_that_was_not_pulled(name: str, told: str) -> None:
    with pytest.raises(ModelUnavailable) as missing:
        open_model(name)
    assert str(missing.value) == told


@pytest.mark.parametrize("name", ["local:qwen", "local:/nowhere/x.gguf", "", " local"])
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(BadArgument):
        open_model(name)


def test_an_opened_model_is_wrapped_once(tmp_path: Path) -> None:
    inner = ScriptedModel(["one", "two", "three"])
    model = open_model(open_model(inner), cache=tmp_path / "c.db")
    with spending(Limits(calls=2)):
        with tracing() as calls:
            model.complete(HELLO)
            model.complete(HELLO)
            model.complete([*HELLO, *HELLO])
        with pytest.raises(OverBudget, match="All 2"):
            model.complete([*HELLO, *HELLO, *HELLO])

    assert [call.usage.calls for call in calls] == [1, 0, 1]


def test_importing_and_opening_imports_no_provider() -> None:
    program = (
        "import sys, palate, palate.cli.main, palate.llm.open\n"
        "palate.llm.open.open_model('openai/gpt-5-mini')\n"
        "print([name for name in ('litellm', 'xllamacpp', 'httpx', 'openai') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
