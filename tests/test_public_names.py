"""The names that apps import: a change here is a change for everyone."""

from __future__ import annotations

import pytest

import palate
import palate.evals


def test_the_public_names_are_these() -> None:
    assert palate.__all__ == [
        "Agent",
        "AgentConfig",
        "AnyOf",
        "Budget",
        "Catalog",
        "Condition",
        "Embedder",
        "Item",
        "ItemId",
        "McpTools",
        "Order",
        "Plan",
        "Planner",
        "Preference",
        "Ranker",
        "Reader",
        "Reply",
        "ReplyEvent",
        "State",
        "Step",
        "StepEvent",
        "Store",
        "Taste",
        "ToolContext",
        "ToolResult",
        "Understanding",
        "errors",
        "events",
        "policies",
        "tool",
    ]


def test_the_public_names_of_evals_are_these() -> None:
    assert palate.evals.__all__ == [
        "About",
        "Case",
        "Contestant",
        "Conversation",
        "Metric",
        "Outcome",
        "Report",
        "Setup",
        "Suite",
        "User",
        "run",
    ]


@pytest.mark.parametrize("name", palate.__all__)
def test_every_public_name_loads_and_has_a_docstring(name: str) -> None:
    assert getattr(palate, name).__doc__


@pytest.mark.parametrize("name", palate.evals.__all__)
def test_every_public_name_of_evals_does(name: str) -> None:
    assert getattr(palate.evals, name).__doc__


def test_dir_names_what_can_be_imported() -> None:
    assert set(palate.__all__) <= set(dir(palate))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module `palate` has no attribute `Agnet`"):
        _ = palate.Agnet
