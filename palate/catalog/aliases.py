"""What people call fields and values besides, as the app says: `beds=bedrooms`, `city:München=Munich`."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from palate.catalog.schema import Alias, Field
from palate.catalog.words import fold, normal
from palate.errors import BadArgument, UnknownField, closest


def check_aliases(given: object) -> None:
    """Refuse what does not map words to words."""
    pairs = given.items() if isinstance(given, Mapping) else [("", given)] if given is not None else []
    for said, meant in pairs:
        if not (isinstance(said, str) and isinstance(meant, str) and normal(said.partition(":")[2] or said)):
            raise BadArgument(
                f"`aliases` should be what fields and values are called besides; `{said}={meant}` is not. Expected "
                '`{"beds": "bedrooms"}` for a field, `{"city:München": "Munich"}` for a value of the field `city`.'
            )


def read_aliases(
    given: Mapping[str, str] | None, fields: Sequence[Field], connection: sqlite3.Connection
) -> tuple[Alias, ...]:
    """Return what the app says, each as an alias of something that is there.

    Raises:
        UnknownField: a field is not there; the message says which is closest.
        BadArgument: a field has no such value; the message says which is closest.
    """
    return tuple(_read(said, meant, fields, connection) for said, meant in (given or {}).items())


def _read(said: str, meant: str, fields: Sequence[Field], connection: sqlite3.Connection) -> Alias:
    of, colon, word = said.partition(":")
    name = of if colon else meant
    field = next((each for each in fields if each.name == name), None)
    if field is None:
        near = closest(name, [each.name for each in fields])
        raise UnknownField(f"The alias `{said}={meant}` is of `{name}`, which is no field; {near}.")
    if not colon:
        return Alias(said=said, field=name)
    values = [str(value) for (value,) in connection.execute("SELECT value FROM terms WHERE field = ?", (name,))]
    value = next((each for each in values if fold(each) == fold(meant)), None)
    if value is None:
        near = closest(meant, values) if values else "it is a field of no such values"
        raise BadArgument(f"The alias `{said}={meant}` is of `{meant}`, which is no value of `{name}`; {near}.")
    return Alias(said=word, field=name, value=value)
