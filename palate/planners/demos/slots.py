"""What a filled slot can say: `{a.thing}`, `{n.under}`, `{t.title}` are attributes of these."""

from __future__ import annotations

from dataclasses import dataclass

from palate.catalog.conditions import Scalar, describe
from palate.catalog.item import Item
from palate.catalog.schema import Field, Schema
from palate.planners.demos.wording import Said, Wording, bound, degrees, one, one_of, several, words
from palate.planners.models.data import data

_PEOPLE = frozenset(["director", "author", "writer", "creator", "artist", "composer"])


@dataclass(frozen=True)
class ValueSlot:
    """A value of a category or tags field."""

    field_of: Field
    value: str
    schema: Schema

    @property
    def field(self) -> str:
        """The field's name."""
        return self.field_of.name

    @property
    def words(self) -> str:
        """The field's name as words."""
        return words(self.field_of)

    @property
    def plural(self) -> str:
        """The field's name as words, for several values."""
        return several(self.words)

    @property
    def each(self) -> str:
        """The field's name as words, for one value."""
        return one_of(self.words) or self.words

    @property
    def op(self) -> str:
        """The operator that wants the value."""
        return self._said.op

    @property
    def without_op(self) -> str:
        """The operator that rules it out."""
        return self._said.without_op

    @property
    def thing(self) -> Wording:
        """An item that has it."""
        return self._said.thing

    @property
    def things(self) -> Wording:
        """Items that have it."""
        return self._said.things

    @property
    def that(self) -> Wording:
        """What follows a noun."""
        return self._said.that

    @property
    def without(self) -> Wording:
        """How it is ruled out."""
        return self._said.without

    @property
    def name(self) -> Wording:
        """The value alone."""
        return self._said.name

    @property
    def typo(self) -> Wording:
        """The value, mistyped."""
        return self._said.typo

    @property
    def holds(self) -> str:
        """How a prompt says that it holds."""
        return self._said.name.holds

    @property
    def ask(self) -> str:
        """The beginning of a question for the field, to be followed by a title."""
        if self.words in _PEOPLE:
            return f"who is the {self.words} of"
        are = self.field_of.kind == "tags" and self.words.endswith("s")
        return f"what {'are' if are else 'is'} the {self.words} of"

    @property
    def shared_op(self) -> str:
        """The operator that wants any of the values that another step found."""
        return "contains_any" if self.field_of.kind == "tags" else "in"

    @property
    def shared(self) -> str:
        """The index of a reference that gives these values as a list."""
        return "0" if self.field_of.kind == "tags" else "*"

    @property
    def _said(self) -> Said:
        return Said(self.field_of, self.value, self.schema)


@dataclass(frozen=True)
class NumberSlot:
    """A number field, and round bounds on either side of an item's value."""

    field_of: Field
    low: Scalar
    high: Scalar
    schema: Schema
    decade: Wording | None = None
    """role year: the ten years that the item is from."""

    @property
    def field(self) -> str:
        """The field's name."""
        return self.field_of.name

    @property
    def words(self) -> str:
        """The field's name as words."""
        return words(self.field_of)

    @property
    def under(self) -> Wording:
        """Less than the upper bound."""
        return bound(self.field_of, "<", self.high, self.schema)

    @property
    def most(self) -> Wording:
        """The upper bound at most."""
        return bound(self.field_of, "<=", self.high, self.schema)

    @property
    def over(self) -> Wording:
        """More than the lower bound."""
        return bound(self.field_of, ">", self.low, self.schema)

    @property
    def least(self) -> Wording:
        """The lower bound at least."""
        return bound(self.field_of, ">=", self.low, self.schema)

    @property
    def between(self) -> Wording:
        """Within the bounds."""
        return bound(self.field_of, "between", [self.low, self.high], self.schema)

    @property
    def high_said(self) -> str:
        """The upper bound with its unit."""
        return self._amount(self.high)

    @property
    def low_said(self) -> str:
        """The lower bound with its unit."""
        return self._amount(self.low)

    @property
    def more(self) -> str:
        """The comparative for more of it: "newer"."""
        return self._word("more", f"higher {self.words}")

    @property
    def less(self) -> str:
        """The comparative for less of it: "cheaper"."""
        return self._word("less", f"lower {self.words}")

    @property
    def more_than(self) -> str:
        """What stands between a noun and the title of what has less."""
        return self._word("more", "", after=" than") or f"with a higher {self.words} than"

    @property
    def less_than(self) -> str:
        """What stands between a noun and the title of what has more."""
        return self._word("less", "", after=" than") or f"with a lower {self.words} than"

    @property
    def top(self) -> str:
        """The superlative for the most of it."""
        return self._word("most", f"highest {self.words}")

    @property
    def bottom(self) -> str:
        """The superlative for the least of it."""
        return self._word("least", f"lowest {self.words}")

    @property
    def top_thing(self) -> str:
        """The item with the most of it: "newest film", "product with the highest warranty"."""
        return self._superlative(self.top, self.schema.noun)

    @property
    def bottom_thing(self) -> str:
        """The item with the least of it."""
        return self._superlative(self.bottom, self.schema.noun)

    @property
    def top_things(self) -> str:
        """The items with the most of it."""
        return self._superlative(self.top, several(self.schema.noun))

    @property
    def bottom_things(self) -> str:
        """The items with the least of it."""
        return self._superlative(self.bottom, several(self.schema.noun))

    @property
    def ask(self) -> str:
        """The beginning of a question for the number, to be followed by a title."""
        otherwise = f"how many {self.words} has" if self.words.endswith("s") else f"what is the {self.words} of"
        return {"duration": "how long is", "price": "how much is"}.get(self.field_of.role or "", otherwise)

    def _superlative(self, word: str, noun: str) -> str:
        return f"{word} {noun}" if degrees(self.field_of, self.schema) else f"{noun} with the {word}"

    def _word(self, degree: str, otherwise: str, *, after: str = "") -> str:
        known = degrees(self.field_of, self.schema)
        return f"{getattr(known, degree)}{after}" if known is not None else otherwise

    def _amount(self, value: Scalar) -> str:
        said = describe(bound(self.field_of, "<", value, self.schema).condition, self.schema)
        return said.rsplit("under ", 1)[-1].rsplit("before ", 1)[-1]


@dataclass(frozen=True)
class FlagSlot:
    """A flag that is set."""

    that: Wording
    field: str


@dataclass(frozen=True)
class TextSlot:
    """A few words of an item's text."""

    said: str
    """With its article, as it stands in the text."""
    query: str


@dataclass(frozen=True)
class TitleSlot:
    """A well-known item."""

    title: str
    typo: str


@dataclass(frozen=True)
class ShownSlot:
    """Three items that a person has before them."""

    line: str
    """How a prompt lists them."""
    first: str
    second: str
    third: str
    least: Scalar | None = None
    """The smallest of their values of a number field."""
    greatest: Scalar | None = None


@dataclass(frozen=True)
class CatalogSlot:
    """What the catalogue's items are called: `{it.noun}`, always there."""

    noun: str

    @property
    def nouns(self) -> str:
        """Several of them."""
        return several(self.noun)

    @property
    def one(self) -> str:
        """One of them."""
        return one(self.noun)


Slot = ValueSlot | NumberSlot | FlagSlot | TextSlot | TitleSlot | ShownSlot | CatalogSlot


def shown_slot(items: tuple[Item, Item, Item], field: Field | None) -> ShownSlot:
    """List three items with the value that they are compared by, as a prompt does."""
    told = [f"{place}. {_shown(item, field)}" for place, item in enumerate(items, start=1)]
    values = [value for item in items if field is not None and isinstance(value := item.get(field.name), int | float)]
    first, second, third = (item.title for item in items)
    return ShownSlot(
        " ".join(told), first, second, third, min(values) if values else None, max(values) if values else None
    )


def _shown(item: Item, field: Field | None) -> str:
    value = None if field is None else item.get(field.name)
    title = data(item.title)
    return f"{title} ({data(field.name)} {value:g})" if field and isinstance(value, int | float) else title
