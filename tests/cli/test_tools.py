"""`palate tools`: what is listed, what is run, and what becomes of mistakes."""

from __future__ import annotations

import json

import pytest

from palate import Catalog
from tests.cli.test_main import run

COUNT = "SELECT COUNT(*) AS n FROM items"


def test_the_list_names_every_tool(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, ["tools", "list"])

    names = ["lookup", "sql", "filter", "search", "similar", "facets", "rank"]
    assert [line.split()[0] for line in out.splitlines() if line[:1] not in (" ", "")] == ["tool", *names]
    assert (code, err) == (0, "")
    assert run(capsys, ["tools"]) == (0, out, "")


def test_the_list_for_programs_has_schemas_and_fields(capsys: pytest.CaptureFixture[str], tiny: Catalog) -> None:
    code, out, err = run(capsys, ["tools", "list", "--db", str(tiny.path), "--json"])

    listed = json.loads(out)
    assert listed["tools"][3]["name"] == "search"
    assert listed["tools"][3]["parameters"]["required"] == ["query"]
    assert listed["fields"][3] == {"name": "runtime", "kind": "number", "unit": "minutes"}
    assert (code, err) == (0, "")


def test_a_result_for_programs(capsys: pytest.CaptureFixture[str], tiny: Catalog) -> None:
    args = json.dumps({"query": COUNT})

    code, out, err = run(capsys, ["tools", "run", "sql", "--db", str(tiny.path), "--args", args, "--json"])

    assert json.loads(out)["rows"] == [{"n": 8}]
    assert (code, err) == (0, "")


def test_a_result_for_people(capsys: pytest.CaptureFixture[str], tiny: Catalog) -> None:
    args = json.dumps({"where": [{"field": "genres", "op": "contains", "value": "Romance"}]})

    code, out, err = run(capsys, ["tools", "run", "filter", "--db", str(tiny.path), "--args", args])

    assert [line.split() for line in out.splitlines()] == [
        ["kept", "2", "of", "8"], ["id", "title"], ["4", "Amélie"], ["8", "Clueless"],
    ]  # fmt: skip
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["serch"], "`serch` is not a tool; the closest is `search`."),
        (["search", "--args", "{"], "`--args` is not JSON: "),
        (["search", "--args", "[]"], "`--args` should be a JSON object, such as "),
        (["search", "--args", '{"q": "x"}'], "`search` has no argument `q`; the closest is `query`."),
        (["search", "--db", "nowhere.db", "--args", '{"query": "x"}'], "`nowhere.db` does not exist"),
    ],
)
def test_the_callers_mistakes_are_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    code, out, err = run(capsys, ["tools", "run", *arguments])

    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert err.count("\n") == 1


@pytest.mark.parametrize("as_json", [True, False])
def test_a_failed_tool_says_why(capsys: pytest.CaptureFixture[str], tiny: Catalog, as_json: bool) -> None:
    command = ["tools", "run", "sql", "--db", str(tiny.path), "--args", '{"query": "SELECT titel FROM items"}']

    code, out, err = run(capsys, [*command, "--json"] if as_json else command)

    assert code == 1
    assert err == "`titel` is not a column; the closest is `title`. Text is written in single quotes.\n"
    assert (json.loads(out)["status"] == "failed") if as_json else (out == "")
