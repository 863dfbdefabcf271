"""Values as conditions: "comedies or westerns", "not with Jim Carrey"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from palate.catalog.conditions import AnyOf, Condition, Scalar, Where
from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.schema import Schema

_RARE = 3
"""Of several people of one surname those count that are not so many times rarer than the commonest."""


def lacking(matches: Sequence[ValueMatch], schema: Schema) -> list[Where]:
    """Return the conditions that an item has it in no field."""
    return [lacks_all(field, values, schema) for field, values in _by_field(matches).items()]


def having(several: Sequence[Sequence[ValueMatch]], schema: Schema) -> Where:
    """Return the condition that an item has one of several things, in the fields that all share if there are any."""
    groups = [_by_field(matches) for matches in several]
    common = set.intersection(*map(set, groups))
    merged: dict[str, list[Scalar]] = {}
    for group in groups:
        for field, values in group.items():
            if field in common or not common:
                merged.setdefault(field, []).extend(values)
    conditions = [has_any(field, values, schema) for field, values in merged.items()]
    return conditions[0] if len(conditions) == 1 else AnyOf(any_of=tuple(conditions))


def telling(matches: Sequence[ValueMatch]) -> Sequence[ValueMatch]:
    """Return the readings that count: of one surname those whom most would mean."""
    most = max(match.count for match in matches)
    return [match for match in matches if match.how != "part" or match.count * _RARE >= most]


def _by_field(matches: Iterable[ValueMatch]) -> dict[str, list[Scalar]]:
    found: dict[str, list[Scalar]] = {}
    for match in telling(tuple(matches)):
        if match.value not in found.setdefault(match.field, []):
            found[match.field].append(match.value)
    return found


def has_any(field: str, values: Sequence[Scalar], schema: Schema) -> Condition:
    """Return the condition that an item has one of some values of a field."""
    tags, unique = schema.field(field).kind == "tags", list(dict.fromkeys(values))
    if len(unique) == 1:
        return Condition(field=field, op="contains" if tags else "=", value=unique[0])
    return Condition(field=field, op="contains_any" if tags else "in", value=unique)


def lacks_all(field: str, values: Sequence[Scalar], schema: Schema) -> Condition:
    """Return the condition that an item has none of them."""
    kind, unique = schema.field(field).kind, list(dict.fromkeys(values))
    if kind == "flag":
        return Condition(field=field, op="=", value=not unique[0])
    if len(unique) == 1:
        return Condition(field=field, op="not_contains" if kind == "tags" else "!=", value=unique[0])
    return Condition(field=field, op="not_contains" if kind == "tags" else "not_in", value=unique)
