"""Filling seeds: what a slot says over a catalogue whose values are known."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog
from palate.planners.demos.filling import filled
from palate.planners.demos.sample import Sample
from palate.planners.demos.seed import Need, Seed
from palate.tools.toolbox import Toolbox
from tests.planners.demos.running import found_by

RANK = {"tool": "rank"}


def seed(request: str, needs: dict[str, Need], *where: Any, name: str = "seed") -> Seed:
    plan = {"kind": "recommend", "steps": [{"tool": "filter", "where": list(where)}, RANK]}
    return Seed(id=name, needs=needs, request=request, plan=plan)


def test_the_same_catalogue_always_gives_the_same(films: Catalog) -> None:
    given = seed("{a.thing} {n.under}", {"a": Need(kind="value"), "n": Need(kind="number")}, "{a.thing}", "{n.under}")

    assert filled(given, Sample.of(films)) == filled(given, Sample.of(films))


def test_another_id_gives_another_filling(films: Catalog) -> None:
    sample, need = Sample.of(films), {"a": Need(kind="tags")}

    requests = {found.request for n in range(12) if (found := filled(seed("{a.thing}", need, name=f"s{n}"), sample))}

    assert len(requests) > 6


def test_a_place_alone_in_its_string_is_a_condition_with_its_quote(books: Catalog) -> None:
    found = filled(seed("{y.decade}", {"y": Need(kind="number", role="year")}, "{y.decade}"), Sample.of(books))

    assert found is not None
    [condition] = found.plan.steps[0].args["where"]
    decade = condition["value"][0]
    assert found.request == f"from the {decade}s"
    assert condition == {
        "quote": found.request,
        "field": "year",
        "op": "between",
        "value": [decade, decade + 9],
    }


def test_what_a_catalogue_lacks_leaves_the_seed_out(tiny: Catalog) -> None:
    priced = seed("{p.under}", {"p": Need(kind="number", role="price")}, "{p.under}")

    assert filled(priced, Sample.of(tiny)) is None


@pytest.mark.parametrize("number", range(8))
def test_all_that_is_wanted_together_is_true_of_one_item(films: Catalog, number: int) -> None:
    needs = {"a": Need(kind="tags"), "b": Need(kind="value"), "n": Need(kind="number"), "m": Need(kind="number")}
    given = seed("x", needs, "{a.thing}", "{b.that}", "{n.under}", "{m.over}", name=f"s{number}")

    found = filled(given, Sample.of(films))

    assert found is not None
    assert found_by(found.plan, films, Toolbox(installed=False))


def test_what_is_away_is_not_true_of_that_item(tiny: Catalog) -> None:
    needs = {"a": Need(kind="category"), "b": Need(kind="category", same="a", away=True)}

    found = filled(seed("{a.name} {b.name}", needs, "{a.name}", "{b.without}"), Sample.of(tiny))

    # Only the United States are the country of two films, so that no other country makes an example.
    assert found is None


def test_shown_items_have_some_with_less_and_some_with_more_beside_them(kitchen: Catalog) -> None:
    needs = {
        "a": Need(kind="value"),
        "n": Need(kind="number", role="price"),
        "s": Need(kind="shown", of="n", within="a"),
    }
    given = seed("{s.line}", needs, {"quote": "x", "field": "price", "op": "<", "value": "{s.least}"}, "{a.name}")

    found = filled(given, Sample.of(kitchen))

    assert found is not None
    [below, within] = found.plan.steps[0].args["where"]
    assert found.request.startswith("1. ")
    assert f"(price {below['value']:g})" in found.request
    cheaper = [
        item
        for item in kitchen.items(kitchen.ids(range(64)))
        if float(str(item.get("price"))) < below["value"]
        and within["value"] in (item.get(within["field"]), *(item.get("colours") or []))  # type: ignore[misc]
    ]
    assert cheaper
