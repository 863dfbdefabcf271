"""Values of a message as conditions: "comedies or westerns", "not with Jim Carrey"."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.conditions import AnyOf, Scalar, Where
from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.schema import Schema
from palate.language.elements import Join
from palate.language.learned.values import has_any, lacks_all
from palate.language.lexeme import Lexeme

_RARE = 3


def wanted(lexemes: Sequence[Lexeme], join: Join, schema: Schema) -> list[Where]:
    """Return the conditions that the values named must satisfy, all of them together.

    "Comedies and westerns" is either, since no plural names what one item is; "a horror comedy" is both.
    """
    groups = [_by_field(lexeme) for lexeme in lexemes]
    either = join == "or" or (len(groups) > 1 and all(_is_plural(lexeme) for lexeme in lexemes))
    if either or _share_one_value_field(groups, schema):
        merged: dict[str, list[Scalar]] = {}
        # "In German or Russian" is of two languages, though a country is called Russian as well.
        common = set.intersection(*(set(group) for group in groups))
        for group in groups:
            for field, values in group.items():
                if field in common or not common:
                    merged.setdefault(field, []).extend(values)
        return [_any(merged, schema)]
    return [_any(group, schema) for group in groups]


def unwanted(lexemes: Sequence[Lexeme], schema: Schema) -> list[Where]:
    """Return the conditions that keep out every value named."""
    merged: dict[str, list[Scalar]] = {}
    for lexeme in lexemes:
        for field, values in _by_field(lexeme).items():
            merged.setdefault(field, []).extend(values)
    return [lacks_all(field, values, schema) for field, values in merged.items()]


def _by_field(lexeme: Lexeme) -> dict[str, list[Scalar]]:
    found: dict[str, list[Scalar]] = {}
    for match in _restricted(lexeme):
        found.setdefault(match.field, []).append(match.value)
    return found


def _restricted(lexeme: Lexeme) -> Sequence[ValueMatch]:
    within = [match for match in lexeme.values if match.field in lexeme.fields]
    # "In French" is the language; "a French film" may be the country as well.
    exact = [match for match in within if match.how == "exact"]
    within = exact or within or list(lexeme.values)
    # A surname means whom most would mean: one name among several counts only if it is not rare beside the others.
    most = max(match.count for match in within)
    return [match for match in within if match.how != "part" or match.count * _RARE >= most]


def _is_plural(lexeme: Lexeme) -> bool:
    return any(match.how == "plural" for match in lexeme.values)


def _share_one_value_field(groups: Sequence[dict[str, list[Scalar]]], schema: Schema) -> bool:
    """Tell whether the values are of one field that holds a single value: "French and Italian films" are either."""
    fields = {field for group in groups for field in group}
    return len(groups) > 1 and len(fields) == 1 and schema.field(next(iter(fields))).kind == "category"


def _any(group: dict[str, list[Scalar]], schema: Schema) -> Where:
    conditions = tuple(has_any(field, values, schema) for field, values in group.items())
    return conditions[0] if len(conditions) == 1 else AnyOf(any_of=conditions)
