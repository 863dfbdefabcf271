"""The union of steps: one class for each tool of a toolbox, told apart by `tool`, whose `args` are that tool's own.

A tool declares its arguments once, in its signature. The classes here are made of that, and a `Reference` may stand
wherever a value may: what it refers to is not known yet, so an app's own validators see it only when the step runs.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from types import EllipsisType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from weakref import WeakKeyDictionary

from pydantic import BaseModel, Field, PlainValidator, TypeAdapter, create_model

from palate.planners.plan import Step
from palate.planners.references import Reference, is_reference
from palate.tools.toolbox import Toolbox

_MADE: WeakKeyDictionary[Toolbox, dict[bool, TypeAdapter[Step]]] = WeakKeyDictionary()


def steps_of(toolbox: Toolbox, *, references: bool) -> TypeAdapter[Step]:
    """Return the type of the steps that a toolbox can run, `LookupStep | FilterStep | …`, by `tool`.

    Args:
        toolbox: whose tools.
        references: whether there may be some among the arguments; the type of a step that has none is the stricter.
    """
    made = _MADE.setdefault(toolbox, {})
    if references not in made:
        union: Any = reduce(or_, (_class(tool.name, tool.arguments.model, references) for tool in toolbox))
        made[references] = TypeAdapter(Annotated[union, Field(discriminator="tool")])
    return made[references]


@lru_cache(maxsize=256)
def _class(tool: str, model: type[BaseModel], references: bool) -> type[Step]:
    name: Any = Literal[tool]
    args = _opened_model(model) if references else model
    return create_model(f"{tool.title()}Step", __base__=Step, tool=(name, ...), args=(args, ...))


def _or_reference(kind: Any, within: frozenset[type]) -> Any:
    return _opened(kind, within) | Annotated[Reference, PlainValidator(_read)]


def _opened(kind: Any, within: frozenset[type]) -> Any:
    """Return a type whose parts may be references; a model that holds itself is opened once."""
    origin, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in within:
        return _opened_model(kind, within | {kind})
    if origin is Annotated:
        return Annotated[_opened(parts[0], within), *parts[1:]]
    if origin in (Union, UnionType):
        return reduce(or_, (_opened(part, within) for part in parts))
    if origin is None or origin is Literal:
        return kind
    first, *others = (part if isinstance(part, EllipsisType) else _or_reference(part, within) for part in parts)
    return origin[(parts[0], *others) if issubclass(origin, dict) else (first, *others)]


@lru_cache(maxsize=256)
def _opened_model(model: type[BaseModel], within: frozenset[type] = frozenset()) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        kind = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        fields[name] = (_or_reference(kind, within), Field(... if field.is_required() else None, alias=field.alias))
    return create_model(model.__name__, __config__=model.model_config, **fields)


def _read(value: Any) -> Reference:
    if not is_reference(value):
        raise ValueError("Input should be a reference")
    return Reference.parse(value["from"])
