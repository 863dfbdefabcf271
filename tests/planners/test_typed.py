"""Steps as a union of what the tools of a toolbox declare."""

from typing import Any

import pytest
from pydantic import ValidationError

from palate import ItemId, tool
from palate.catalog.conditions import Condition
from palate.planners.plan import Step
from palate.planners.references import Reference
from palate.planners.typed import steps_of
from palate.tools.toolbox import Toolbox


def arguments(step: Step) -> dict[str, Any]:
    """Return the typed arguments by name."""
    made: Any = step.args
    return {field.alias or name: getattr(made, name) for name, field in type(made).model_fields.items()}


@tool(replaces=True)
def search(query: str, language: str = "en") -> list[ItemId]:
    """Search elsewhere."""
    return [f"{query}-{language}"]


def test_each_tool_has_a_class_of_steps_with_its_own_arguments() -> None:
    given = {"id": "a", "tool": "filter", "args": {"where": [{"field": "year", "op": "<", "value": 1990}]}}
    step = steps_of(Toolbox(installed=False), references=False).validate_python(given)

    assert type(step).__name__ == "FilterStep"
    assert arguments(step) == {"where": [Condition(field="year", op="<", value=1990)]}


def test_a_reference_stands_where_a_value_may() -> None:
    value = {"from": "step1.rows[0].year"}
    given = {"id": "a", "tool": "filter", "args": {"where": [{"field": "year", "op": "<", "value": value}]}}
    step = steps_of(Toolbox(installed=False), references=True).validate_python(given)

    assert arguments(step)["where"][0].value == Reference(step="step1", column="year")
    with pytest.raises(ValidationError):
        steps_of(Toolbox(installed=False), references=False).validate_python(given)


def test_a_tool_in_the_place_of_a_built_in_one_takes_what_it_declares() -> None:
    given = {"id": "a", "tool": "search", "args": {"query": "x", "language": "fr"}}

    assert arguments(steps_of(Toolbox([search], installed=False), references=False).validate_python(given)) == {
        "query": "x",
        "language": "fr",
    }
    with pytest.raises(ValidationError, match="language"):
        steps_of(Toolbox(installed=False), references=False).validate_python(given)


def test_a_tool_that_there_is_not_has_no_steps() -> None:
    with pytest.raises(ValidationError, match="union_tag_invalid"):
        steps_of(Toolbox(installed=False), references=False).validate_python({"id": "a", "tool": "drop", "args": {}})
