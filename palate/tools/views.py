"""The views that the `sql` tool reads: documented, and without any single person's interactions."""

from __future__ import annotations

from collections.abc import Iterator

from palate.catalog.layout import quote, tags_table
from palate.catalog.schema import Field, Schema

POPULARITY_COLUMNS = ("id", "interactions", "mean_value")
TAGS_COLUMNS = ("id", "field", "value")
_ALLOWED = "i.rowid NOT IN (SELECT item FROM temp.barred)"
"""Leaves out what `Access.barred` holds, so that no count or group tells of it."""


def view_columns(schema: Schema) -> dict[str, tuple[str, ...]]:
    """Return the columns of each view."""
    return {"items": schema_columns(schema), "tags": TAGS_COLUMNS, "popularity": POPULARITY_COLUMNS}


def schema_columns(schema: Schema) -> tuple[str, ...]:
    """Return the columns of `items`: `id` and `title` first, then the source's."""
    return tuple(dict.fromkeys(("id", "title", *schema.names)))


def view_selects(schema: Schema) -> dict[str, str]:
    """Return the SELECT that each view stands for."""
    return {
        "items": f"SELECT {', '.join(_columns(schema))} FROM main.items AS i WHERE {_ALLOWED}",
        "tags": " UNION ALL ".join(_tags(schema)),
        "popularity": (
            "SELECT i.id AS id, p.people AS interactions, p.mean AS mean_value"
            f" FROM main.popularity AS p JOIN main.items AS i ON i.rowid = p.item WHERE {_ALLOWED}"
        ),
    }


def _columns(schema: Schema) -> Iterator[str]:
    tags = {field.name for field in schema.of_kind("tags")}
    for name in schema_columns(schema):
        column = f"i.{quote(name)}"
        if name in tags:
            column = f"(SELECT group_concat(j.value, ', ') FROM json_each({column}) AS j)"
        yield f"{column} AS {quote(name)}"


def _tags(schema: Schema) -> Iterator[str]:
    fields = schema.of_kind("tags")
    if not fields:
        yield "SELECT NULL AS id, NULL AS field, NULL AS value WHERE 0"
    for field in fields:
        yield (
            f"SELECT i.id AS id, {_literal(field)} AS field, t.value AS value"
            f" FROM main.{tags_table(field.name)} AS t JOIN main.items AS i ON i.rowid = t.item WHERE {_ALLOWED}"
        )


def _literal(field: Field) -> str:
    return "'" + field.name.replace("'", "''") + "'"
