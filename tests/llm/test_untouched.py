"""What neither the import nor a call changes in an app's process: HTTP clients, pools, loggers, litellm's settings."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import logging, sys
import httpx, httpx2

logging.basicConfig(level=logging.INFO, stream=sys.stdout)
logging.getLogger("httpx").setLevel(logging.DEBUG)
logging.getLogger("uvicorn.access").addFilter(lambda record: True)
logging.getLogger("asyncio").propagate = False
logging.getLogger("LiteLLM").setLevel(logging.DEBUG)
logging.getLogger("LiteLLM").addHandler(logging.NullHandler())
logging.getLogger("LiteLLM Router").disabled = True

def loggers():
    made = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    return {
        each.name: (each.level, *each.handlers, *each.filters, each.propagate, each.disabled)
        for each in (logging.root, *made)
    }

def transports():
    kinds = ("HTTPTransport", "AsyncHTTPTransport", "Client", "AsyncClient", "Response")
    return {
        (module.__name__, kind, name): value
        for module in (httpx, httpx2) for kind in kinds for name, value in vars(getattr(module, kind)).items()
    }

def settings(litellm):
    names = ("client_session", "callbacks", "success_callback", "failure_callback", "api_key", "completion")
    clients = litellm.in_memory_llm_clients_cache.cache_dict
    return {**{name: getattr(litellm, name) for name in names}, **clients, **vars(litellm.utils.executor.__class__)}

def check(before, after):
    assert {name: after[name] for name in before} == before

first = loggers(), transports()
from palate.llm.litellm_import import litellm
module = litellm()
check(first[0], loggers())
check(first[1], transports())
second = loggers(), transports(), settings(module)

from palate.errors import ModelError
from palate.llm.litellm_model import LitellmModel
from palate.llm.model import Message
from tests.llm import server as s
for name in ("openai/m", "anthropic/m"):
    for behaviour in (s.says("hi"), s.fails(500)):
        with s.serving(behaviour) as server:
            model = LitellmModel(name, api_base=server.url, api_key="sk-x", retries=0)
            try:
                model.complete([Message(role="user", content="hi")])
            except ModelError:
                pass
check(second[0], loggers())
check(second[1], transports())
assert settings(module) == second[2], "a call left something behind in litellm"
assert "submit" not in vars(module.utils.executor)
"""


def test_neither_the_import_nor_a_call_changes_what_an_app_has() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
