"""In which words people say what they wish for, of any catalogue: data, one file a split."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import MinLen
from pydantic import BaseModel, ConfigDict, ValidationError

from palate.catalog.conditions import Condition, Op, Scalar, Where
from palate.catalog.schema import Field, Schema
from palate.errors import UnreadableFile

Hand = Literal["development", "unread", "test"]
"""Who wrote the phrasings: each file by itself, without a look at the others. What fails with those for development is
read; nobody looks at what fails with the unread ones, which tell whether that serves others as well, nor at the test
file, which is to report."""
Ways = Annotated[tuple[str, ...], MinLen(10)]
"""Templates that say the same: at least ten."""
_DECADES = {20: "twenties", 30: "thirties", 40: "forties", 50: "fifties", 60: "sixties", 70: "seventies"}
_DECADES |= {80: "eighties", 90: "nineties"}
_FORMS: Mapping[Op, str] = {
    "contains": "has", "=": "has", "exists": "has", "not_contains": "lacks", "!=": "lacks", "not_in": "lacks",
    "contains_any": "either", "in": "either", "<": "below", "<=": "below", ">": "above", ">=": "above",
    "between": "between",
}  # fmt: skip
"""The form in which a wish is told, by how its condition compares."""
_SHORTEST = 4
"""Of the ways to say something, those that a terse person uses."""
_Values = Callable[[random.Random], dict[str, str]]
"""Fills the slots of a template."""


class Wording(BaseModel):
    """The ways to say what an item is to be.

    Those of `has`, `lacks`, `either`, `below`, `above` and `between` stand under what the field is spoken of as
    (`fields.toml`), or under `other`; each is a sentence, or a part of one, that can stand alone as a message.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    has: dict[str, Ways]
    """`{value}`, and under `other` also `{field}`."""
    lacks: dict[str, Ways]
    either: dict[str, Ways]
    """`{one}` and `{other}`, and under `other` also `{field}`."""
    below: dict[str, Ways]
    """`{value}`, and under `other` also `{field}`; less than it."""
    above: dict[str, Ways]
    """More than it, or of a year in it or later."""
    between: dict[str, Ways]
    """`{low}` and `{high}`; under `decade` `{decade}`, such as "the nineties"."""
    yes: Ways
    """Of a flag: `{field}`."""
    no: Ways

    def wish(self, where: Where, schema: Schema, chance: random.Random, *, terse: bool = False) -> str:
        """Return a predicate as a person says it."""
        condition = where.parts[0]
        field = schema.field(condition.field)
        ways, values = self._ways(condition, field)
        if terse:
            ways = tuple(sorted(ways, key=len)[:_SHORTEST])
        return chance.choice(ways).format(field=label(field), **values(chance))

    def _ways(self, condition: Condition, field: Field) -> tuple[tuple[str, ...], _Values]:
        value, said = condition.value, spoken(field)
        if isinstance(value, bool):
            return (self.yes if value else self.no), _nothing
        form = _FORMS[condition.op]
        table: Mapping[str, tuple[str, ...]] = getattr(self, form)
        if form == "between" and isinstance(value, list):
            low, high = value
            if said == "year" and float(str(high)) - float(str(low)) == 9:
                return table["decade"], lambda chance: {"decade": _decade(int(float(str(low))), chance)}
            return table.get(said, table["other"]), lambda _: {"low": amount(low, field), "high": amount(high, field)}
        if form == "either" and isinstance(value, list):
            one, other = (word(each, field) for each in value)
            return table.get(said, table["other"]), lambda _: {"one": one, "other": other}
        single = value[0] if isinstance(value, list) else value
        return table.get(said, table["other"]), lambda _: {"value": word(single, field)}


class Speech(Wording):
    """The ways to say what a conversation needs besides."""

    open: Ways
    """A request that tells nothing yet: `{noun}`."""
    final: Ways
    """That the first item shown is taken, whatever it is: `{noun}`."""
    restate: Ways
    """What was told before, told again: `{wish}`."""
    correct: Ways
    """Saying one thing and taking it back for another: `{wrong}`, `{right}`."""
    dismiss: Ways
    """What was shown is not it; a wish may follow."""
    hint: Ways
    """What was shown is not it, because of something about it: `{field}`."""
    unsettled: Ways
    """A question that one has no answer to, though it may matter."""
    neither: Ways
    """No to what a question offers."""
    nudge: Ways
    """Asking to be shown something."""


class Wishes(Speech):
    """All that a person in a conversation says."""

    unasked: Ways
    """What was said back was never asked for: `{what}`, which is a value, or what people call a field."""
    aside: Ways
    """What a rambling person says besides: nothing that could be a wish."""


@cache
def wishes(hand: Hand | Path) -> Wishes:
    """Read the phrasings of one hand of ours, or of a file of one's own.

    Raises:
        UnreadableFile: the file is not there, or not what phrasings are.
    """
    file = hand if isinstance(hand, Path) else files(__package__ or "") / f"wishes-{hand}.toml"
    try:
        return Wishes.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = min(error.errors(), key=lambda each: each["type"] == "missing")
        why = f"`{'.'.join(map(str, first['loc']))}`: {first['msg']}"
    except (OSError, ValueError) as error:
        why = str(error)
    raise UnreadableFile(f"`{file}` does not hold the phrasings of wishes: {why}.")


def label(field: Field) -> str:
    """Return what people call a field: of `genres` an item has a genre."""
    name = field.name.replace("_", " ").lower()
    return name.removesuffix("s") if field.kind == "tags" and not name.endswith("ss") else name


def called(where: Where, schema: Schema) -> str:
    """Return what people call a condition that they never wished for: its value, or of a number the field."""
    condition = where.parts[0]
    field, value = schema.field(condition.field), condition.value
    value = value[0] if isinstance(value, list) else value
    return word(value, field) if isinstance(value, str) else label(field)


def word(value: Scalar, field: Field) -> str:
    """Return what people write for a value: ordinary words small, a number with its unit."""
    if isinstance(value, int | float):
        return amount(value, field)
    return value.lower() if spoken(field) in _fields()["small"]["ways"] else value


def amount(value: Scalar, field: Field) -> str:
    """Return a number with its field's unit: `$50`, `110 minutes`."""
    number = f"{float(str(value)):g}"
    if field.unit is None:
        return number
    return f"{number} {field.unit}" if field.unit[0].isalpha() else f"{field.unit}{number}"


def spoken(field: Field) -> str:
    """Return under which key a field is spoken of, where the phrasings have it."""
    if field.role is not None:
        return field.role
    named = (way for way, names in _fields()["names"].items() if field.name.lower() in names)
    return next(named, "other")


def _decade(first: int, chance: random.Random) -> str:
    ways = [f"the {first}s", f"the {first % 100}s"]
    if first % 100 in _DECADES and first >= 1920 and first < 2000:
        ways.append(f"the {_DECADES[first % 100]}")
    return chance.choice(ways if first < 2000 else ways[:1])


def _nothing(_: random.Random) -> dict[str, str]:
    return {}


@cache
def _fields() -> dict[str, dict[str, list[str]]]:
    text = (files(__package__ or "") / "fields.toml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return loaded
