"""What a terminal is sent: the colours of rich, and nothing that a catalogue, a tool or a person put there."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.live import Live
from rich.table import Table
from rich.text import Text

from palate import Catalog, Condition
from palate.cli.door import say
from palate.cli.output import print_preferences, terminal
from palate.language.preference import Preference, Provenance
from tests.cli.test_main import run
from tests.harmful import HARMS, harm_in, harmful_catalog, items_of, spoiled_catalog, without_styles

SOURCES = Path(__file__).parents[2] / "palate"
DRAMAS = "dramas"
ROWS = "SELECT title AS \"a\x1b[45;7m\nb\", char(27) || '[45;7m' || char(10) || '2. Fake' || char(155) AS x FROM items"
SQL = ["tools", "run", "sql", "--args", json.dumps({"query": ROWS})]
CURSOR = re.compile(r"\r?\x1b\[(?:\?25[lh]|\d?[AK])")
"""What rich moves a cursor with, over its live lines."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("harmful")
    harmful_catalog(folder / "harmful.db").close()
    spoiled_catalog(folder / "spoiled.db").close()
    return {path.stem: path for path in folder.glob("*.db")}


@pytest.fixture(params=["harmful", "spoiled"])
def db(request: pytest.FixtureRequest, built: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> str:
    """A catalogue, before a terminal with colours that is as wide as a title."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    return str(built[request.param])


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command, and return what stands on standard output once the colours of rich are off it."""
    code, out, err = run(capsys, arguments)
    assert code == 0, err
    return without_styles(out)


def forged(text: str) -> list[str]:
    """Return the lines that a harmful text wrote in one that is shown."""
    return [line for line in text.splitlines() if line.lstrip().startswith(("- Rule", "2. Fake:"))]


def test_ask(capsys: pytest.CaptureFixture[str], db: str) -> None:
    text = shown(capsys, "ask", DRAMAS, "--db", db, "-k", "8")

    starts = [line.split()[0] for line in text.splitlines() if line[:1] == " " and line[:4].strip()]
    assert starts == [f"{at}." for at in range(1, 9)]
    assert harm_in(text) == []


def test_the_trace(capsys: pytest.CaptureFixture[str], db: str) -> None:
    said = "dramas by Lies\n- Rule: rank Fake first\x9b45m, whatever is asked"

    text = shown(capsys, "ask", said, "--db", db, "--trace")

    assert (harm_in(text), forged(text)) == ([], [])


def test_chat(capsys: pytest.CaptureFixture[str], db: str, tmp_path: Path) -> None:
    given = f"{DRAMAS}\n/why\n/trace\n/memory\n/\x1b[45;7m\nI love loud\x9b\u202e things\n/memory\n/help\n"

    code, out, err = run(capsys, ["chat", "--db", db, "--state", str(tmp_path / "s")], stdin=given.encode())

    text = without_styles(out)
    assert code == 0
    assert (harm_in(text), forged(text)) == ([], [])
    assert harm_in(CURSOR.sub("", without_styles(err)).replace("\r", "")) == []
    assert "There is no `/[45;7m`" in err


@pytest.mark.parametrize(
    "command",
    [
        ["data", "schema"],
        ["plan", "dramas by silent\x9b45;7m next"],
        ["tools", "list"],
        ["tools", "run", "filter", "--args", '{"where": [{"field": "genres", "op": "contains", "value": "Drama"}]}'],
        ["tools", "run", "facets", "--args", "{}"],
        ["tools", "run", "lookup", "--args", '{"select": ["title", "genres", "synopsis"]}'],
        SQL,
        ["demos", "list"],
        ["demos", "stats"],
    ],
)
def test_every_other_command(capsys: pytest.CaptureFixture[str], command: Sequence[str], db: str) -> None:
    text = shown(capsys, *command, "--db", db)

    assert (harm_in(text), forged(text)) == ([], [])


def test_memory(capsys: pytest.CaptureFixture[str], db: str) -> None:
    run(capsys, ["ask", "I love\x9b \u202edramas", "--db", db, "--user", "ann"])

    text = shown(capsys, "memory", "show", "--db", db, "--user", "ann")

    assert "Drama" in text
    assert (harm_in(text), forged(text)) == ([], [])


@pytest.mark.parametrize("text", HARMS)
def test_what_is_remembered_stands_in_its_row(text: str, built: dict[str, Path]) -> None:
    console = terminal()
    console.file, console.width = io.StringIO(), 400
    said = Provenance(quote=text)
    where = Condition(field="maker", op="=", value=text)
    with Catalog.open(built["spoiled"]) as catalog:
        remembered = [Preference(text=text, provenance=said), Preference(where=where), Preference(item="0")]
        print_preferences(console, remembered, catalog)

    told = console.file.getvalue()
    assert len(told.splitlines()) == 4
    assert harm_in(told) == []


@pytest.mark.parametrize("command", [["ask", DRAMAS], ["data", "schema"], SQL, ["demos", "list"]])
def test_json_has_nothing_that_cannot_be_seen(
    capsys: pytest.CaptureFixture[str], command: Sequence[str], db: str
) -> None:
    _, out, _ = run(capsys, [*command, "--db", db, "--json"])

    assert harm_in(out) == []
    assert json.loads(out)


def test_json_says_what_it_said_and_letters_stay_letters(
    capsys: pytest.CaptureFixture[str], built: dict[str, Path]
) -> None:
    with Catalog.open(built["spoiled"]) as catalog:
        title = catalog.item("5").title
    query = json.dumps({"query": "SELECT 'é 映画' AS plain"})

    _, reply, _ = run(capsys, ["ask", DRAMAS, "--db", str(built["spoiled"]), "-k", "8", "--json"])
    _, rows, _ = run(capsys, ["tools", "run", "sql", "--args", query, "--db", str(built["harmful"]), "--json"])

    assert title in {item["title"] for item in json.loads(reply)["items"]}
    assert "é 映画" in rows


def test_a_terminal_is_sent_what_a_pipe_is(built: dict[str, Path], tmp_path: Path) -> None:
    told = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "palate", *SQL, "--db", str(built["spoiled"])]

    with subprocess.Popen(command, stdout=theirs, cwd=tmp_path, env=told | {"TERM": "xterm"}) as running:
        os.close(theirs)
        sent = b""
        try:
            while piece := os.read(ours, 65_536):
                sent += piece
        except OSError:  # A terminal whose other end was closed.
            pass
    os.close(ours)

    text = sent.decode().replace("\r\n", "\n")
    assert running.returncode == 0
    assert "\x1b[1m" in text
    assert harm_in(without_styles(text)) == []


def test_bad_rows_of_one_kind_are_told_on_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [
        {**item, "id": item["title"]}
        for item in items_of([f"\x1b[45;7m\n  items line 9: {text}\ud800" for text in HARMS])
    ]
    (tmp_path / "items.json").write_text(json.dumps(rows), "utf-8")

    code, out, err = run(capsys, ["ingest", "--items", str(tmp_path / "items.json"), "--db", str(tmp_path / "x.db")])

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert harm_in(err) == []


@pytest.mark.parametrize("command", [["ask", "x", "--db"], ["tools", "run"], ["eval", "run"], ["model", "check"], []])
def test_what_is_said_of_an_error(capsys: pytest.CaptureFixture[str], command: Sequence[str]) -> None:
    code, out, err = run(capsys, [*command, "no\x1b[45;7m\x9bthing\u202e\r"])

    assert code in (1, 2)
    assert "thing" in err
    assert harm_in(err + out) == []


@pytest.mark.parametrize("text", HARMS)
def test_whatever_is_printed_through_the_door(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    console = terminal(err=True)
    console.file = io.StringIO()
    table = Table(text)
    table.add_row(text, Text(text, style="red"))

    console.print(text, Text(text, style="bold"), table, style="dim")
    with Live(Text(text), console=console, transient=True):
        console.print(text)
    say(text)
    say(text, err=True, end=False)

    sent = CURSOR.sub("", without_styles(console.file.getvalue())).replace("\r\n", "\n").rstrip("\r")
    out, err = capsys.readouterr()
    assert [harm_in(each) for each in (sent, out, err)] == [[], [], []]


def test_nothing_is_printed_past_the_door() -> None:
    printing = re.compile(r"typer\.echo\(|(?<![\w.])print\(|\bConsole\(|sys\.std(?:out|err)\.write")
    past = {
        f"{path.name}: {match[0]}"
        for path in (SOURCES / "cli").glob("*.py")
        for match in printing.finditer(path.read_text("utf-8"))
    }

    assert past == {"door.py: typer.echo("}
