"""`palate demos`: listing, adding, harvesting, counting, exporting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, Catalog
from palate.agent.agent import DEMONSTRATIONS
from palate.cli.demos import FOLDER
from palate.llm.scripted import ScriptedModel
from palate.planners.demos.folder import DemoFolder
from palate.planners.models.card import instructions
from palate.tools.toolbox import Toolbox
from tests.cli.test_main import run


def genre(value: str, op: str = "any_of") -> dict[str, Any]:
    """The frame of a request for a genre, whose name is in the message."""
    return {"acts": ["request"], "set": [{"field": "genres", "op": op, "values": [value], "quote": value.lower()}]}


COMEDY, CRIME = genre("Comedy"), genre("Crime")
ANYTHING = {"acts": ["request"]}


def where(catalog: Catalog, state: Path) -> list[str]:
    return ["--db", str(catalog.path), "--state", str(state)]


def reading(catalog: Catalog, state: Path, *frames: dict[str, Any]) -> Agent:
    """An agent whose model writes these frames, one after the other, and which harvests nothing itself."""
    model = ScriptedModel([json.dumps({"frames": [frame]}) for frame in frames])
    return Agent(catalog, model=model, planner="frames", state=state)


def added(capsys: pytest.CaptureFixture[str], catalog: Catalog, state: Path) -> None:
    frames = json.dumps({"frames": [COMEDY]})
    said = ["demos", "add", "--message", "a comedy", "--id", "mine", "--frames", frames, *where(catalog, state)]
    assert run(capsys, said) == (0, "`mine` was added; the folder has 1 demonstration.\n", "")


def test_the_folder_is_where_an_agent_looks() -> None:
    assert FOLDER == DEMONSTRATIONS


def test_the_list_for_a_message_has_the_closest_last(capsys: pytest.CaptureFixture[str], films: Catalog) -> None:
    asked = ["demos", "list", "--db", str(films.path), "--for", "how many westerns are there?", "-k", "2"]
    code, out, _ = run(capsys, asked)

    lines = out.splitlines()
    assert lines[0].split() == ["id", "source", "score", "message", "frames"]
    assert len([line for line in lines[1:] if line[:1] != " "]) == 2
    assert code == 0


def test_what_is_added_is_listed(capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path) -> None:
    added(capsys, tiny, tmp_path)

    _, out, _ = run(capsys, ["demos", "list", "--for", "a crime", "-k", "1", "--json", *where(tiny, tmp_path)])

    assert json.loads(out)["demonstrations"] == [
        {
            "id": "mine",
            "message": "a comedy",
            "frames": {"frames": [COMEDY]},
            "masked": "a [value]",
            "version": 1,
            "source": "added",
        }
    ]


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        ("{", "`--frames` cannot be read: "),
        ('{"frames": [{"acts": ["obey"]}]}', "`--frames` cannot be read: `frames.0.acts.0` "),
        (json.dumps({"frames": [genre("Polka")]}), "`--frames` does not fit this catalogue: "),
        (json.dumps({"frames": [CRIME]}), "`--frames` does not fit this catalogue: "),
    ],
    ids=["no JSON", "unknown act", "unknown value", "words that the message has not"],
)
def test_frames_that_do_not_fit_are_refused(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path, frames: str, told: str
) -> None:
    said = ["demos", "add", "--message", "a comedy", "--frames", frames]
    code, out, err = run(capsys, [*said, *where(tiny, tmp_path)])

    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert DemoFolder(tmp_path / FOLDER).read() == ()


def test_turns_whose_items_were_taken_are_harvested_once(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    with reading(tiny, tmp_path, CRIME, COMEDY, CRIME) as agent:
        agent.ask("a crime film by Aunt Gertrude", user="eve", session="one")
        second = agent.ask("my neighbour wants a comedy", user="eve", session="one")
        agent.commit(second.items[0].id, user="eve", session="one")
        agent.ask("a crime film", user="bob", session="two")

    code, out, err = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])

    assert (code, out, err) == (0, "2 turns, 1 added, 0 counted, 1 ignored, 0 pruned.\n", "")
    [kept] = DemoFolder(tmp_path / FOLDER).read()
    assert (kept.message, kept.users, kept.successes, kept.tries) == ("my neighbour wants a comedy", ("eve",), 1, 1)
    assert kept.frames.dumped() == {"frames": [COMEDY]}
    _, out, _ = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])
    assert out.startswith("0 turns")
    assert "eve" not in (tmp_path / FOLDER / "harvested.txt").read_text()


def test_what_the_agent_has_harvested_is_not_counted_again(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    with reading(tiny, tmp_path, COMEDY) as agent:
        agent.commit(agent.ask("a comedy", user="eve").items[0].id, user="eve")

    code, out, _ = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])

    assert (code, out) == (0, "0 turns, 0 added, 0 counted, 0 ignored, 0 pruned.\n")
    assert [(each.message, each.tries) for each in DemoFolder(tmp_path / FOLDER).read()] == [("a comedy", 1)]


@pytest.mark.parametrize("command", [["harvest"], ["export", "--out", "rows.jsonl"]], ids=lambda each: each[0])
def test_a_folder_without_an_agent_is_refused(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path, command: list[str]
) -> None:
    code, _, err = run(capsys, ["demos", *command, *where(tiny, tmp_path / "none")])

    assert code == 2
    assert "does not exist; `--state` takes the folder of sessions and memory of an agent." in err


def test_the_figures_count_sources_and_each_part_once_a_demonstration(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    _, out, _ = run(capsys, ["demos", "stats", "--json", *where(tiny, tmp_path)])
    before = json.loads(out)
    added(capsys, tiny, tmp_path)

    code, out, err = run(capsys, ["demos", "stats", "--json", *where(tiny, tmp_path)])

    told = json.loads(out)
    assert told["sources"] == {**before["sources"], "added": 1}
    assert told["parts"] == {**before["parts"], "acts": before["parts"]["acts"] + 1, "set": before["parts"]["set"] + 1}
    assert told["parts"]["acts"] == told["demonstrations"]
    assert len(told["version"]) == 12
    assert (code, err) == (0, "")


def rows(capsys: pytest.CaptureFixture[str], catalog: Catalog, state: Path, form: str) -> tuple[list[Any], str]:
    """Return the exported rows, and what is said of them."""
    out = state / "rows.jsonl"
    code, said, err = run(capsys, ["demos", "export", "--format", form, "--out", str(out), *where(catalog, state)])
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.read_text().splitlines()], said.removeprefix(f"{out}: ")


def message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def written(frame: dict[str, Any]) -> dict[str, str]:
    """What a model is to write."""
    return message("assistant", json.dumps({"frames": [frame]}, separators=(",", ":")))


def test_accepted_readings_are_exported_as_chats_and_with_rejected_ones_as_pairs(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    with reading(tiny, tmp_path, COMEDY, CRIME, COMEDY, COMEDY) as agent:
        agent.commit(agent.ask("a comedy or crime", user="eve").items[0].id, user="eve")
        for user in ("fay", "gil"):
            agent.ask("a comedy or crime", user=user)
            agent.commit("5", user=user)
        agent.ask("a comedy or crime", user="ann")

    chats, told_of_chats = rows(capsys, tiny, tmp_path, "chat")
    pairs, told_of_pairs = rows(capsys, tiny, tmp_path, "dpo")

    system = message("system", instructions(tiny, Toolbox()).content)
    asked = message("user", 'Message: "a comedy or crime"')
    assert chats == [{"messages": [system, asked, written(COMEDY)]}]
    assert pairs == [{"prompt": [system, asked], "chosen": [written(COMEDY)], "rejected": [written(CRIME)]}]
    assert told_of_chats == "1 trajectory of 3 turns that a model read.\n"
    assert told_of_pairs == "1 pair of 3 turns that a model read.\n"
    assert (tmp_path / "rows.jsonl").stat().st_mode & 0o077 == 0


def test_nothing_is_written_where_nothing_was_taken(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    with reading(tiny, tmp_path, COMEDY) as agent:
        agent.ask("a comedy", user="eve")
    out = tmp_path / "rows.jsonl"

    code, _, err = run(capsys, ["demos", "export", "--format", "dpo", "--out", str(out), *where(tiny, tmp_path)])

    assert code == 2
    assert err == (
        f"`{out}` was not written: 0 turns that a model read, in sessions in which something was taken, give no pair.\n"
    )
    assert not out.exists()
