"""Contestants with a model: there where one is named, light enough to be sent, and never mixed up."""

from __future__ import annotations

import pickle
from contextlib import closing
from pathlib import Path

import pytest

from palate import AgentConfig, Catalog
from palate.errors import BadArgument
from palate.evals.baselines import BASELINES, CONTESTANTS
from palate.evals.baselines.models import MODEL_CONTESTANTS, model_contestants
from palate.evals.baselines.models.checks import check_resumed, check_workers, chosen_model
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.baselines.models.model_only import ModelOnlyContestant
from palate.evals.baselines.models.planned import PlannedContestant, patient
from palate.evals.contestant import Contestant
from palate.evals.registry import load_contestants
from palate.evals.runner import run
from palate.planners.planner import Planner, ReadingPlanner
from tests.evals.baselines.models.doubles import always, choice
from tests.evals.doubles import Echo, Numbers

LOCAL = ModelChoice("local:small")
MADE = model_contestants(LOCAL)


def test_they_are_there_where_a_model_is_named() -> None:
    found = load_contestants(["agent", "assisted"], Numbers(), model=LOCAL)

    assert [each.name for each in found] == ["agent", "assisted"]
    assert " ".join(MODEL_CONTESTANTS) == (
        "frames-none frames-fixed frames-dynamic frames-rerank assisted critic model-only retrieve-then-reorder"
    )
    assert not {each.name for each in (*CONTESTANTS, *BASELINES)} & set(MODEL_CONTESTANTS)
    with pytest.raises(BadArgument, match=r"`assisted` asks a model; name one with --model, such as `--model local`\."):
        load_contestants(["assisted"], Numbers())


@pytest.mark.parametrize("contestant", MADE, ids=lambda each: each.name)
def test_each_says_which_model_it_asks_and_can_be_sent_elsewhere(contestant: Contestant) -> None:
    assert isinstance(contestant, Contestant)
    assert "local:small" in contestant.about
    assert pickle.loads(pickle.dumps(contestant)).about == contestant.about


def test_planners_differ_in_their_demonstrations_alone() -> None:
    model = always("{}")
    planned = {each.name: each for each in model_contestants(choice(model)) if isinstance(each, PlannedContestant)}
    made = {name: each.planned(model) for name, each in planned.items()}

    assert [name for name, each in made.items() if not isinstance(each, ReadingPlanner)] == ["critic"]
    assert [_demonstrations(made[f"frames-{mode}"]) for mode in ("none", "fixed", "dynamic")] == [
        ("none", 3),
        ("fixed", 3),
        ("dynamic", 3),
    ]
    assert made["assisted"].name == "assisted"


def test_a_critic_asks_the_model_once_for_what_would_be_shown(tiny: Catalog) -> None:
    model = always({"finding": "none", "quote": ""})
    contestant = next(each for each in model_contestants(choice(model)) if each.name == "critic")

    with closing(contestant.open(tiny)) as talker:
        reply = talker.ask("a comedy", session="s")

    assert len(model.asked) == 1
    assert {item.title for item in reply.items} == {"Fargo", "Amélie", "Clueless"}


def test_a_planner_asks_the_model_and_is_given_time(tiny: Catalog) -> None:
    model = always({"frames": [{"acts": ["request"]}]})
    contestant = next(each for each in model_contestants(choice(model)) if each.name == "frames-none")

    with closing(contestant.open(tiny)) as talker:
        reply = talker.ask("surprise me", session="s")

    assert len(model.asked) == 1
    assert reply.trace.usage["model_calls"] == 1
    assert reply.items
    assert patient(AgentConfig()).budget.seconds == 120
    assert patient(AgentConfig()).model_copy(update={"budget": AgentConfig().budget}) == AgentConfig()


def test_what_a_model_answered_is_kept_and_found_again(tiny: Catalog, tmp_path: Path) -> None:
    model, shown, usages = always({"titles": ["Fargo", "Jaws"]}), [], []
    contestant = ModelOnlyContestant(ModelChoice(model, tmp_path / "kept.db"))

    for _ in range(2):
        with closing(contestant.open(tiny)) as talker:
            reply = talker.ask("anything", session="s")
        shown.append([item.id for item in reply.items])
        usages.append(reply.trace.usage)

    assert shown == [["2", "3"], ["2", "3"]]
    assert len(model.asked) == 1
    first, again = usages
    assert again["model_calls"] == 1
    assert again["tokens"] == first["tokens"] > 0


def test_a_model_that_nobody_asks_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PALATE_MODEL", raising=False)

    assert chosen_model("local", Path("kept.db"), ["agent", "assisted"]) == ModelChoice("local", Path("kept.db"))
    assert chosen_model(None, None, ["agent"]) is None
    with pytest.raises(BadArgument, match=r"`--model local` is for contestants that ask a model; name some: -c frames"):
        chosen_model("local", None, ["agent"])


def test_the_environment_names_a_model_and_forces_nobody_to_ask_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALATE_MODEL", "local")

    assert chosen_model(None, None, ["agent"]) == ModelChoice("local")
    assert chosen_model("other/model", None, ["assisted"]) == ModelChoice("other/model")
    check_workers(2, ModelChoice("local"), CONTESTANTS)


def test_a_local_model_is_loaded_once() -> None:
    check_workers(1, LOCAL, MADE)
    check_workers(2, ModelChoice("openai/gpt-5-mini"), MADE)
    with pytest.raises(BadArgument, match=r"`--workers 2` would load `local:small` 2 times; leave it at 1\."):
        check_workers(2, LOCAL, MADE)


def test_results_of_two_models_are_not_mixed(tmp_path: Path) -> None:
    assisted = next(each for each in MADE if each.name == "assisted")
    other = next(each for each in model_contestants(ModelChoice("local:large")) if each.name == "assisted")
    report = run(Numbers(), [Echo()], out=tmp_path / "run")
    config = {"assisted": f"{assisted!r}".split(" at 0x")[0]}
    assert config["assisted"] not in report.manifest.config.values()
    _rewrite(tmp_path / "run", assisted)

    check_resumed(tmp_path / "nowhere", [other])
    check_resumed(tmp_path / "run", [assisted, Echo()])
    with pytest.raises(BadArgument, match="has results of another `assisted`: PlannedContestant"):
        check_resumed(tmp_path / "run", [other])


def _rewrite(folder: Path, contestant: Contestant) -> None:
    from palate.evals.provenance import described
    from palate.evals.results import Manifest

    file = folder / "manifest.json"
    manifest = Manifest.model_validate_json(file.read_text())
    changed = manifest.model_copy(update={"config": {contestant.name: described(contestant)}})
    file.write_text(changed.model_dump_json())


def _demonstrations(planner: Planner) -> tuple[str, int]:
    shown = planner.demonstrations  # type: ignore[attr-defined]
    return shown.mode, shown.k
