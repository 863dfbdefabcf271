"""The tool `lookup`: facts about items, by typed arguments that become one SELECT with bound values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Where, all_of
from palate.catalog.item import ItemId
from palate.catalog.layout import quote, tags_table
from palate.catalog.reading import value_of
from palate.catalog.schema import Schema
from palate.errors import BadArgument
from palate.language.understanding import Order
from palate.ranking.places import known_positions
from palate.tools.candidates import Candidates, within
from palate.tools.context import ToolContext
from palate.tools.executor import FUNCTIONS, MOST_ROWS, Access, run_select
from palate.tools.result import ToolResult
from palate.tools.tool import built_in

Function = Literal["count", "min", "max", "avg", "sum"]


class Aggregate(BaseModel):
    """One figure over all items that match: `count`, or `avg` of a number field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    function: Function
    field: str | None = None
    """Needed by all but `count`, which then counts the items that have a value."""

    @property
    def column(self) -> str:
        """What its column is called: `count`, `avg_runtime`."""
        return self.function if self.field is None else f"{self.function}_{self.field}"


@built_in("lookup", narrows=False)
def lookup(
    context: ToolContext,
    select: Annotated[Sequence[str], Field(description="fields to return; all of them if left out")] = (),
    where: Annotated[Sequence[Where], Field(description="conditions that all hold")] = (),
    items: Annotated[list[ItemId] | None, Field(description="ids of the only items to look at")] = None,
    order: Annotated[Sequence[Order], Field(description="fields to sort by; missing values last")] = (),
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows to return")] = 20,
    aggregate: Annotated[Sequence[Aggregate], Field(description="figures to return instead of items")] = (),
    group_by: Annotated[str | None, Field(description="a field: one row of figures for each of its values")] = None,
    width: Annotated[float | None, Field(gt=0, description="of groups by a number: years by 10 are decades")] = None,
    in_play: Annotated[bool, Field(description="look at the candidates only")] = False,
) -> ToolResult:
    """Answer a question about items: who directed it, how long it is, how many there are, the longest, the average.

    Looks at the whole catalogue, unless `in_play`, and does not narrow the candidates: for finding things to recommend
    use `filter`. Rows have the selected fields; with `aggregate` they have `count`, or for example `avg_runtime`.
    """
    places = None if items is None else _places(context.catalog, items)
    withheld = context.withheld[: 0 if aggregate or group_by else None]
    if places is None and (in_play or len(withheld)):
        pool = (context.candidates if in_play else Candidates()).positions(context.catalog.schema.items)
        places = pool[~within(pool, withheld)].tolist()
    compiled = _compile(context.catalog, _Asked(select, where, places, order, limit, aggregate, group_by, width))
    access = Access(_tables(context.catalog.schema), functions=FUNCTIONS | {"casefold"})
    table = run_select(
        context.catalog, compiled.text, compiled.values, access=access, deadline=context.deadline, most=limit
    )
    figures = bool(aggregate or group_by)
    kinds = {each.name: each.kind for each in context.catalog.schema.fields if not (figures and each.kind == "tags")}
    rows = tuple(
        {name: value_of(cell, kinds.get(name, "text")) for name, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    )
    summary = f"{len(rows)} row{'' if len(rows) == 1 else 's'}" + ("; more rows exist" if table.more else "")
    return ToolResult("ok" if rows else "empty", summary, rows=rows, evidence={"more": table.more})


@dataclass(frozen=True)
class _Asked:
    select: Sequence[str]
    where: Sequence[Where]
    places: list[int] | None
    order: Sequence[Order]
    limit: int
    aggregate: Sequence[Aggregate]
    group_by: str | None
    width: float | None


@dataclass(frozen=True)
class _Statement:
    text: str
    values: tuple[str | int | float, ...]


def _tables(schema: Schema) -> frozenset[str]:
    return frozenset({"items", "json_each", *(f"tags:{each.name}" for each in schema.of_kind("tags"))})


def _compile(catalog: Catalog, asked: _Asked) -> _Statement:
    schema = catalog.schema
    if asked.group_by is not None and not asked.aggregate:
        asked = replace(asked, aggregate=(Aggregate(function="count"),))
    columns = _figures(schema, asked) if asked.aggregate else _selected(schema, asked.select)
    conditions = all_of(asked.where, schema, spellings=catalog.columns.spellings)
    rest = _grouped(schema, asked) if asked.aggregate else _ordered(schema, asked)
    text = f"SELECT {', '.join(columns)} FROM {_source(schema, asked)} WHERE {conditions.text}{rest} LIMIT ?"
    wanted = () if asked.places is None else (json.dumps([place + 1 for place in asked.places]),)
    return _Statement(text, (*wanted, *conditions.params, asked.limit + 1))


def _source(schema: Schema, asked: _Asked) -> str:
    source = "items"
    if asked.places is not None:
        source = "json_each(?) AS wanted JOIN items ON items.rowid = wanted.value"
    if asked.group_by is not None and schema.field(asked.group_by).kind == "tags":
        source += f" JOIN {tags_table(asked.group_by)} AS grouped ON grouped.item = items.rowid"
    return source


def _selected(schema: Schema, select: Sequence[str]) -> list[str]:
    names = select or ("id", "title", *schema.names)
    return [_column(schema, name) for name in dict.fromkeys(names)]


def _column(schema: Schema, name: str) -> str:
    return f"items.{quote(name if name in ('id', 'title') else schema.field(name).name)}"


def _places(catalog: Catalog, items: list[ItemId]) -> list[int]:
    known = known_positions(catalog, items)
    if len(known) < len(set(items)):
        catalog.positions(items)  # says which one there is not, and which is closest
    return list(known.values())


def _ordered(schema: Schema, asked: _Asked) -> str:
    keys = []
    for each in asked.order:
        column = _column(schema, each.field)
        keys += [f"{column} IS NULL", f"{column} {'DESC' if each.descending else 'ASC'}"]
    if asked.places is not None:
        keys.append("wanted.key")
    return f" ORDER BY {', '.join([*keys, 'items.rowid'])}"


def _figures(schema: Schema, asked: _Asked) -> list[str]:
    columns = [] if asked.group_by is None else [f"{_group(schema, asked)} AS {quote(asked.group_by)}"]
    return [*columns, *(_figure(schema, each) for each in asked.aggregate)]


def _figure(schema: Schema, each: Aggregate) -> str:
    if each.field is None:
        if each.function != "count":
            raise BadArgument(f"`{each.function}` needs a field; give the aggregate a `field`.")
        return 'COUNT(*) AS "count"'
    kind = schema.field(each.field).kind
    wanted = ("number",) if each.function in ("avg", "sum") else ("number", "date")
    if each.function != "count" and kind not in wanted:
        raise BadArgument(f"`{each.function}` needs a {' or '.join(wanted)} field; `{each.field}` is a {kind}.")
    return f"{each.function.upper()}({_column(schema, each.field)}) AS {quote(each.column)}"


def _group(schema: Schema, asked: _Asked) -> str:
    field = schema.field(asked.group_by or "")
    column = "grouped.value" if field.kind == "tags" else _column(schema, field.name)
    if asked.width is None:
        return column
    if field.kind != "number":
        raise BadArgument(f"`width` is of groups by a number; `{field.name}` is a {field.kind}.")
    scaled = f"{column} / {asked.width!r}"
    floor = f"CAST({scaled} AS INTEGER) - ({scaled} < CAST({scaled} AS INTEGER))"
    return f"({floor}) * {int(asked.width) if asked.width.is_integer() else asked.width!r}"


def _grouped(schema: Schema, asked: _Asked) -> str:
    if asked.group_by is None:
        return ""
    group = _group(schema, asked)
    known = {each.column: str(1 + at) for at, each in enumerate(asked.aggregate, start=1)} | {asked.group_by: "1"}
    keys = []
    for each in asked.order:
        if each.field not in known:
            raise BadArgument(
                f"groups can be sorted by {', '.join(f'`{name}`' for name in known)}; not by `{each.field}`."
            )
        keys.append(f"{known[each.field]} {'DESC' if each.descending else 'ASC'}")
    keys += ["1"] if asked.width else ["2 DESC", "1"]
    return f" AND {group} IS NOT NULL GROUP BY {group} ORDER BY {', '.join(keys)}"
