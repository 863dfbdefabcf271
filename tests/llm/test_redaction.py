"""Keys that a server repeats: none is told, wherever it came from and wherever it turns up."""

from __future__ import annotations

import pytest

from palate.errors import ModelUnavailable
from palate.llm.engine import Generated
from palate.llm.litellm_import import litellm
from palate.llm.litellm_model import LitellmModel
from palate.llm.model import Message
from palate.llm.readable import completion_of
from palate.llm.redaction import credentials, redact
from tests.llm import server as s

HELLO = (Message(role="user", content="hello"),)
KEY = "qwertz-7391-geheim-0042"
pytestmark = pytest.mark.usefixtures("imported_litellm")


@pytest.fixture(params=["passed", "environment", "litellm"])
def passed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """Put the key where it may come from, and return what is passed of it."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    if request.param == "environment":
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
    if request.param == "litellm":
        monkeypatch.setattr(litellm(), "openai_key", KEY)
    return KEY if request.param == "passed" else None


def model(server: s.Server, passed: str | None) -> LitellmModel:
    return LitellmModel("openai/m", api_base=server.url, api_key=passed, retries=0)


@pytest.mark.parametrize("status", [401, 500])
def test_an_error_tells_no_key(passed: str | None, status: int) -> None:
    with s.serving(s.echoes(status)) as server, pytest.raises(ModelUnavailable, match="your key: Bearer …") as failed:
        model(server, passed).complete(HELLO)

    assert KEY[:6] not in str(failed.value)


@pytest.mark.parametrize("length", range(120, 200, 8))
def test_half_a_key_at_the_cut_is_none(length: int) -> None:
    with s.serving(s.fails(400, f"{'x' * length} {KEY}")) as server, pytest.raises(ModelUnavailable) as failed:
        model(server, KEY).complete(HELLO)

    assert KEY[:3] not in str(failed.value)


def test_an_answer_tells_no_key(passed: str | None) -> None:
    with s.serving(s.says_key("it is ")) as server:
        assert model(server, passed).complete(HELLO).text == "it is …"


def test_a_local_model_tells_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", KEY)

    made = completion_of(f"say {KEY}", "local:m", finish="stop", told={}, cost=0.0, keys=credentials())
    assert made.text == "say …"
    with pytest.raises(Exception, match=r"refused the prompt: no … here\.$"):
        Generated().take({"error": {"message": f"no {KEY} here"}})


def test_what_counts_as_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("A_KEY", "bToken", "C_SECRET", "D_PASSWORD"):
        monkeypatch.setenv(name, f"value-of-{name}")
    monkeypatch.setenv("E_KEYBOARD", "value-of-keyboard")
    monkeypatch.setenv("F_KEY", "none")

    found = credentials("passed-key\n", None, "x", settings={"g_key": "value-of-g", "h_key": None, "i": "value-of-i"})

    assert {"value-of-A_KEY", "value-of-bToken", "value-of-C_SECRET", "value-of-D_PASSWORD"} < set(found)
    assert {"passed-key", "value-of-g"} < set(found)
    assert set(found).isdisjoint({"value-of-keyboard", "none", "x", "value-of-i"})
    assert sorted(found, key=len, reverse=True) == list(found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Authorization: Bearer abc123def456", "Authorization: …"),
        ("key sk-abcdefghijklmnopqrst.", "key …."),
        ("at http://me:hunter22@example.org/v1", "at http://…@example.org/v1"),
        ("The Ring-Bearer Chronicles, a risk-averse sk-8 and http://example.org:80/a@b", None),
        ("", None),
    ],
)
def test_what_looks_like_a_key(text: str, told: str | None) -> None:
    assert redact(text, ()) == (text if told is None else told)
