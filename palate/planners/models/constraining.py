"""The JSON schema that a model's plan must satisfy, made from the toolbox and the catalogue.

A model that is constrained by it cannot name a tool, a field, an operator or a value of a small field that does not
exist. Types that tools share (`Condition`, `Order`, `Aggregate`) are replaced by what they can be in this catalogue,
wherever a tool takes one; an outside tool's own arguments stay as it declares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.schema import Field, Kind
from palate.errors import PlanError
from palate.language.understanding import Understanding
from palate.planners.models.quotes import spans
from palate.planners.models.written import WrittenKind
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

MOST_VALUES = 80
"""A field with more distinct values takes any text, which is then looked for in the catalogue."""
MOST_STEPS = 6

JsonSchema = dict[str, Any]

_FIELDS = frozenset({"select", "fields", "group_by", "field"})
"""Arguments that name fields."""
HIDDEN = frozenset({"keep_order", "mode", "novelty"})
"""Arguments that a model is not told of: Palate's own planner has a use for them, or the app decides them."""
_OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    "category": ("=", "!="),
    "tags": ("contains", "not_contains"),
    "number": ("<", "<=", ">", ">=", "=", "!="),
    "date": ("<", "<=", ">", ">=", "="),
    "flag": ("=",),
    "text": ("contains",),
}
_MOST = 6
"""Entries of an array whose tool sets no bound: a small model may not know when to stop."""
_SAID: JsonSchema = {"type": "string", "minLength": 1}
QUOTE = "Quote"
_QUOTED: JsonSchema = {"$ref": f"#/$defs/{QUOTE}"}
_REFERENCE: JsonSchema = {
    "type": "object",
    "properties": {"from": {"type": "string", "pattern": "^step[1-9]\\.rows\\[[0*]\\]\\..+$"}},
    "required": ["from"],
    "additionalProperties": False,
}
_DESCRIBING = ("title", "description", "default", "examples")


def plan_schema(catalog: Catalog, toolbox: Toolbox) -> JsonSchema:
    """Return the JSON schema of a `WrittenPlan` over one catalogue and its tools."""
    steps = {"type": "array", "items": {"anyOf": _steps(toolbox)}, "maxItems": MOST_STEPS}
    return _object(
        {
            "kind": {"enum": ["recommend", "answer", "chat"]},
            "steps": steps,
            "taste": {"type": "array", "items": {"$ref": "#/$defs/Taste"}, "maxItems": 4},
        },
        required=("kind", "steps"),
    ) | {"$defs": _definitions(catalog, toolbox)}


def step_schema(catalog: Catalog, toolbox: Toolbox) -> JsonSchema:
    """Return the JSON schema of one more step, or of none: what a stepwise planner asks for."""
    step = {"anyOf": [*_steps(toolbox), {"type": "null"}]}
    kind = {"enum": ["recommend", "answer", "chat"]}
    return _object({"kind": kind, "step": step}, required=("kind", "step")) | {"$defs": _definitions(catalog, toolbox)}


def tightened(schema: JsonSchema, message: str, understood: Understanding) -> JsonSchema:
    """Return a schema for one message: quotes are words of it, and its kind is what it plainly is.

    Args:
        schema: Of a plan or a step.
        message: What the person says.
        understood: What it means without a model; where that placed every word, it tells what kind of plan is due.
    """
    said, kind = spans(message), plain_kind(understood)
    quotes = {"$defs": schema["$defs"] | {QUOTE: {"enum": said}}} if said else {}
    kinds = {"properties": schema["properties"] | {"kind": {"const": kind}}} if kind else {}
    return schema | quotes | kinds


def plain_kind(understood: Understanding) -> WrittenKind | None:
    """Return what kind of plan a message plainly wants; None where that is not plain.

    It is not where a word was not placed, where it wants several things, where all of it may be a title, where a
    question mark leaves room for a fact, and where "do you have any?" is answered by showing some as well.
    """
    if not understood.is_whole or len(understood.intents) != 1:
        return None
    (intent,) = understood.intents
    if intent.question is not None:
        return None if intent.question.kind == "exists" else "answer"
    asks = intent.act in ("recommend", "critique") and (intent.preferences or intent.bounds or intent.order)
    return "recommend" if asks and "?" not in understood.message else None


def check_kind(kind: WrittenKind, understood: Understanding) -> None:
    """Refuse a plan of another kind than its message plainly wants; a model that is held to `tightened` writes none.

    Raises:
        PlanError: the message plainly wants another.
    """
    due = plain_kind(understood)
    if due is not None and kind != due:
        raise PlanError(f"`kind`: the message wants `{due}`, not `{kind}`.")


def _object(properties: JsonSchema, *, required: Iterable[str]) -> JsonSchema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _steps(toolbox: Toolbox) -> list[JsonSchema]:
    return [{"$ref": f"#/$defs/{_name(tool)}"} for tool in toolbox]


def _name(tool: Tool) -> str:
    return f"step_{tool.name}"


def _definitions(catalog: Catalog, toolbox: Toolbox) -> JsonSchema:
    shared = _shared(catalog)
    found: JsonSchema = {}
    for tool in toolbox:
        schema = tool.arguments.schema()
        found |= {name: _plain(each) for name, each in schema.get("$defs", {}).items() if name not in shared}
        properties = {
            name: _argument(name, each) for name, each in schema.get("properties", {}).items() if name not in HIDDEN
        }
        required = ["tool", *schema.get("required", ())]
        found[_name(tool)] = _object({"tool": {"const": tool.name}, **properties}, required=required)
    return found | shared


def _argument(name: str, schema: JsonSchema) -> JsonSchema:
    plain: JsonSchema = _plain(schema)
    named: JsonSchema = _naming_fields(plain) if name in _FIELDS else plain
    return named


def _naming_fields(schema: Any) -> Any:
    """Put the names of fields where an argument that names some takes any text."""
    if isinstance(schema, dict):
        if schema.get("type") == "string":
            return {"$ref": "#/$defs/FieldName"}
        return {key: _naming_fields(each) for key, each in schema.items()}
    return [_naming_fields(each) for each in schema] if isinstance(schema, list) else schema


def _plain(schema: Any) -> Any:
    """Leave out what only people read; an argument that may be left out is left out rather than null."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    options = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(options) == 1:
        return _plain(options[0])
    bounded = {"maxItems": _MOST} if schema.get("type") == "array" else {}
    return bounded | {
        key: {name: _plain(each) for name, each in value.items()} if key == "properties" else _plain(value)
        for key, value in schema.items()
        if key not in _DESCRIBING
    }


def _shared(catalog: Catalog) -> JsonSchema:
    """Return what the types that tools share can be in a catalogue."""
    schema = catalog.schema
    fields = [field for field in schema.fields if field.kind in _OPERATORS]
    sortable = [field.name for field in schema.of_kind("number", "date", "flag", "category")]
    numbers = [field.name for field in schema.of_kind("number")]
    order = {"field": {"enum": sortable}, "descending": {"type": "boolean"}}
    aggregate = {"function": {"enum": ["count", "min", "max", "avg", "sum"]}, "field": {"enum": numbers}}
    values: JsonSchema = {f"value_{field.name}": _values(field, catalog) for field in fields}
    conditions = [each for field in fields for each in _conditions(field)]
    return values | {
        QUOTE: dict(_SAID),
        "FieldName": {"enum": [field.name for field in schema.fields if field.kind != "id"]},
        "Condition": {"anyOf": conditions},
        "AnyOf": _object(
            {"any_of": {"type": "array", "items": {"$ref": "#/$defs/Condition"}, "minItems": 2, "maxItems": 6}},
            required=("any_of",),
        ),
        "Order": _object(order, required=("field", "descending")),
        "Aggregate": _object(aggregate, required=("function",)),
        "Taste": {"anyOf": _tastes(catalog)},
    }


def _tastes(catalog: Catalog) -> list[JsonSchema]:
    """Return the forms that something lasting can have: an item by its title, or a value of a small set."""
    said: JsonSchema = {"quote": _QUOTED, "likes": {"type": "boolean"}}
    values = [
        _object(said | each["properties"], required=("quote", "likes", "field", "op", "value"))
        for field in catalog.schema.of_kind("category", "tags")
        for each in _conditions(field, operators=("=" if field.kind == "category" else "contains",))
    ]
    return [_object(said | {"title": _SAID}, required=("quote", "likes", "title")), *values]


def _conditions(field: Field, *, operators: tuple[str, ...] | None = None) -> list[JsonSchema]:
    """Return the forms that a condition on a field can have."""
    value: JsonSchema = {"$ref": f"#/$defs/value_{field.name}"}
    forms: list[tuple[tuple[str, ...], JsonSchema]] = [(operators or _OPERATORS[field.kind], value)]
    if field.kind in ("number", "date") and operators is None:
        forms = [(_OPERATORS[field.kind], {"anyOf": [value, _REFERENCE]})]
        forms.append((("between",), {"type": "array", "items": value, "minItems": 2, "maxItems": 2}))
    elif operators is None and field.kind in ("tags", "category"):
        forms.append((("contains_any",) if field.kind == "tags" else ("in",), _REFERENCE))
    return [
        _object(
            {"quote": _QUOTED, "field": {"const": field.name}, "op": {"enum": list(ops)}, "value": each},
            required=("quote", "field", "op", "value"),
        )
        for ops, each in forms
    ]


def _values(field: Field, catalog: Catalog) -> JsonSchema:
    if field.kind == "flag":
        return {"type": "boolean"}
    if field.kind == "number":
        return {"type": "integer" if field.integral else "number"}
    if field.kind in ("category", "tags") and 0 < field.distinct <= MOST_VALUES:
        return {"enum": list(catalog.vocabulary(field.name))}
    return dict(_SAID)
