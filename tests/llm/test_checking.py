from __future__ import annotations

from pathlib import Path

import pytest

from palate import Agent, Catalog
from palate.errors import BadArgument, ModelUnavailable
from palate.llm.checking import check_name
from palate.llm.scripted import ScriptedModel


@pytest.fixture(autouse=True)
def without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(key, raising=False)


@pytest.mark.parametrize("name", ["nonsense/foo", "foo"])
def test_a_name_that_no_provider_has_is_refused(name: str) -> None:
    with pytest.raises(BadArgument, match=f"`{name}` is the name of no model"):
        check_name(name)


@pytest.mark.parametrize("name", ["openai/gpt-5-mini", "gpt-5-mini"])
def test_a_missing_key_is_named(name: str) -> None:
    with pytest.raises(ModelUnavailable, match=f"`{name}` needs a key, and the environment has no OPENAI_API_KEY"):
        check_name(name)


def test_a_key_in_the_environment_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "x")

    check_name("gemini/gemini-2.5-flash")


@pytest.mark.parametrize("name", ["ollama/llama3", "hosted_vllm/m", "local", "local:/no/such.gguf"])
def test_what_runs_here_needs_no_key(name: str) -> None:
    check_name(name)


def test_an_agent_is_refused_when_it_is_made(tiny: Catalog, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="`nonsense/foo` is the name of no model"):
        Agent(tiny, model="nonsense/foo", state=tmp_path / "state")

    assert not (tmp_path / "state").exists()


def test_an_agent_s_model_is_asked_twice(tiny: Catalog, tmp_path: Path) -> None:
    model = ScriptedModel(['{"genre": "comedy", "year": 1994}'] * 2)
    with Agent(tiny, model=model, planner="offline", state=tmp_path) as agent:
        told = agent.check_model()

    assert (told.model, told.text) == (model.name, '{"genre": "comedy", "year": 1994}')
    assert len(model.asked) == 2


def test_an_agent_without_a_model_says_so(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent, pytest.raises(BadArgument, match="asks a model; name one"):
        agent.check_model()
