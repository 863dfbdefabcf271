"""`palate ask`: one message in, one reply out, as text or as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from palate import Catalog, Reply

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
    "incomplete",
    "shortened",
    "trace",
]
ITEM_KEYS = ["id", "title", "score", "fields", "reasons"]
TRACE_KEYS = ["plan", "steps", "findings", "memory", "usage", "seconds"]


def ask(*arguments: str, given: bytes = b"", folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run `palate ask` in `folder`."""
    command = [sys.executable, "-m", "palate", "ask", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, cwd=folder)


def test_json_is_the_whole_reply_and_every_item_satisfies_what_was_asked(tiny: Catalog, tmp_path: Path) -> None:
    done = ask("a comedy from the nineties under 100 minutes", "--db", str(tiny.path), "--json", folder=tmp_path)

    assert done.returncode == 0
    reply = json.loads(done.stdout)
    assert list(reply) == REPLY_KEYS
    assert list(reply["trace"]) == TRACE_KEYS
    assert [list(item) for item in reply["items"]] == [ITEM_KEYS] * 2
    assert {item["title"] for item in reply["items"]} == {"Fargo", "Clueless"}
    assert all(item["reasons"] for item in reply["items"])
    assert Reply.model_validate(reply).act == "recommend"


@pytest.fixture
def failing_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package with a tool that raises when it is asked for the weather."""
    folder = tmp_path / "installed"
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
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)


@pytest.mark.usefixtures("failing_tool")
def test_what_a_tool_raised_is_in_the_trace_and_nowhere_else(tiny: Catalog, tmp_path: Path) -> None:
    def told(*options: str) -> str:
        return ask("what is the weather?", "--db", str(tiny.path), *options, folder=tmp_path).stdout.decode()

    assert json.loads(told("--json", "--trace"))["trace"]["log"][0].endswith("RuntimeError: secret key=abc123")
    assert "log      `weather` failed:" in told("--trace")
    assert told("--trace").rstrip().endswith("RuntimeError: secret key=abc123")
    for plain in (told(), told("--json")):
        assert "`weather` failed with an error of its own (RuntimeError)." in " ".join(plain.split())
        assert "abc123" not in plain


def test_text_names_every_item(tiny: Catalog, tmp_path: Path) -> None:
    done = ask("a comedy from the nineties under 100 minutes", "--db", str(tiny.path), folder=tmp_path)

    assert done.returncode == 0
    assert "Fargo (1996)" in done.stdout.decode()
    assert "Clueless (1995)" in done.stdout.decode()


def test_a_dash_reads_the_message_from_standard_input_whatever_its_encoding(tiny: Catalog, tmp_path: Path) -> None:
    done = ask("-", "--db", str(tiny.path), "--json", given="a film like Amélie".encode("latin-1"), folder=tmp_path)

    assert done.returncode == 0
    assert json.loads(done.stdout)["act"] in ("recommend", "ask")


def test_a_conversation_goes_on_in_another_process(tiny: Catalog, tmp_path: Path) -> None:
    thread = ("--db", str(tiny.path), "--user", "ann-2", "--session", "s", "--json")
    ask("a comedy", *thread, folder=tmp_path)

    done = ask("from the nineties", *thread, folder=tmp_path)

    assert {item["title"] for item in json.loads(done.stdout)["items"]} <= {"Fargo", "Clueless"}
    assert json.loads(done.stdout)["act"] == "recommend"


def test_the_number_of_items_can_be_chosen(tiny: Catalog, tmp_path: Path) -> None:
    done = ask("a comedy", "--db", str(tiny.path), "-k", "1", "--json", folder=tmp_path)

    assert len(json.loads(done.stdout)["items"]) == 1


def test_the_trace_is_shown_at_wish(tiny: Catalog, tmp_path: Path) -> None:
    done = ask("a comedy", "--db", str(tiny.path), "--trace", folder=tmp_path)

    assert "filter where [genres contains Comedy]" in done.stdout.decode()


def test_a_missing_catalogue_is_the_callers_fault(tmp_path: Path) -> None:
    done = ask("a comedy", "--db", "nope.db", folder=tmp_path)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "`nope.db` does not exist. Build it with `palate ingest` or `palate data films`.\n"


@pytest.mark.parametrize(
    "message", ["", "'; DROP TABLE items; --", "🎬🍿", "סרט טוב", "a \x00 b", '"', "a comedy " * 6000]
)
def test_any_message_gets_a_reply(message: str, tiny: Catalog, tmp_path: Path) -> None:
    done = ask("-", "--db", str(tiny.path), "--json", given=message.encode(), folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["text"]
    assert tiny.schema.items == 8
