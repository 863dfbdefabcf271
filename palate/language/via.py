"""Which fields a preposition points at: "by" at directors and brands, "with" at actors, whatever they are called."""

from __future__ import annotations

from palate.catalog.schema import Schema
from palate.catalog.words import normal
from palate.language.cues.lexicon import lexicon


def via_fields(preposition: str, schema: Schema) -> tuple[str, ...]:
    """Return the fields that a preposition can point at, by their names."""
    beginnings = lexicon().via.get(preposition, ())
    return tuple(field.name for field in schema.fields if _begins(field.name, beginnings))


def _begins(name: str, beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in normal(name.replace("_", " ")).split()) if beginnings else False
