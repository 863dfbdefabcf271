"""Requests as the words that demonstrations are found by."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.masking import masked_demonstration, masked_request
from palate.planners.models.written import WrittenPlan


def words(request: str, catalog: Catalog) -> list[str]:
    """Return the masked words alone, without their pairs and cues."""
    found = masked_request(request, catalog)
    return found[: next((at for at, word in enumerate(found) if " " in word), len(found))]


@pytest.mark.parametrize(
    ("request_", "masked"),
    [
        ("two horror films", ["two", "<genres>", "<value>", "film"]),
        ("like Jaws", ["like", "<title>"]),
        ("longer than 97", ["<comparative>", "than", "<number>"]),
        ("from the 1970s", ["from", "the", "<decade>"]),
        ("有没有", ["有", "没", "有"]),
    ],
)
def test_what_the_catalogue_fills_in_is_masked(tiny: Catalog, request_: str, masked: list[str]) -> None:
    assert words(request_, tiny) == masked


def test_two_values_of_one_field_are_the_same_words(tiny: Catalog) -> None:
    assert masked_request("a horror film", tiny) == masked_request("a crime film", tiny)


def test_a_demonstration_is_masked_by_its_plan(tiny: Catalog) -> None:
    where = {"quote": "comedies", "field": "genres", "op": "contains", "value": "Comedy"}
    steps = [{"tool": "filter", "where": [where]}, {"tool": "similar", "items": ["Jaws"]}, {"tool": "rank"}]
    plan = WrittenPlan.model_validate({"kind": "recommend", "steps": steps})
    demonstration = Demonstration(id="a", request="comedies like Jaws", plan=plan)

    assert masked_demonstration(demonstration, tiny)[:4] == ["<genres>", "<value>", "like", "<title>"]
    assert masked_demonstration(demonstration, tiny) == masked_request("comedies like Jaws", tiny)
