"""What words mean that the catalogue does not have: the nearest of its values and fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.fields import words_of_name
from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.grounding.quantities import Quantity
from palate.catalog.schema import Kind
from palate.language.bounds import is_within
from palate.language.embedder import compared
from palate.language.reader.meanings import encoder

_MOST = 400
"""Values of a field that are compared, the commonest; a field of more distinct values than that holds names."""
_BEST = 5


class Nearest:
    """The values and fields of one version of a catalogue, by meaning."""

    def __init__(self, catalog: Catalog) -> None:
        named = _named(catalog)
        self._catalog = catalog
        self._matches = [match for _, match in named]
        self._names = tuple(name for name, _ in named)

    def of(self, phrase: str) -> list[ValueMatch]:
        """Return what a phrase may mean, likeliest first; a field has no value."""
        if not self._names:
            return []
        likely = compared().likely(phrase, self._names)
        best = likely.argsort()[::-1][:_BEST]
        return [replace(self._matches[at], said=phrase, confidence=float(likely[at])) for at in best]

    def field(self, phrase: str, *kinds: Kind) -> ValueMatch | None:
        """Return the field that a phrase most likely names, whichever value or side of it; None where there is none.

        Args:
            phrase: words of a message.
            kinds: of which kinds it may be; any where none is given.
        """
        return _likeliest(phrase, self._fields(phrase, *kinds))

    def measured(self, phrase: str, quantity: Quantity | None = None) -> ValueMatch | None:
        """Return the number or date that a phrase most likely names.

        Args:
            phrase: words of a message.
            quantity: what is said of it: 400 are hardly of a field that ends at 8.
        """
        return _likeliest(phrase, self._weighed(self._fields(phrase, "number", "date"), quantity))

    def _fields(self, phrase: str, *kinds: Kind) -> dict[str, float]:
        likely: dict[str, float] = {}
        of_kind = {each.name for each in self._catalog.schema.fields if each.kind in (kinds or get_args(Kind))}
        sures = compared().likely(phrase, self._names) if self._names else ()
        for match, sure in zip(self._matches, sures, strict=True):
            if match.field in of_kind:
                likely[match.field] = likely.get(match.field, 0.0) + float(sure)
        return likely

    def _weighed(self, likely: dict[str, float], quantity: Quantity | None) -> dict[str, float]:
        """Return how probable fields are, given what is said of them too."""
        if quantity is None:
            return likely
        field = self._catalog.schema.field
        weighed = {
            name: sure * encoder().odds(within=is_within(quantity, field(name))) for name, sure in likely.items()
        }
        whole = 1 - sum(likely.values()) + sum(weighed.values())
        return {name: sure / whole for name, sure in weighed.items()}


def _likeliest(phrase: str, likely: Mapping[str, float]) -> ValueMatch | None:
    best = max(likely, key=lambda name: likely[name], default=None)
    return None if best is None else ValueMatch(best, "", phrase, likely[best], "synonym", 0)


def _named(catalog: Catalog) -> list[tuple[str, ValueMatch]]:
    """Return every value, side of a number and field that words may mean, by the name under which it is compared."""
    schema = catalog.schema
    several = [field for field in schema.of_kind("category", "tags") if field.distinct <= _MOST]
    valued = [_value(field.name, term.value, term.count) for field in several for term in field.terms]
    valued += [_value(field.name, True, 0) for field in schema.of_kind("flag")]
    sides = [
        (f"{words_of_name(field.name)}: {side}", _value(field.name, "", 0))
        for field in schema.of_kind("number", "date")
        for side in ("(high)", "(low)")
    ]
    fields = schema.of_kind("category", "tags", "number", "date", "flag")
    return [
        *((name_of(each), each) for each in valued),
        *sides,
        *((words_of_name(field.name), _value(field.name, "", 0)) for field in fields),
    ]


def name_of(match: ValueMatch) -> str:
    """Return the name under which a value is compared, or a flag that is set."""
    return f"{words_of_name(match.field)}: {'yes' if match.value is True else match.value}"


def _value(field: str, value: str | bool, count: int) -> ValueMatch:
    return ValueMatch(field, value, "", 0.0, "synonym", count)
