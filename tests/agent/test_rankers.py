"""An app's own ranker in a whole turn: what it says reaches the reply, and what it cannot say is told."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pytest

from palate import Agent, AgentConfig, Catalog
from palate.errors import BadArgument
from palate.ranking.taste import Taste

COMEDIES = {"2": 3.0, "8": 2.0, "4": 1.0}
"""Without a ranker they come as 4, 8, 2."""


class ByTable:
    def __init__(self, catalog: Catalog) -> None:
        self.noun = catalog.schema.noun

    def score(self, taste: Taste, candidates: Sequence[str]) -> list[float]:  # noqa: ARG002
        return [COMEDIES[item] for item in candidates]


class ByBooster:
    def __init__(self, file: Path, catalog: Catalog) -> None:
        self.booster, self.catalog = lightgbm.Booster(model_file=file), catalog

    def score(self, taste: Taste, candidates: Sequence[str]) -> Any:  # noqa: ARG002
        rows = [[item.get("year")] for item in self.catalog.items(candidates)]
        return self.booster.predict(np.array(rows), num_threads=1)


def shown(catalog: Catalog, **given: Any) -> list[str]:
    with Agent(catalog, **given) as agent:
        return [item.id for item in agent.ask("a comedy").items]


def test_a_table_of_scores_orders_the_reply(tiny: Catalog) -> None:
    assert shown(tiny) == ["4", "8", "2"]
    assert shown(tiny, ranker=ByTable(tiny)) == ["2", "8", "4"]


def test_so_does_the_ranker_of_an_installed_package(tiny: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    def points(group: str) -> list[EntryPoint]:
        return [EntryPoint("table", "tests.agent.test_rankers:ByTable", group)]

    monkeypatch.setattr("palate.catalog.installed.entry_points", points)

    assert shown(tiny, ranker="table") == ["2", "8", "4"]
    with pytest.raises(BadArgument, match="the closest is `table`"):
        Agent(tiny, ranker="tables")


def test_so_does_a_model_that_the_app_saved(tiny: Catalog, tmp_path: Path) -> None:
    years = np.arange(1950, 2030, dtype=np.float64)
    options = {"objective": "regression", "min_data_in_leaf": 1, "min_data_in_bin": 1, "verbose": -1, "num_threads": 1}
    made = lightgbm.train(options, lightgbm.Dataset(years[:, None], -np.abs(years - 1996)), num_boost_round=50)
    made.save_model(tmp_path / "years.txt")

    # The nearer to 1996 the better: 1996, 1995, 2001.
    assert shown(tiny, ranker=ByBooster(tmp_path / "years.txt", tiny)) == ["2", "8", "4"]


def test_one_that_fails_is_passed_over_and_the_trace_says_so(tiny: Catalog) -> None:
    class Failing:
        def score(self, taste: Taste, candidates: Sequence[str]) -> list[float]:  # noqa: ARG002
            raise ConnectionError("http://scores.internal?key=123")

    with Agent(tiny, ranker=Failing()) as agent:
        reply = agent.ask("a comedy")

    assert [item.id for item in reply.items] == ["4", "8", "2"]
    told = "The ranker `Failing` is passed over: an error of its own (ConnectionError)."
    assert [told in step["summary"] for step in reply.trace.steps] == [False, True]
    assert "key=123" not in reply.model_dump_json()
    assert "key=123" in str(reply.model_dump(context={"log": True}))


def test_an_agent_for_diversity_shows_what_is_unlike_sooner() -> None:
    kinds = {"a": "kettle", "b": "kettle", "c": "kettle", "d": "toaster"}
    goods = [{"id": each, "title": f"Thing {each}", "kind": kind} for each, kind in kinds.items()]
    log = [{"user": f"u{person}", "item": each} for at, each in enumerate("abcd") for person in range(5 - at)]
    with Catalog.build(":memory:", items=goods, interactions=log) as catalog:
        said = AgentConfig(ranking="diversity", k=2)
        with Agent(catalog, config=said, state=":memory:") as agent:
            reply = agent.ask("recommend something")

    assert [item.id for item in reply.items] == ["a", "d"]
    assert reply.trace.steps[-1]["summary"].endswith("the first 100 again for diversity")
