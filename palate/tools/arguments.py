"""A tool's arguments: from a function's signature to a pydantic model, and from JSON to checked values."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, PydanticUserError, TypeAdapter, ValidationError, create_model
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from palate.catalog.item import ItemId
from palate.errors import BadArgument, closest
from palate.tools.context import ToolContext

_READABLE = "str, int, float, bool, a Literal, a list or dict of these, or a pydantic model"
_SECTION = re.compile(r"^(?P<indent> *)Args:\n(?P<body>(?:(?P=indent) +\S.*\n?|\s*\n)*)", re.MULTILINE)
_TOLD = re.compile(r"^ *(?P<name>\w+)(?: \(.*?\))?: (?P<told>.*)$")


@dataclass(frozen=True)
class Argument:
    """One argument that a planner fills."""

    name: str
    annotation: Any
    """With its `Annotated` parts taken off, but for what makes a text an item's id."""
    required: bool
    description: str = ""
    """What a `Field` or the docstring says of it."""


@dataclass(frozen=True)
class Arguments:
    """What a function takes and returns."""

    tool: str
    model: type[BaseModel]
    arguments: tuple[Argument, ...]
    takes_context: bool
    returns: Any
    """The annotation of what it returns; `inspect.Signature.empty` where it has none."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arguments, in order."""
        return tuple(argument.name for argument in self.arguments)

    def parse(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Check values from outside, and return every argument as the function takes it.

        Raises:
            BadArgument: one is missing, unknown or of the wrong type; the message says which, and what was expected.
        """
        try:
            parsed = self.model.model_validate(dict(given))
        except ValidationError as error:
            raise BadArgument(self.complaint(error.errors(include_url=False))) from error
        return {argument.name: getattr(parsed, f"arg_{i}") for i, argument in enumerate(self.arguments)}

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of the arguments."""
        schema = self.model.model_json_schema(by_alias=True)
        schema.pop("title", None)
        return schema

    def complaint(self, errors: list[ErrorDetails]) -> str:
        """Return what is wrong with arguments, and what was expected, from what pydantic says of them."""
        # A wrong name is told before the right one that is missing because of it.
        first = next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])
        alike = [
            error for error in errors if (error["loc"][:-1], error["input"]) == (first["loc"][:-1], first["input"])
        ]
        where = _path(first["loc"] if len(alike) == 1 else first["loc"][:-1])  # Of a union the last part is a type.
        if first["type"] == "extra_forbidden":
            return f"`{self.tool}` has no argument `{where}`; {closest(where, self.names)}."
        if first["type"] == "missing":
            return f"`{self.tool}` needs the argument `{where}`; it was not given."
        if first["type"] == "sequence_str":
            return f"`{where}` of `{self.tool}` should be a list; `{_short(first['input'])}` is not."
        told = " or ".join(dict.fromkeys(error["msg"].removeprefix("Value error, ").rstrip(".") for error in alike))
        told, value = told.replace(" or Input should be", " or"), _short(first["input"])
        if told.startswith("Input should be "):
            return f"`{where}` of `{self.tool}` {told.removeprefix('Input ')}; `{value}` is not."
        return f"`{where}` of `{self.tool}`: {told[:1].lower()}{told[1:]}; `{value}` is not so."


def read_signature(function: Callable[..., Any], name: str) -> Arguments:
    """Read what a function takes and returns from its annotations.

    Raises:
        BadArgument: an annotation is missing or cannot be read from JSON.
    """
    hints = _hints(function, name)
    parameters = list(inspect.signature(function).parameters.values())
    takes_context = bool(parameters) and _is_context(hints.get(parameters[0].name))
    told = _told(function)
    arguments: list[Argument] = []
    fields: dict[str, Any] = {}
    for index, parameter in enumerate(parameters[1:] if takes_context else parameters):
        annotation = _annotation(parameter, hints, name)
        required = parameter.default is inspect.Parameter.empty
        described = _described(annotation) or told.get(parameter.name, "")
        arguments.append(Argument(parameter.name, _bare(annotation), required, described))
        told_of: dict[str, Any] = {} if _described(annotation) or not described else {"description": described}
        default = Field(... if required else parameter.default, alias=parameter.name, **told_of)
        fields[f"arg_{index}"] = (annotation, default)
    model = _model(name, fields, arguments)
    returns = hints.get("return", inspect.Signature.empty)
    return Arguments(name, model, tuple(arguments), takes_context, returns)


def _hints(function: Callable[..., Any], name: str) -> dict[str, Any]:
    try:
        return get_type_hints(function, include_extras=True)
    except NameError as error:
        raise BadArgument(
            f"`{name}` uses the annotation `{error.name}`, which is not defined in its module; import it there."
        ) from error


def _annotation(parameter: inspect.Parameter, hints: Mapping[str, Any], name: str) -> Any:
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD, parameter.POSITIONAL_ONLY):
        written = str(parameter).split(":")[0]
        raise BadArgument(
            f"`{written}` of `{name}` cannot be filled by name; a tool's parameters are plain ones, each with a type."
        )
    if parameter.name not in hints:
        raise BadArgument(f"`{parameter.name}` of `{name}` has no type; annotate it with {_READABLE}.")
    if _is_context(hints[parameter.name]):
        raise BadArgument(f"`{parameter.name}` of `{name}` is the `ToolContext`, which must be the first parameter.")
    return hints[parameter.name]


def _model(name: str, fields: dict[str, Any], arguments: list[Argument]) -> type[BaseModel]:
    # Fields are called arg_0, arg_1 …, with the real name as alias: a parameter may be called `schema`, `copy` or `_x`.
    for argument, field in zip(arguments, fields.values(), strict=True):
        try:
            TypeAdapter(field[0]).json_schema()
        except PydanticUserError as error:
            raise BadArgument(
                f"`{argument.name}` of `{name}` has the type `{_named(argument.annotation)}`, which cannot be read from"
                f" JSON; use {_READABLE}."
            ) from error
    model: type[BaseModel] = create_model(name, __config__=ConfigDict(extra="forbid", frozen=True), **fields)
    return model


def _is_context(annotation: Any) -> bool:
    return annotation is ToolContext or get_origin(annotation) is ToolContext


def _told(function: Callable[..., Any]) -> dict[str, str]:
    """Return what the `Args:` of a docstring say of each argument."""
    found = _SECTION.search(f"{inspect.getdoc(function) or ''}\n")
    lines = found["body"].splitlines() if found else []
    return {told["name"]: told["told"].strip() for line in lines if (told := _TOLD.match(line))}


def _described(annotation: Any) -> str:
    parts = getattr(annotation, "__metadata__", ())
    return next((part.description for part in parts if isinstance(part, FieldInfo) and part.description), "")


def _bare(annotation: Any) -> Any:
    parts = getattr(annotation, "__metadata__", ())
    if set(get_args(ItemId)[1:]) & {part for part in parts if isinstance(part, str)}:
        return ItemId
    return annotation.__origin__ if parts else annotation


def _named(annotation: Any) -> str:
    return getattr(annotation, "__name__", None) or str(annotation)


def _path(location: tuple[int | str, ...]) -> str:
    """Write a place in the arguments as `where[0].field`, without the names that pydantic gives to parts of a union."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif (part.isidentifier() and not part[0].isupper()) or not path:
            path += f".{part}" if path else part
    return path


def _short(value: Any) -> str:
    try:
        text = value if isinstance(value, str) else repr(value)
    except ValueError:  # Python writes out no number of thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}…"
