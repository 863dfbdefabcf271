"""What pydantic finds wrong with a file of cases, as a clause that names the place and the closest known field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from palate.errors import closest


def mistakes(error: ValidationError, model: type[BaseModel], content: object) -> str:
    """Word what is wrong with `content`, unknown fields first; an element of a list that has an id goes by it."""
    found = sorted(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    return "; ".join(dict.fromkeys(_mistake(each["type"], each["loc"], each["msg"], model, content) for each in found))


def _mistake(kind: str, path: Sequence[str | int], said: str, model: type[BaseModel], content: Any) -> str:
    if kind == "extra_forbidden":
        path, name = path[:-1], str(path[-1])
        said = f"`{name}` is not a field; {closest(name, _fields_at(model, path))}"
    names = []
    for part in path:
        inside = dict(enumerate(content)) if isinstance(content, list) else content
        content = inside.get(part) if isinstance(inside, dict) else None
        names.append(str(content.get("id", part) if isinstance(part, int) and isinstance(content, dict) else part))
    return f"`{'.'.join(names)}`: {said}" if names else said


def _fields_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    models = [model]
    for part in path:
        inner = [each.model_fields[part].annotation for each in models if part in each.model_fields]
        models = [found for each in inner for found in _models_in(each)] or models
    return [name for each in models for name in each.model_fields]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for each in get_args(annotation) for found in _models_in(each)]
