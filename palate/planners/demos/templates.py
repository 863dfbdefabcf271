"""Demonstrations that come with Palate: written once, mapped to the fields and values of any catalogue.

A template has slots, which are filled from the schema card. `{a}` is a field of many values, `{a.1}` to `{a.4}` are its
most frequent values; `{b}` is another such field; `{n}` is a number, `{n.low}`, `{n.mid}` and `{n.high}` lie in its
range, `{n.words}` is its name in words; `{t.1}` to `{t.3}` are titles. A template that needs what a catalogue lacks is
left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.fields import words_of_name
from palate.catalog.printable import json_text, one_line
from palate.catalog.schema import Field, Schema
from palate.planners.demos.demonstration import Demonstration

_SLOT = re.compile(r"\{([abnt](?:\.\w+)?)\}")
_NUMBER = re.compile(r'"\{(n\.(?:low|mid|high))\}"')
_VALUES, _TITLES = 4, 3
_LONGEST = 40
"""Characters of a value or title that a demonstration shows."""
_MASKS = {"a": "[field]", "b": "[field]", "n": "[field]", "t": "[title]"}


@cache
def templates() -> tuple[Mapping[str, Any], ...]:
    """Return the shipped templates."""
    text = resources.files("palate.planners.demos").joinpath("templates.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines() if line.strip())


def mapped(catalog: Catalog) -> Iterator[Demonstration]:
    """Yield the shipped demonstrations in the terms of a catalogue, those that it has the fields for."""
    slots = _slots(catalog)
    for template in templates():
        text = json_text({key: template[key] for key in ("message", "state", "frames") if key in template})
        if not {match[1] for match in _SLOT.finditer(text)} <= slots.keys():
            continue
        text = _NUMBER.sub(lambda match: slots[match[1]], text)
        filled = json.loads(_SLOT.sub(lambda match: json_text(slots[match[1]])[1:-1], text))
        masked = _SLOT.sub(lambda match: _mask(match[1]), template["message"])
        yield Demonstration(
            id=template["id"],
            message=filled["message"],
            state=tuple(filled.get("state", ())),
            frames={"frames": filled["frames"]},  # type: ignore[arg-type]
            masked=masked,
            source="shipped",
        )


def _mask(slot: str) -> str:
    name, _, which = slot.partition(".")
    if which and name in "ab":
        return "[value]"
    return "[number]" if which and which != "words" else _MASKS[name]


def _slots(catalog: Catalog) -> dict[str, str]:
    schema = catalog.schema
    found: dict[str, str] = {}
    closed = sorted(
        schema.of_kind("tags", "category"), key=lambda field: (_rank(field), schema.names.index(field.name))
    )
    for name, field in zip("ab", closed, strict=False):
        values = [term.value for term in field.terms if _is_plain(term.value)][:_VALUES]
        found |= {name: field.name, **{f"{name}.{at}": value for at, value in enumerate(values, 1)}}
    number = next(iter(_numbers(schema)), None)
    if number is not None:
        low, mid, high = (_between(number, share) for share in (0.25, 0.5, 0.75))
        found |= {"n": number.name, "n.words": words_of_name(number.name), "n.low": low, "n.mid": mid, "n.high": high}
    titles = [title for title in _titles(catalog) if _is_plain(title)][:_TITLES]
    return found | {f"t.{at}": title for at, title in enumerate(titles, 1)}


def _is_plain(text: str) -> bool:
    """Tell whether a text is short, and stays on its line of a prompt."""
    return one_line(text, _LONGEST) == text


def _rank(field: Field) -> tuple[bool, bool]:
    """Prefer tags to categories, and lists of values to names."""
    return field.distinct > 100, field.kind != "tags"


def _numbers(schema: Schema) -> list[Field]:
    known = [each for each in schema.of_kind("number") if isinstance(each.minimum, int | float) and each.role != "year"]
    return known or [each for each in schema.of_kind("number") if isinstance(each.minimum, int | float)]


def _between(field: Field, share: float) -> str:
    assert isinstance(field.minimum, int | float) and isinstance(field.maximum, int | float)  # noqa: S101, PT018
    value = field.minimum + share * (field.maximum - field.minimum)
    return str(round(value)) if field.integral else f"{value:.3g}"


def _titles(catalog: Catalog) -> list[str]:
    rows = catalog.connect().execute("SELECT title FROM items ORDER BY rowid LIMIT 50")
    return [str(row[0]) for row in rows]
