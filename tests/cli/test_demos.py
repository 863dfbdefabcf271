"""`palate demos`: listing, adding, harvesting, counting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.agent import DEMONSTRATIONS
from palate.cli.demos import FOLDER
from palate.planners.demos.folder import DemoFolder
from tests.cli.test_main import run
from tests.language.framing import constraint, reads, written

COMEDY = constraint("genres", "any_of", "Comedy", quote="a comedy")
SHORT = constraint("runtime", "<", 100, quote="under 100 minutes")
ANEW = "start over: a comedy from the nineties"
READ = {
    "a comedy": written("request", set=[COMEDY]),
    ANEW: written("undo", "request", set=[COMEDY], drop=["*"]),
    "a horror film": written("request", set=[constraint("genres", "any_of", "Horror", quote="horror")]),
}


def where(catalog: Catalog, state: Path) -> list[str]:
    return ["--db", str(catalog.path), "--state", str(state)]


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
    frames = written("request", set=[COMEDY, SHORT])
    said = ["demos", "add", "--message", "a comedy under 100 minutes", "--frames", frames, "--id", "mine"]
    code, out, err = run(capsys, [*said, *where(tiny, tmp_path)])
    assert (code, out, err) == (0, "`mine` was added; the folder has 1 demonstration.\n", "")

    asked = ["demos", "list", "--for", "a horror under 90 minutes", "-k", "1", "--json"]
    _, out, _ = run(capsys, [*asked, *where(tiny, tmp_path)])
    assert json.loads(out)["demonstrations"] == [
        {
            "id": "mine",
            "message": "a comedy under 100 minutes",
            "frames": json.loads(frames),
            "masked": "a [value] under [number]",
            "version": 1,
            "source": "added",
        }
    ]


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        ("{", "`--frames` cannot be read: "),
        (written("obey"), "`--frames` cannot be read: `frames.0.acts.0` "),
        (
            written(set=[constraint("mood", "any_of", "sad", quote="a comedy")]),
            "`--frames` does not fit this catalogue: `mood` is not a field.",
        ),
        (
            written(set=[constraint("genres", "any_of", "Western", quote="a comedy")]),
            "`--frames` does not fit this catalogue: `Western` is not in this catalogue.",
        ),
        (written(set=[SHORT]), "`--frames` does not fit this catalogue: “under 100 minutes” does not occur"),
    ],
)
def test_what_says_something_else_is_refused(
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
    config = AgentConfig(harvest=False)
    with Agent(tiny, model=reads(READ), planner="frames", config=config, state=tmp_path) as agent:
        agent.ask("a horror film", user="eve", session="one")
        second = agent.ask(ANEW, user="eve", session="one")
        agent.commit(second.items[0].id, user="eve", session="one")
        agent.commit("1", user="eve", session="another")
        agent.ask("a crime film", user="bob", session="two")

    code, out, err = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])

    assert (code, out, err) == (0, "2 turns, 1 added, 0 counted, 1 ignored, 0 pruned.\n", "")
    [kept] = DemoFolder(tmp_path / FOLDER).read()
    assert (kept.message, kept.users, kept.successes, kept.tries) == (ANEW, ("eve",), 1, 1)
    _, out, _ = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])
    assert out.startswith("0 turns")
    assert "eve" not in (tmp_path / FOLDER / "harvested.txt").read_text()


def test_what_the_agent_has_harvested_is_not_counted_again(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    with Agent(tiny, model=reads(READ), planner="frames", state=tmp_path) as agent:
        agent.commit(agent.ask("a comedy", user="eve", session="one").items[0].id, user="eve", session="one")

    code, out, _ = run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])

    assert (code, out) == (0, "0 turns, 0 added, 0 counted, 0 ignored, 0 pruned.\n")
    assert [(each.message, each.tries) for each in DemoFolder(tmp_path / FOLDER).read()] == [("a comedy", 1)]


def test_turns_that_no_model_read_teach_nothing(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        agent.commit(agent.ask("a comedy", user="eve", session="one").items[0].id, user="eve", session="one")

    assert run(capsys, ["demos", "harvest", *where(tiny, tmp_path)])[1].startswith("0 turns, 0 added")


def test_harvesting_where_no_agent_was_is_refused(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path
) -> None:
    code, _, err = run(capsys, ["demos", "harvest", *where(tiny, tmp_path / "none")])

    assert code == 2
    assert "does not exist; `--state` takes the folder of sessions and memory of an agent." in err


def test_the_figures_count_sources_and_parts(capsys: pytest.CaptureFixture[str], tiny: Catalog, tmp_path: Path) -> None:
    _, out, _ = run(capsys, ["demos", "stats", "--json", *where(tiny, tmp_path)])
    before = json.loads(out)
    run(capsys, ["demos", "add", "--message", "a comedy", "--frames", READ["a comedy"], *where(tiny, tmp_path)])

    code, out, err = run(capsys, ["demos", "stats", "--json", *where(tiny, tmp_path)])

    told = json.loads(out)
    assert told["sources"] == {"shipped": before["demonstrations"], "added": 1}
    assert told["demonstrations"] == before["demonstrations"] + 1
    assert told["parts"]["set"] == before["parts"]["set"] + 1
    assert len(told["version"]) == 12
    assert (code, err) == (0, "")
