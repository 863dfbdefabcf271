"""The schema card: what a catalogue holds, field by field, measured once when it is built or changed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from palate.errors import UnknownField, closest

Kind = Literal["id", "title", "text", "category", "tags", "number", "date", "flag"]
"""What a column is, which decides the operators and the words that apply to it."""

Role = Literal["year", "duration", "price", "score", "stock", "weight", "size", "count"]
"""What a number or date measures, so that "shorter", "cheaper" or "newer" find their field."""


class Term(BaseModel, frozen=True):
    """A value of a category or tags field, and how many items have it."""

    value: str
    count: int


class Field(BaseModel, frozen=True):
    """One column of the catalogue, as measured."""

    name: str
    kind: Kind
    role: Role | None = None
    unit: str | None = None
    """`minutes`, `$`, `GB` … as the values are stored; None where they have none."""
    present: int = 0
    missing: int = 0
    distinct: int = 0
    minimum: float | str | None = None
    """Smallest value; ISO text for a date, a number for a number, else None."""
    median: float | str | None = None
    maximum: float | str | None = None
    integral: bool = False
    """Whether every number of the field is whole."""
    terms: tuple[Term, ...] = ()
    """The most frequent values (40 at most), most frequent first; `Catalog.vocabulary` has all of them."""
    order: tuple[str, ...] = ()
    """The values of a category from the least to the most, where the app says so."""
    examples: tuple[str, ...] = ()


class Alias(BaseModel, frozen=True):
    """What people call a field, or a value of one, as the app says."""

    said: str
    field: str
    value: str | None = None
    """None where the field itself is called so."""

    def __str__(self) -> str:
        """Write it as it is given: `city:München=Munich`."""
        return f"{self.said}={self.field}" if self.value is None else f"{self.field}:{self.said}={self.value}"


class Log(BaseModel, frozen=True):
    """The interaction log, as measured."""

    interactions: int = 0
    users: int = 0
    behaviours: dict[str, int] = {}
    columns: dict[str, str] = {}
    """Which of its source's columns is the user, the item, the value, the behaviour, the time and the clock."""
    consuming: tuple[str, ...] = ()
    """The behaviours after which an item counts as taken (ratings, plays, purchases; not views)."""
    against: tuple[str, ...] = ()
    """The behaviours that speak against an item (dislikes, returns, skips)."""
    unknown: tuple[str, ...] = ()
    """The behaviours of which nobody knows what they tell; they count as looking."""
    lowest: float | None = None
    highest: float | None = None
    liked_from: float | None = None
    """A value at or above it counts as liked, below `disliked_to` as disliked; None where the log has no values."""
    disliked_to: float | None = None
    first: float | None = None
    """Seconds since 1970 of the first and last interaction that tell their time."""
    last: float | None = None
    simulated: str | None = None
    """How the log was made, where it was not observed; None for a real one."""

    @property
    def taking(self) -> tuple[str, ...]:
        """The behaviours after which an item is not recommended to the same user again."""
        return (*self.consuming, *self.against)


class Schema(BaseModel, frozen=True):
    """The schema card of one version of a catalogue."""

    name: str
    """What the catalogue is called, such as `films`."""
    noun: str = "item"
    """What one item is called in a reply, such as `film`."""
    version: int
    items: int
    fields: tuple[Field, ...]
    log: Log = Log()
    aliases: tuple[Alias, ...] = ()

    def field(self, name: str) -> Field:
        """Return the field called `name`.

        Raises:
            UnknownField: no field has that name; the message says which is closest.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise UnknownField(f"`{name}` is not a field of `{self.name}`; {closest(name, self.names)}.")

    def has(self, name: str) -> bool:
        """Tell whether a field is called `name`."""
        return any(field.name == name for field in self.fields)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields, in the source's order."""
        return tuple(field.name for field in self.fields)

    def of_kind(self, *kinds: Kind) -> tuple[Field, ...]:
        """Return the fields of these kinds, in the source's order."""
        return tuple(field for field in self.fields if field.kind in kinds)

    def of_role(self, role: Role) -> Field | None:
        """Return the first field that measures `role`, if any does."""
        return next((field for field in self.fields if field.role == role), None)
