"""Which fields a preposition points at: "by" at directors and brands, "with" at actors, whatever they are called."""

from __future__ import annotations

import re

from palate.catalog.schema import Schema

_NAMES = {
    "by": r"direct|author|artist|writer|creator|brand|maker|manufactur|studio|developer|publisher|compos|design|vendor",
    "with": r"cast|actor|actress|star|ingredient|feature|colou?r|player|performer|member|tag|topping|guest",
    "in": r"language|colou?r|country|material|stock|format|size|location|city|place|region|genre|platform",
    "from": r"country|brand|origin|region|maker|manufactur|studio|publisher|city|place|nation|location|vendor",
    "for": r"audience|age|gender|sex|occasion|sport|use|season|platform|category",
    "rated": r"rating|rated|certificat|age|classification",
}


def via_fields(preposition: str, schema: Schema) -> tuple[str, ...]:
    """Return the fields that a preposition can point at, by their names."""
    pattern = _NAMES.get(preposition)
    if pattern is None:
        return ()
    return tuple(field.name for field in schema.fields if re.search(pattern, field.name, re.IGNORECASE))
