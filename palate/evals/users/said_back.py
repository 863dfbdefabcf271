"""What a person puts right of what is said back to them, as they read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from palate.catalog.conditions import AnyOf, Condition, Op, Where
from palate.catalog.predicates import NEGATIONS
from palate.evals.users.wish import Wish

Alike = Callable[[Sequence[Where], Sequence[Where]], bool]
"""Tells whether the same items meet all of two sets of conditions."""


@dataclass(frozen=True)
class Mistaken:
    """What of it is not as it was told."""

    again: Sequence[Wish] = ()
    """Wishes of fields of which something else was understood, or less."""
    unasked: Sequence[Where] = ()
    """What nobody wished for."""


_SAME: Mapping[Op, Op] = {"<": "<=", ">": ">="}
"""Limits that people put in the same words: who wants it under 90 minutes has nothing to say against "at most 90"."""


def mistaken(told: Sequence[Wish], understood: Sequence[Where], alike: Alike) -> Mistaken:
    """Compare what was told with what is said back.

    Where a wish is missing, all that was told of its field is told again: what stands in its place was made of it.
    """
    alike = _loosely(alike)
    missing = {wish.field for wish in told if not _is_understood(wish, told, understood, alike)}
    unasked = [
        where
        for where in understood
        if missing.isdisjoint(_fields(where)) and not _was_told(where, told, understood, alike)
    ]
    return Mistaken([wish for wish in told if wish.field in missing], unasked)


def _loosely(alike: Alike) -> Alike:
    """Compare as people do who do not tell "under" from "at most"."""
    return lambda one, other: alike([_limited(where) for where in one], [_limited(where) for where in other])


def _limited(where: Where) -> Where:
    if isinstance(where, AnyOf):
        return where.model_copy(update={"any_of": tuple(map(_inclusive, where.any_of))})
    return _inclusive(where)


def _inclusive(condition: Condition) -> Condition:
    return condition.model_copy(update={"op": _SAME.get(condition.op, condition.op)})


def _is_understood(wish: Wish, told: Sequence[Wish], understood: Sequence[Where], alike: Alike) -> bool:
    """Tell whether a wish is among what is said back, or all that is said back of its field is what was told of it.

    Who wants something green has nothing to say against "green in colour, or tagged so".
    """
    parts = [part for where in understood if len(_fields(where)) > 1 for part in where.parts]
    single = [where for where in understood if _fields(where) == {wish.field}]
    return any(alike([wish.where], [each]) for each in (*parts, *single)) or _agree(wish.field, told, single, alike)


def _was_told(where: Where, told: Sequence[Wish], understood: Sequence[Where], alike: Alike) -> bool:
    """Tell whether something that is said back was told, or reads like it: "not green, not green" of two fields."""
    fields = _fields(where)
    own = [wish for wish in told if wish.field in fields]
    if any(alike([wish.where], [part]) for wish in own for part in (where, *where.parts)):
        return True
    single = [each for each in understood if _fields(each) == fields]
    return _is_named(where, told) or any(_agree(wish.field, told, single, alike) for wish in own)


def _agree(field: str, told: Sequence[Wish], said_back: Sequence[Where], alike: Alike) -> bool:
    return alike([wish.where for wish in told if wish.field == field], said_back)


def _is_named(where: Where, told: Sequence[Wish]) -> bool:
    """Tell whether a condition reads like what was told, though it is of another field: "not green, not green"."""
    return set(_words(where)) <= {words for wish in told for words in _words(wish.where)}


def _words(where: Where) -> Iterator[tuple[str, bool]]:
    for part in where.parts:
        for value in part.value if isinstance(part.value, list) else [part.value]:
            yield str(value).casefold(), part.op in NEGATIONS


def _fields(where: Where) -> set[str]:
    return {part.field for part in where.parts}
