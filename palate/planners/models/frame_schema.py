"""The JSON schema of frames over one catalogue: fields, operators and listed values as enumerations.

A local model is held to it by a grammar, a provider that takes schemas by its own means; what any model writes is
validated all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, get_args

from palate.catalog.catalog import Catalog
from palate.catalog.schema import Field
from palate.language.frame import Asked, Basis, Force, FrameAct, ItemRole, Scope, Source
from palate.planners.models.calls import JsonSchema
from palate.planners.models.card import listed_values

_COMPARING = ("<", "<=", ">", ">=", "between", "near")
_CHOOSING = ("any_of", "none_of")
_TEXT: JsonSchema = {"type": "string"}
_OF: JsonSchema = {"type": "object", "properties": {"of": _TEXT}, "required": ["of"], "additionalProperties": False}


def frame_schema(catalog: Catalog, tools: Sequence[JsonSchema]) -> JsonSchema:
    """Return the JSON schema of the frames of any message over a catalogue, with calls of `tools`."""
    fields = [field for field in catalog.schema.fields if field.kind != "id"]
    listed = {name: list(catalog.vocabulary(name)) for name in listed_values(catalog)}
    constraint = {"anyOf": [_constraint(field, listed) for field in fields]}
    names = {"enum": [field.name for field in fields]}
    frame = _object(
        {
            "acts": _list({"enum": list(get_args(FrameAct))}, least=1, most=3),
            "set": _list(constraint),
            "either": _list(_list(constraint, least=2)),
            "drop": _list(_TEXT),
            "refs": _list(_object({"item": _TEXT, "as": {"enum": list(get_args(ItemRole))}, "quote": _TEXT})),
            "titles": _list(_object({"title": _TEXT, "year": {"type": "integer"}}, required=("title",)), most=8),
            "sort": _list(
                _object({"field": names, "descending": {"type": "boolean"}, "quote": _TEXT}, required=("field",)),
                most=2,
            ),
            "n": {"type": "integer"},
            "from": {"enum": [each for each in get_args(Source) if each != "all"]},
            "only": {"type": "boolean"},
            "ask": _list(
                _object({"what": {"enum": list(get_args(Asked))}, "field": names}, required=("what",)), most=3
            ),
            "sql": _TEXT,
            "holder": _TEXT,
            **({"calls": _list({"anyOf": list(tools)}, most=6)} if tools else {}),
            "unknown": _list(_object({"quote": _TEXT, "why": _TEXT}, required=("quote",))),
            "question": _TEXT,
            "say": _TEXT,
        },
        required=("acts",),
    )
    return _object({"frames": _list(frame, least=1, most=4)})


def _constraint(field: Field, listed: Mapping[str, Sequence[str]]) -> JsonSchema:
    ops, value = _operators(field), _value(field, listed)
    return _object(
        {
            "field": {"const": field.name},
            "op": {"enum": list(ops)},
            "values": _list({"anyOf": [value, _OF]} if field.kind not in ("title", "text", "flag") else value, least=1),
            "quote": _TEXT,
            "basis": {"enum": list(get_args(Basis))},
            "force": {"enum": list(get_args(Force))},
            "for": {"enum": list(get_args(Scope))},
        },
        required=("field", "op", "values", "quote"),
    )


def _operators(field: Field) -> Collection[str]:
    if field.kind in ("text", "title"):
        return ("words", "none_of")
    if field.kind in ("number", "date"):
        return (*_COMPARING, *_CHOOSING)
    if field.kind == "tags":
        return (*_CHOOSING, "all_of")
    return (*_CHOOSING, *_COMPARING[:4]) if field.order else _CHOOSING


def _value(field: Field, listed: Mapping[str, Sequence[str]]) -> JsonSchema:
    if field.name in listed:
        return {"enum": list(listed[field.name])}
    return {"number": {"type": "number"}, "flag": {"type": "boolean"}}.get(field.kind, _TEXT)


def _list(items: JsonSchema, *, least: int = 0, most: int = 12) -> JsonSchema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _object(properties: Mapping[str, Any], *, required: Collection[str] | None = None) -> JsonSchema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }
