"""Rows of `sql` and of outside tools: nothing in them moves a cursor or turns a line round."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog, tool
from palate.tools.context import ToolContext
from palate.tools.result import ToolResult
from palate.tools.toolbox import Toolbox
from tests.harmful import HARMS, harm_in


def test_cells_and_names_of_sql(tiny: Catalog) -> None:
    query = "SELECT char(27) || '[2J' || char(155) || char(8238) || 'x' || char(10) || 'y' AS \"a\nb\", 1 AS n"

    result = Toolbox(installed=False).get("sql").run(ToolContext(tiny), {"query": query})

    assert result.rows == ({"a b": "[2Jx\ny", "n": 1},)


@pytest.mark.parametrize("text", HARMS)
def test_what_an_outside_tool_returns(tiny: Catalog, text: str) -> None:
    @tool
    def plain() -> dict[str, Any]:
        """Return rows."""
        return {text: [text, {"inner": text}], "n": 1}

    @tool
    def whole() -> ToolResult:
        """Return a result."""
        return ToolResult("ok", text, rows=({text: text},), reason=text)

    toolbox = Toolbox([plain, whole], installed=False)
    results = [toolbox.get(name).run(ToolContext(tiny), {}) for name in ("plain", "whole")]

    for result in results:
        assert harm_in(" ".join(_texts([result.summary, str(result.reason), *result.rows])).replace("\t", "")) == []
        assert "\n" not in result.summary + str(result.reason)
        assert [name for row in result.rows for name in row if "\n" in name] == []


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for each in pair for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else [str(value)]
