"""`palate ask`: one message in, one reply out, as text or as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from palate import Catalog, Reply
from tests.cli.test_main import run

REPLY_KEYS = [
    "act",
    "text",
    "items",
    "question",
    "relaxed",
    "snapped",
    "not_understood",
    "blamed",
    "near",
    "answers",
    "memory_changes",
    "incomplete",
    "shortened",
    "state",
    "trace",
]
ITEM_KEYS = ["id", "title", "score", "fields", "reasons"]
TRACE_KEYS = ["plan", "steps", "findings", "memory", "usage", "seconds"]

Ask = Callable[..., str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(tiny: Catalog, capsys: pytest.CaptureFixture[str]) -> Ask:
    """`palate ask` over the eight films, which succeeds and writes nothing to standard error."""

    def asked(*arguments: str, stdin: bytes = b"") -> str:
        code, out, err = run(capsys, ["ask", *arguments, "--db", str(tiny.path)], stdin=stdin)
        assert (code, err) == (0, "")
        return out

    return asked


def test_json_is_the_whole_reply_and_every_item_satisfies_what_was_asked(ask: Ask) -> None:
    reply = json.loads(ask("a comedy from the nineties under 100 minutes", "--json"))

    assert list(reply) == REPLY_KEYS
    assert list(reply["trace"]) == TRACE_KEYS
    assert [list(item) for item in reply["items"]] == [ITEM_KEYS] * 2
    assert {item["title"] for item in reply["items"]} == {"Fargo", "Clueless"}
    assert all(item["reasons"] for item in reply["items"])
    assert Reply.model_validate(reply).act == "recommend"


@pytest.fixture
def failing_tool(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package with a tool that raises when it is asked for the weather."""
    package = folder / "failing_tool-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: failing-tool\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[palate.tools]\nweather = failing_tool:weather\n")
    source = """
        from palate import tool

        @tool(cues=["weather"])
        def weather() -> str:
            '''Tell the weather.'''
            raise RuntimeError("secret key=abc123")
    """
    (folder / "failing_tool.py").write_text(dedent(source))
    monkeypatch.syspath_prepend(folder)


@pytest.mark.usefixtures("failing_tool")
def test_what_a_tool_raised_is_in_the_trace_and_nowhere_else(ask: Ask) -> None:
    def told(*options: str) -> str:
        return ask("what is the weather?", *options)

    assert json.loads(told("--json", "--trace"))["trace"]["log"][0].endswith("RuntimeError: secret key=abc123")
    trace = told("--trace")
    assert "log      `weather` failed:" in trace
    assert trace.rstrip().endswith("RuntimeError: secret key=abc123")
    for plain in (told(), told("--json")):
        assert "`weather` failed with an error of its own (RuntimeError)." in " ".join(plain.split())
        assert "abc123" not in plain


def test_text_names_every_item(ask: Ask) -> None:
    text = ask("a comedy from the nineties under 100 minutes")

    assert "Fargo (1996)" in text
    assert "Clueless (1995)" in text


def test_a_dash_reads_the_message_from_standard_input_whatever_its_encoding(ask: Ask) -> None:
    assert json.loads(ask("-", "--json", stdin="a film like Amélie".encode("latin-1")))["act"] in ("recommend", "ask")


def test_a_conversation_goes_on_in_another_process(ask: Ask, tiny: Catalog) -> None:
    session = ("--user", "ann-2", "--session", "s", "--json")
    ask("a comedy", *session)

    command = [sys.executable, "-m", "palate", "ask", "-", "--db", str(tiny.path), *session]
    done = subprocess.run(command, input=b"from the nineties", capture_output=True, check=True)

    assert done.stderr == b""
    assert {item["title"] for item in json.loads(done.stdout)["items"]} <= {"Fargo", "Clueless"}
    assert json.loads(done.stdout)["act"] == "recommend"


def test_the_number_of_items_can_be_chosen(ask: Ask) -> None:
    assert len(json.loads(ask("a comedy", "-k", "1", "--json"))["items"]) == 1


def test_the_trace_is_shown_at_wish(ask: Ask) -> None:
    assert "filter where [genres contains Comedy]" in ask("a comedy", "--trace")


def test_a_missing_catalogue_is_the_callers_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, ["ask", "a comedy", "--db", "nope.db"]) == (
        *(2, "", "`nope.db` does not exist. Build it with `palate ingest` or `palate data films`.\n"),
    )


@pytest.mark.parametrize(
    "message", ["", "'; DROP TABLE items; --", "🎬🍿", "סרט טוב", "a \x00 b", '"', "a comedy " * 6000]
)
def test_any_message_gets_a_reply(message: str, ask: Ask, tiny: Catalog) -> None:
    assert json.loads(ask("-", "--json", stdin=message.encode()))["text"]
    assert tiny.schema.items == 8
