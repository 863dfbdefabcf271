"""Planting one error into a reply that has none."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from palate.agent.replies.wording import number, titled
from palate.evals.suites.claims.drafts import Draft
from palate.evals.suites.claims.examined import ErrorKind
from palate.evals.suites.claims.phrasing import Phrasing
from palate.evals.suites.claims.statements import Speaker
from palate.evals.suites.claims.writing import Fluent

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

Value = TypeVar("Value")
_BEHIND_TEMPLATE = 0.25
"""How often a false sentence stands behind what the templates wrote."""


@dataclass(frozen=True)
class Planted:
    """A reply with one error."""

    text: str
    error: str
    """The words that are wrong."""


@dataclass(frozen=True)
class Occasion:
    """What errors are made from."""

    fluent: Fluent
    draft: Draft
    catalog: Catalog
    phrasing: Phrasing
    speaker: Speaker
    chance: random.Random


def plant(kind: ErrorKind, occasion: Occasion) -> Planted | None:
    """Return the reply with an error of that kind; None where it offers no room for one."""
    return _PLANTERS[kind](occasion, kind)


def _false_statement(occasion: Occasion, kind: ErrorKind) -> Planted | None:
    """Say something false of an item, in the fluent reply or behind what the templates wrote."""
    false = [each for each in occasion.speaker.say(true=False) if each.kind == kind]
    if not false:
        return None
    statement = occasion.chance.choice(false)
    if occasion.chance.random() < _BEHIND_TEMPLATE:
        return Planted(f"{occasion.draft.text}\n{statement.text}", statement.text)
    return Planted(occasion.fluent.adding(statement).text, statement.text)


def _swap(occasion: Occasion, kind: ErrorKind) -> Planted | None:  # noqa: ARG001
    pairs = list(occasion.speaker.swapped())
    if not pairs:
        return None
    first, second = occasion.chance.choice(pairs)
    return Planted(occasion.fluent.adding(first).adding(second).text, f"{first.text} {second.text}")


def _count(occasion: Occasion, kind: ErrorKind) -> Planted | None:  # noqa: ARG001
    noun = occasion.catalog.schema.noun
    right = len(occasion.fluent.items)
    wrong = next(
        (each for each in (right + 2, right + 1, right - 2) if each > 1 and each not in occasion.draft.evidence.counts),
        None,
    )
    if wrong is None or right < 2:
        return None
    opening = occasion.chance.choice(occasion.phrasing.openings)
    text = opening.format(count=number(wrong), Count=number(wrong).capitalize(), nouns=f"{noun}s")
    return Planted(replace(occasion.fluent, opening=text).text, text)


def _invented(occasion: Occasion, kind: ErrorKind) -> Planted | None:  # noqa: ARG001
    return _retitled(occasion, occasion.chance.choice(occasion.phrasing.inventions))


def _other(occasion: Occasion, kind: ErrorKind) -> Planted | None:  # noqa: ARG001
    catalog, known = occasion.catalog, {*occasion.draft.evidence.shown, *occasion.draft.evidence.about}
    told = occasion.draft.text + " ".join(why for each in occasion.draft.evidence.reasons.values() for why in each)
    for _ in range(20):
        item = catalog.items(catalog.ids([occasion.chance.randrange(catalog.schema.items)]))[0]
        if item.id not in known and item.title not in told:
            return _retitled(occasion, titled(item, catalog.schema))
    return None


def _retitled(occasion: Occasion, title: str) -> Planted:
    """Speak of an item that is none of the reply: in the place of one of its own, or besides."""
    if occasion.chance.random() < 0.5:
        aside = occasion.chance.choice(occasion.phrasing.asides).format(title=title)
        return Planted(replace(occasion.fluent, closing=(*occasion.fluent.closing, aside)).text, aside)
    own = occasion.chance.choice(occasion.fluent.titles)
    return Planted(occasion.fluent.text.replace(own, title), title)


def _dropped(occasion: Occasion, kind: ErrorKind) -> Planted | None:  # noqa: ARG001
    if len(occasion.fluent.items) < 2:
        return None
    gone = occasion.chance.randrange(len(occasion.fluent.items))

    title = occasion.fluent.titles[gone]
    closing = tuple(each for each in occasion.fluent.closing if title not in each)
    fluent = replace(
        occasion.fluent,
        items=_without(occasion.fluent.items, gone),
        titles=_without(occasion.fluent.titles, gone),
        facts=_without(occasion.fluent.facts, gone),
        closing=closing,
    )
    return Planted(fluent.text, title)


def _order(occasion: Occasion, kind: ErrorKind) -> Planted | None:  # noqa: ARG001
    if len(occasion.fluent.items) < 2:
        return None

    first = occasion.fluent
    fluent = replace(first, items=_turned(first.items), titles=_turned(first.titles), facts=_turned(first.facts))
    return Planted(replace(fluent, closing=()).text, first.titles[1])


def _without(values: tuple[Value, ...], place: int) -> tuple[Value, ...]:
    return (*values[:place], *values[place + 1 :])


def _turned(values: tuple[Value, ...]) -> tuple[Value, ...]:
    return (values[1], values[0], *values[2:])


def _foreign(occasion: Occasion, kind: ErrorKind) -> Planted | None:  # noqa: ARG001
    link = occasion.chance.choice(occasion.phrasing.links)
    return Planted(f"{occasion.chance.choice([occasion.fluent.text, occasion.draft.text])}\n{link}", link)


def _left_out(occasion: Occasion, kind: ErrorKind) -> Planted | None:  # noqa: ARG001
    if not occasion.fluent.required:
        return None
    gone = occasion.chance.choice(occasion.fluent.required)
    return Planted(
        replace(occasion.fluent, required=tuple(each for each in occasion.fluent.required if each != gone)).text, gone
    )


_PLANTERS: Mapping[ErrorKind, Callable[[Occasion, ErrorKind], Planted | None]] = {
    **dict.fromkeys(("value", "number", "negation", "superlative", "comparison", "only"), _false_statement),
    "swap": _swap,
    "count": _count,
    "invented title": _invented,
    "other title": _other,
    "dropped item": _dropped,
    "order": _order,
    "foreign text": _foreign,
    "left out": _left_out,
}
