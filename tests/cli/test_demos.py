"""`palate demos`: listing, adding, generating, harvesting, counting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.agent import DEMONSTRATIONS
from palate.cli.demos import FOLDER
from palate.llm.scripted import ScriptedModel
from palate.planners.demos.folder import DemoFolder
from tests.cli.test_main import run

PLAN = {
    "kind": "recommend",
    "steps": [
        {
            "tool": "filter",
            "where": [{"quote": "chuckle", "field": "genres", "op": "contains", "value": "Comedy"}],
        },
        {"tool": "rank"},
    ],
}

NOTHING = {
    "kind": "recommend",
    "steps": [
        {
            "tool": "filter",
            "where": [
                {"quote": "comedy", "field": "genres", "op": "contains", "value": "Comedy"},
                {"quote": "over 200 minutes", "field": "runtime", "op": ">", "value": 200},
            ],
        },
        {"tool": "rank"},
    ],
}


def where(catalog: Catalog, state: Path) -> list[str]:
    return ["--db", str(catalog.path), "--state", str(state)]


def add(request: str, plan: object = PLAN) -> list[str]:
    return ["demos", "add", "--request", request, "--plan", json.dumps(plan)]


def test_the_folder_is_where_an_agent_looks() -> None:
    assert FOLDER == DEMONSTRATIONS


def test_the_list_shows_seeds_filled_from_the_catalogue(capsys: pytest.CaptureFixture[str], tiny: Catalog) -> None:
    code, out, err = run(capsys, ["demos", "list", "--db", str(tiny.path), "--tag", "decade", "--json"])

    assert [each["id"] for each in json.loads(out)["demonstrations"]] == ["range-06", "range-07"]
    assert (code, err) == (0, "")


def test_the_list_for_a_message_has_the_closest_last(capsys: pytest.CaptureFixture[str], films: Catalog) -> None:
    code, out, _ = run(capsys, ["demos", "list", "--db", str(films.path), "--for", "something like Heat", "-k", "2"])

    lines = out.splitlines()
    assert lines[0].split() == ["id", "source", "score", "request", "plan"]
    named = [line.split()[0] for line in lines[1:] if line[:1] != " "]
    assert len(named) == 2
    assert named[-1].startswith("similar")
    assert code == 0


def test_what_is_added_is_listed(capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path) -> None:
    code, out, err = run(capsys, [*add("give me a chuckle"), "--id", "mine", *where(tiny, tmp_path)])
    assert (code, out, err) == (0, "`mine` was added; the folder has 1 demonstration.\n", "")

    _, out, _ = run(capsys, ["demos", "list", "--for", "a chuckle", "-k", "1", "--json", *where(tiny, tmp_path)])
    assert json.loads(out)["demonstrations"] == [
        {
            "id": "mine",
            "request": "give me a chuckle",
            "tags": ["value"],
            "plan": PLAN,
            "source": "seed",
            "score": 0.5,
        }
    ]


@pytest.mark.parametrize(
    ("request_", "plan", "told"),
    [
        ("laugh", PLAN, "`--plan` quotes “chuckle”, which `--request` does not say; quotes are its very words."),
        ("chuckle", {"kind": "recommend", "steps": [{"tool": "dance"}]}, "`--plan` cannot be run: "),
        ("chuckle", {}, "`--plan` is no plan: `kind`: field required."),
        (
            "a comedy over 200 minutes",
            NOTHING,
            "`--plan` finds nothing in this catalogue; a demonstration should show a plan that does.",
        ),
    ],
)
def test_what_should_not_be_imitated_is_refused(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path, request_: str, plan: object, told: str
) -> None:
    code, out, err = run(capsys, [*add(request_, plan), *where(tiny, tmp_path)])

    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert DemoFolder(tmp_path / FOLDER).read() == ()


def test_what_a_model_writes_is_kept_and_the_rest_counted(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [json.dumps({"requests": ["give me a chuckle", "who knows"]}), json.dumps(PLAN), "hm", *["{}"] * 9]
    monkeypatch.setattr("palate.llm.open.open_model", lambda name: ScriptedModel(answers, name))

    arguments = ["demos", "generate", "--model", "scripted", "-n", "2", "--first", "requests"]
    code, out, err = run(capsys, [*arguments, "--json", *where(tiny, tmp_path)])

    made = json.loads(out)
    assert [each["request"] for each in made["kept"]] == ["give me a chuckle"]
    assert made["dropped"] == {"unplanned": 1, "unreadable": 1}
    assert [each.source for each in DemoFolder(tmp_path / FOLDER).read()] == ["generated"]
    assert (code, err) == (0, "")


def test_turns_whose_items_were_taken_are_harvested_once(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    with Agent(tiny, config=AgentConfig(harvest=False), state=tmp_path) as agent:
        agent.ask("a horror film under 120 minutes", user="eve", session="one")
        second = agent.ask("start over: a comedy from the nineties", user="eve", session="one")
        agent.commit(second.items[0].id, user="eve", session="one")
        agent.commit("1", user="eve", session="another")
        agent.ask("a crime film", user="bob", session="two")

    code, out, err = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])

    assert (code, out, err) == (0, "2 turns, 1 added, 0 counted, 1 ignored, 0 pruned.\n", "")
    [kept] = DemoFolder(tmp_path / FOLDER).read()
    assert (kept.request, kept.users, kept.successes, kept.tries) == (
        "start over: a comedy from the nineties",
        ("eve",),
        1,
        1,
    )
    assert [part["value"] for part in kept.plan.steps[0].args["where"]] == ["Comedy", [1990, 1999]]
    _, out, _ = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])
    assert out.startswith("0 turns")
    assert "eve" not in (tmp_path / FOLDER / "harvested.txt").read_text()


def test_what_the_agent_has_harvested_is_not_counted_again(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        agent.commit(agent.ask("a comedy", user="eve", session="one").items[0].id, user="eve", session="one")

    code, out, _ = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])

    assert (code, out) == (0, "0 turns, 0 added, 0 counted, 0 ignored, 0 pruned.\n")
    assert [(each.request, each.tries) for each in DemoFolder(tmp_path / FOLDER).read()] == [("a comedy", 1)]


def test_harvesting_where_no_agent_was_is_refused(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    code, _, err = run(capsys, ["demos", "harvest", *where(tiny, tmp_path / "none")])

    assert code == 2
    assert "does not exist; `--state` takes the folder of sessions and memory of an agent." in err


def test_the_figures_count_sources_and_what_is_shown(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    run(capsys, [*add("give me a chuckle"), *where(tiny, tmp_path)])

    code, out, err = run(capsys, ["demos", "stats", "--json", *where(tiny, tmp_path)])

    told = json.loads(out)
    assert told["sources"] == {"seed": told["demonstrations"]}
    assert told["tags"]["chat"] == 4
    assert len(told["version"]) == 12
    assert (code, err) == (0, "")
