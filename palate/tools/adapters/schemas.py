"""A typed function made of what takes JSON, and says by a JSON schema what it takes."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal, Optional, Union

from pydantic import Field, WithJsonSchema
from pydantic_core import to_jsonable_python

_TYPES: Mapping[str, Any] = {
    "boolean": bool,
    "integer": int,
    "null": None,
    "number": float,
    "object": dict[str, Any],
    "string": str,
}
_FORMATS: Mapping[str, Any] = {"date": date, "date-time": datetime}


def typed_function(
    call: Callable[[dict[str, Any]], Any], *, name: str, description: str, schema: Mapping[str, Any]
) -> Callable[..., Any]:
    """Return a function with the parameters that a schema describes, which `@tool` reads like any other.

    Names that Python does not allow, such as `from` or `max-results`, get underscores. What is not given is left to
    whom it is passed on to, and so is every check of a value but that of its type.
    """
    from langchain_core.utils.json_schema import dereference_refs

    described = dereference_refs(dict(schema), skip_keys=[]).get("properties", {})
    required = {each for each in described if each in schema.get("required", ())}
    written: dict[str, str] = {}
    for each in described:
        own = _python_name(each)
        written[f"{own}_" if own in written else own] = each

    def function(**given: Any) -> Any:
        passed = {written[own]: value for own, value in given.items() if value is not None or written[own] in required}
        return call(to_jsonable_python(passed))

    parameters = [_parameter(own, described[each], each in required) for own, each in written.items()]
    function.__name__ = _python_name(name)
    function.__doc__ = description
    function.__annotations__ = {each.name: each.annotation for each in parameters}
    function.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return function


def _python_name(name: str) -> str:
    allowed = re.sub(r"\W|^(?=\d)", "_", name)
    return f"{allowed}_" if keyword.iskeyword(allowed) else allowed


def _parameter(name: str, schema: Any, required: bool) -> Parameter:
    shown = schema if isinstance(schema, dict) else {}
    default = Parameter.empty if required else shown.get("default")
    kind: Any = _type(shown) if required else Optional[_type(shown)]  # noqa: UP045 - a type that is made here
    annotation: Any = Annotated[kind, WithJsonSchema(shown), Field(description=shown.get("description"))]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _type(schema: Mapping[str, Any]) -> Any:
    """Return the type of the values that a schema allows; Any where it does not say, or says it in another way."""
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return Literal[tuple(values)] if all(isinstance(each, str | int | None) for each in values) else Any
    kind, options = schema.get("type"), schema.get("anyOf") or schema.get("oneOf")
    if isinstance(kind, list):
        options = [{**schema, "type": each} for each in kind]
    if options:
        return Union[tuple(map(_type, options))]  # noqa: UP007 - likewise
    if kind == "array":
        return list[_type(schema.get("items") or {})]  # type: ignore[misc]
    return _FORMATS.get(schema.get("format", ""), str) if kind == "string" else _TYPES.get(str(kind), Any)
