"""Words of the corpus's catalogues for the places of wordings: values, numbers, titles, names that nobody has heard."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from palate.language.reader.labels import LINKS
from training.catalogues import held_out, sheets

KINDS: Mapping[str, str] = {
    "title": "title",
    **dict.fromkeys(("kind", "colour", "country", "language", "maker", "cast", "other", "value"), "value"),
    "duration": "time",
    "price": "money",
    "year": "year",
    "number": "number",
    "field": "field",
    "flag": "flag",
}
"""What the places of wordings are to the catalogue."""
_PEOPLE = frozenset({"maker", "cast"})
NAMES = ("author", "designer", "artist", "teacher", "brand")
_DECADES = (
    "the eighties",
    "the 90s",
    "the seventies",
    "the 1950s",
    "the 2000s",
    "the sixties",
    "the noughties",
    "the '40s",
)
_UNITS = {"time": ("minutes", "hours", "min", "mins", "hrs"), "money": ("euros", "quid", "dollars", "€", "bucks", "£")}


def noun(draw: random.Random) -> str:
    """Return a word for what a catalogue holds."""
    return str(draw.choice([*(sheet["noun"] for sheet in _told_sheets()), "film", "movie", "thing", "one"]))


def _told_sheets() -> list[dict[str, Any]]:
    return [sheet for name, sheet in sheets().items() if not held_out(name)]


def value(kind: str, name: str, draw: random.Random) -> str:
    """Return something for a place of a wording: of its kind, and named so."""
    if name == "decade":
        return draw.choice(_DECADES)
    if kind == "year":
        return str(draw.randint(1930, 2026))
    if kind in ("duration", "price"):
        unit = draw.choice(_UNITS[KINDS[kind]])
        number = draw.choice((15, 20, 30, 45, 60, 75, 90, 95, 100, 110, 120, 150, 200, 2, 3))
        return f"{unit}{number}" if unit in "€£" else f"{number} {unit}"
    if kind == "number":
        return draw.choice(
            (f"{draw.randint(1, 40)}", f"{draw.randint(1, 9)}.{draw.randint(1, 9)}", f"{draw.randint(2, 90)} kg")
        )
    sheet = draw.choice(_told_sheets())
    columns = {key: each for key, each in sheet.items() if isinstance(each, dict)}
    if kind == "title":
        return str(draw.choice(sheet["titles"]))
    if kind == "field":
        return draw.choice(list(columns)).split("_eur")[0].replace("_", " ")
    if kind == "flag":
        flags = [
            key
            for each in _told_sheets()
            for key, column in each.items()
            if isinstance(column, dict) and column["kind"] == "flag"
        ]
        return draw.choice(flags).replace("_", " ")
    if kind in _PEOPLE:
        names = [v for each in _told_sheets() for n in NAMES for v in each.get(n, {}).get("values", ())]
        return str(draw.choice(names))
    values = [v for column in columns.values() for v in column.get("values", ())]
    return str(draw.choice(values))


def unheard(draw: random.Random) -> str:
    """Return a name that means nothing."""
    return "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))


assert set(KINDS.values()) <= set(LINKS)
