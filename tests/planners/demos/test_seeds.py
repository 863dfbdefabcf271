"""The seeds: every one of them over several catalogues, as a model should write it, and run."""

from __future__ import annotations

import json
from collections import Counter
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from palate import Catalog
from palate.catalog.words import normal
from palate.errors import UnreadableFile
from palate.evals.suites.catalogues import open_catalogue
from palate.language.nearest import Nearest
from palate.language.understand import understand
from palate.language.understanding import SessionView
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.duplicates import among
from palate.planners.demos.filling import filled
from palate.planners.demos.outcome import outcome
from palate.planners.demos.pool import FIXED, MOST_TOKENS, Pool
from palate.planners.demos.sample import Sample
from palate.planners.demos.seed import Seed, seeds
from palate.planners.models.compiling import compiled
from palate.planners.models.constraining import HIDDEN, plan_schema
from palate.planners.planner import Reading
from palate.tools.toolbox import Toolbox

NAMES = ("films", "kitchen", "books", "shop", "tiny", "movielens")
TOOLBOX = Toolbox(installed=False)


@pytest.fixture(autouse=True)
def _literal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let words mean what they are spelt like: which values others come near to is measured when a reader is fitted."""
    monkeypatch.setattr(Nearest, "of", lambda _self, _phrase: [])


@pytest.fixture
def named(request: pytest.FixtureRequest, name: str) -> Catalog:
    if name == "movielens":
        try:
            return open_catalogue(name)
        except UnreadableFile:
            pytest.skip("MovieLens is not on this machine")
    found: Catalog = request.getfixturevalue(name)
    return found


def demonstrations(catalog: Catalog) -> list[Demonstration]:
    sample = Sample.of(catalog)
    return [each for seed in seeds() if (each := filled(seed, sample)) is not None]


def conditions(plan: Any) -> list[dict[str, Any]]:
    """Return every condition of a plan, each part of an "or" by itself."""
    wheres = [where for step in plan.steps for where in step.args.get("where", ())]
    return [part for where in wheres for part in where.get("any_of", [where])]


def written(demonstration: Demonstration) -> dict[str, Any]:
    """Return a plan as its JSON, with the parts that `WrittenPlan.dumped` takes for granted."""
    plan: dict[str, Any] = json.loads(demonstration.plan.dumped())
    plan.setdefault("steps", [])
    plan["taste"] = [{"likes": True, **taste} for taste in plan.get("taste", [])]
    return plan


def test_there_are_enough_of_them_and_each_has_an_id_of_its_own() -> None:
    assert len(seeds()) >= 60
    assert [name for name, count in Counter(seed.id for seed in seeds()).items() if count > 1] == []


def test_all_that_people_ask_is_shown() -> None:
    shown = {tag for seed in seeds() for tag in seed.tags}

    wanted = "value several range decade negation or only search similar superlative limit reference question attribute"
    wanted += " count average group facets existence comparison check critique taste chat correction typo polite"
    assert set(f"{wanted} spanish german chinese".split()) - shown == set()


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.id)
def test_a_seed_serves_three_different_catalogues(
    seed: Seed, films: Catalog, kitchen: Catalog, books: Catalog, shop: Catalog, tiny: Catalog
) -> None:
    served = [catalog for catalog in (films, kitchen, books, shop, tiny) if filled(seed, Sample.of(catalog))]

    assert len(served) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_is_in_its_request(named: Catalog) -> None:
    invented = [
        (each.id, part["quote"])
        for each in demonstrations(named)
        for part in [*conditions(each.plan), *({"quote": taste.quote} for taste in each.plan.taste)]
        if part["quote"] not in each.request
    ]

    assert invented == []


@pytest.mark.parametrize("name", NAMES)
def test_no_place_is_left_open(named: Catalog) -> None:
    left = [each.id for each in demonstrations(named) if "{" in each.request + each.before or "None" in each.request]

    assert left == []


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_satisfies_the_schema_that_constrains_a_model(named: Catalog) -> None:
    validator = Draft202012Validator(plan_schema(named, TOOLBOX))

    broken = [each.id for each in demonstrations(named) if not validator.is_valid(written(each))]

    assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_arguments_stand_in_the_order_in_which_a_constrained_model_writes_them(named: Catalog) -> None:
    known = {tool.name: [name for name in tool.arguments.names if name not in HIDDEN] for tool in TOOLBOX}

    jumbled = [
        each.id
        for each in demonstrations(named)
        for step in each.plan.steps
        if list(step.args) != [name for name in known[step.tool] if name in step.args]
    ]
    assert jumbled == []
    parts = [part for each in demonstrations(named) for part in conditions(each.plan)]
    assert {tuple(part) for part in parts} == {("quote", "field", "op", "value")}


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_compiles_without_repair(named: Catalog) -> None:
    repaired = []
    for each in demonstrations(named):
        if "Shown:" in each.before:
            continue  # Read without what was shown, "the first" is the earliest.
        understood = understand(each.request, SessionView(), named)
        reading = Reading(each.request, SessionView(), understood, named, TOOLBOX)
        drafted = compiled(each.plan, reading, planner="demonstration")
        assert [len(plan.steps) for plan in drafted.plans] == [len(each.plan.steps)] * bool(each.plan.steps)
        repaired += [(each.id, told) for plan in drafted.plans for told in plan.repaired]

    assert repaired == []


# Of the eight films of `tiny` some are like no other.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "tiny"])
def test_every_plan_runs_and_finds_something(named: Catalog) -> None:
    empty = [
        each.id
        for each in demonstrations(named)
        if outcome(each.plan, each.request, named, TOOLBOX, before=each.before).empty
    ]

    assert empty == []


def test_a_recommendation_ends_in_rank(films: Catalog) -> None:
    plans = [each.plan for each in demonstrations(films) if each.plan.kind == "recommend"]

    assert {plan.steps[-1].tool for plan in plans} == {"rank"}


def test_no_request_is_one_that_the_suites_ask(films: Catalog, kitchen: Catalog) -> None:
    folder = resources.files("palate.evals.suites.plans").joinpath("cases")
    asked = [
        said["message"]
        for file in folder.iterdir()
        if file.name.endswith(".jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
        for said in json.loads(line)["data"]["said"]
    ]

    # A bare "cheaper, please" is what everybody says; nothing longer may be the same.
    requests = [each.request for catalog in (films, kitchen) for each in demonstrations(catalog)]
    copied = [each for each in requests if len(normal(each).split()) > 2 and among(each, asked)]
    assert copied == []


def test_the_fixed_ones_fit_together_into_a_prompt(films: Catalog, kitchen: Catalog) -> None:
    assert set(FIXED) <= {seed.id for seed in seeds()}
    for catalog in (films, kitchen):
        chosen = Pool.of(catalog).select("x", mode="fixed", k=5)
        assert [each.id for each in chosen] == list(FIXED[:5])[::-1]
        assert sum(each.tokens for each in chosen) <= MOST_TOKENS
