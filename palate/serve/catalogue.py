"""`/v1/catalog`: what there is to ask for, as the page needs to know it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fastapi import APIRouter
from pydantic import BaseModel

from palate.catalog.item import Item
from palate.catalog.schema import Schema
from palate.serve.server import Here, Person

router = APIRouter(prefix="/v1", tags=["catalogue"])
_PICTURE = re.compile(r"(?:(?:https?:/)?/\S+\.(?:png|jpe?g|webp|gif|avif|svg)(?:\?\S*)?|data:image/\S+)", re.IGNORECASE)
_SAMPLE = 50
"""Items by whose values it is told."""
_SUGGESTED = 5
_FEWEST_VALUES, _MOST_VALUES = 3, 60
"""Of a field that people know the values of."""


class Shown(BaseModel):
    """A field, as a card shows it."""

    name: str
    kind: str
    unit: str | None


class About(BaseModel):
    """A catalogue in short."""

    name: str
    noun: str
    items: int
    fields: list[Shown]
    simulated: str | None
    """How its log was made, where it was not observed."""
    picture: str | None
    """The field that has addresses of pictures, if one does."""
    images: bool
    """Whether pictures of other hosts may be shown."""
    suggestions: list[str]
    """What one may ask for to begin with: values that many items have."""
    person: str


@router.get("/catalog")
def about(person: Person, here: Here) -> About:
    """Tell what the catalogue holds."""
    catalog = here.agent.catalog
    schema = catalog.schema
    some = catalog.items(catalog.ids(range(min(_SAMPLE, schema.items))))
    return About(
        name=schema.name,
        noun=schema.noun,
        items=schema.items,
        fields=[Shown(name=each.name, kind=each.kind, unit=each.unit) for each in schema.fields],
        simulated=schema.log.simulated,
        picture=picture_field(some),
        images=here.settings.images,
        suggestions=_suggestions(schema),
        person=person,
    )


def _suggestions(schema: Schema) -> list[str]:
    fields = sorted(schema.of_kind("tags", "category"), key=lambda field: field.kind != "tags")
    named = next((field for field in fields if _FEWEST_VALUES <= field.distinct <= _MOST_VALUES), None)
    return [] if named is None else [term.value for term in named.terms[:_SUGGESTED]]


def picture_field(items: Iterable[Item]) -> str | None:
    """Return the field whose values, where there are any, are all addresses of pictures."""
    values: dict[str, list[object]] = {}
    for item in items:
        for name, value in item.fields.items():
            if value is not None:
                values.setdefault(name, []).append(value)
    return next((name for name, each in values.items() if all(map(_is_picture, each))), None)


def _is_picture(value: object) -> bool:
    return isinstance(value, str) and _PICTURE.fullmatch(value) is not None
