"""The ranker that a catalogue is built with, and what is said of what puts its items in order."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from palate import Catalog
from palate.ranking.learned import index, model
from palate.ranking.learned.index import standing
from tests.ranking.goods import actions, goods


def test_a_catalogue_with_a_log_is_built_with_a_ranker(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "shop.db", items=goods(), interactions=actions()) as catalog:
        people, events = catalog.schema.log.users, catalog.schema.log.interactions
        late = model.versions(catalog.connect())[0]["report"]["likes"]
        assert standing(catalog) == (
            f"Ordered by version 1 of its trained ranker, fitted to {late} of {late} late likes, "
            f"{events:,} of {events:,} interactions and {people} of {people} people."
        )
        catalog.record([{"user": "p0", "item": "i02", "rating": 5, "timestamp": 20_000_000}])
        assert [each["version"] for each in model.versions(catalog.connect())] == [1]


@pytest.mark.parametrize(
    ("large", "told"),
    [("MOST_ITEMS", "10 items or 300,000 interactions"), ("MOST_INTERACTIONS", "20,000 items or 10 interactions")],
)
def test_what_would_take_minutes_is_left_to_the_command_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: str, told: str
) -> None:
    monkeypatch.setattr(index, large, 10)
    with Catalog.build(tmp_path / "shop.db", items=goods(), interactions=actions()) as catalog:
        reason = f"a build trains no ranker for more than {told}, which takes minutes; `palate train` trains one"
        assert standing(catalog) == f"Ordered by what is liked together, content and popularity: {reason}."


def test_without_a_log_or_with_few_people_that_is_said(tmp_path: Path) -> None:
    few = [row for row in actions() if int(row["user"][1:]) < 50]
    with Catalog.build(tmp_path / "few.db", items=goods(), interactions=few) as catalog:
        assert standing(catalog).endswith(": the log has 50 people, and 200 are needed.")
    with Catalog.build(tmp_path / "none.db", items=goods()) as catalog:
        assert standing(catalog).endswith(": there is no log.")


def test_without_lightgbm_it_is_built_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def fail(name: str, package: str | None = None) -> object:
        if name == "lightgbm":
            raise OSError("libgomp.so.1: cannot open shared object file")
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", fail)
    with Catalog.build(tmp_path / "shop.db", items=goods(), interactions=actions()) as catalog:
        assert catalog.schema.items == len(goods())
        assert model.versions(catalog.connect()) == []
