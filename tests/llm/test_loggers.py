"""What is logged, and where: Palate's own lines below `palate`, and litellm's chatter about our calls nowhere."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from palate.errors import ModelError
from palate.llm.litellm_model import LitellmModel
from palate.llm.local import LocalModel
from palate.llm.model import Message
from tests.llm import server as s

SECRET_PROMPT = (Message(role="user", content="a film for my secret friend"),)
KEY = "qwertz-7391-geheim"

SNAPSHOTS = """
import logging, sys
def snapshot():
    loggers = {each.name: each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)}
    return {
        name: (each.level, [*each.handlers], [*each.filters], each.propagate, each.disabled)
        for name, each in {"root": logging.root, **loggers}.items()
    }
def check():
    after = snapshot()
    assert {name: after[name] for name in before} == before
"""
USES = """
import os
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm
logging.getLogger("LiteLLM").setLevel(logging.ERROR)
logging.getLogger("LiteLLM").filters.clear()
"""
IMPORT = """
import httpx
from palate.llm.litellm_import import litellm
before = snapshot()
litellm()
check()
print("imported", file=sys.stderr, flush=True)
"""
LATER = """
for name in ("apscheduler.scheduler", "uvicorn.access", "uvicorn.error", "backoff"):
    logger = logging.getLogger(name)  # made later by others, and as new
    assert (logger.level, logger.filters) == (0, []), name
"""
CALLS = """
from palate.errors import ModelError
from palate.llm.litellm_model import LitellmModel
from palate.llm.model import Message
from tests.llm import server as s

class Told(logging.Handler):
    def emit(self, record):
        told.append((record.name, record.levelname, record.getMessage()))
told = []
logging.root.addHandler(Told())
logging.root.setLevel(logging.DEBUG)
for behaviour in (s.says("hi"), s.fails(500), s.fails(401), s.closes, s.half_json, s.tells(prompt_tokens=-1)):
    with s.serving(behaviour) as server:
        model = LitellmModel("openai/m", api_base=server.url, api_key="qwertz-7391-geheim", retries=0)
        try:
            model.complete([Message(role="user", content="a film for my secret friend")])
        except ModelError:
            pass
chatter = [each for each in told if each[0].lower().startswith("litellm")]
assert not chatter, chatter
ours = [each for each in told if each[0].startswith("palate.llm.")]
assert any(level == "WARNING" for _, level, _ in ours)
assert not [text for _, _, text in ours if "secret friend" in text or "geheim" in text]
del told[:]
litellm().completion("openai/m", [{"role": "user", "content": "x"}], mock_response="y")
assert [each for each in told if each[0] == "LiteLLM"]
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, timeout=120, check=False
    )


def test_neither_litellms_import_nor_its_chatter_about_our_calls_reaches_an_apps_loggers() -> None:
    done = run(f"{SNAPSHOTS}{IMPORT}{LATER}{CALLS}")

    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("imported\n")
    assert "secret friend" not in done.stderr + done.stdout
    assert "LiteLLM" in done.stderr + done.stdout  # what the program asks litellm for by itself


def test_an_app_that_uses_litellm_keeps_its_loggers() -> None:
    done = run(f"{SNAPSHOTS}{USES}{IMPORT}")

    assert (done.returncode, done.stderr) == (0, "imported\n")


def test_palate_is_silent_until_an_app_listens() -> None:
    done = run(
        "import logging, palate\n"
        "assert [type(each) for each in logging.getLogger('palate').handlers] == [logging.NullHandler]\n"
        "assert logging.getLogger('palate').level == logging.NOTSET and not logging.root.handlers\n"
        "logging.getLogger('palate.llm.litellm_model').warning('x')"
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("imported_litellm")
def test_a_failure_is_told_with_its_retries_and_without_what_was_said(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("palate.llm.litellm_model.FIRST_PAUSE", 0.01)
    echoed = f"{KEY} may not ask: {SECRET_PROMPT[0].content}"
    with s.serving(s.fails(503, echoed)) as server, caplog.at_level(logging.DEBUG, "palate"):
        model = LitellmModel("openai/m", api_base=server.url, api_key=KEY, retries=2)
        with pytest.raises(ModelError):
            model.complete(SECRET_PROMPT)

    kind = "`openai/m` failed with ServiceUnavailableError, status 503"
    assert [(each.name, each.levelname, each.getMessage()) for each in caplog.records if each.name != "asyncio"] == [
        ("palate.llm.litellm_model", "DEBUG", f"{kind}; it is asked again in 0.01 seconds."),
        ("palate.llm.litellm_model", "DEBUG", f"{kind}; it is asked again in 0.02 seconds."),
        ("palate.llm.litellm_model", "WARNING", f"{kind}; it was asked 3 times."),
    ]


def test_a_local_models_failure_is_told(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    (path := tmp_path / "bad.gguf").write_bytes(b"nope")

    with pytest.raises(ModelError):
        LocalModel(path, name="local:bad").complete(SECRET_PROMPT)
    assert [(each.name, each.levelname, each.getMessage()) for each in caplog.records] == [
        ("palate.llm.local", "WARNING", "A call of `local:bad` failed with ModelUnavailable.")
    ]
