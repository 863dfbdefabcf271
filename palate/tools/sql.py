"""The tool `sql`: one read-only SELECT over documented views."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from palate.errors import ToolError
from palate.tools.context import ToolContext
from palate.tools.executor import Access, in_time, run_select
from palate.tools.outputs import seen_rows
from palate.tools.result import ToolResult
from palate.tools.sql_guard import explained, guarded
from palate.tools.tool import built_in
from palate.tools.views import view_columns, view_selects


@built_in("sql", narrows=False)
def sql(context: ToolContext, query: Annotated[str, Field(description="one SQLite SELECT")]) -> ToolResult:
    """Answer a question that no other tool can, by one read-only SQLite SELECT.

    Views: `items` (id, title and every field; tags as text joined by ", "), `tags(id, field, value)`, and
    `popularity(id, interactions, mean_value)`. Text goes in single quotes. Not for finding things to recommend: its
    rows do not narrow the candidates.
    """
    schema = context.catalog.schema
    columns = view_columns(schema)
    statement = in_time(partial(guarded, query, columns), context.deadline)
    try:
        table = run_select(context.catalog, statement, access=_access(context), deadline=context.deadline)
    except ToolError as error:
        raise explained(error, columns) from error
    rows = seen_rows(dict(zip(table.columns, row, strict=True)) for row in table.rows)
    summary = f"{len(rows)} row{'' if len(rows) == 1 else 's'}" + ("; more rows exist" if table.more else "")
    return ToolResult("ok" if rows else "empty", summary, rows=rows, evidence={"query": statement, "more": table.more})


def _access(context: ToolContext) -> Access:
    schema = context.catalog.schema
    tables = {"items", "popularity", "json_each", "barred", *(f"tags:{each.name}" for each in schema.of_kind("tags"))}
    barred = np.unique(np.concatenate([context.withheld, *context.barred.values()])) + 1
    return Access(frozenset(tables), view_selects(schema), barred=barred.tolist())
