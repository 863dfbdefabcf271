"""What whole readings come to: what becomes of the values and numbers that people want, refuse and bound.

Looked at is what a reader's `Understanding` holds, so that any reader can be put beside any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from palate.catalog.conditions import Condition
from palate.catalog.grounding.quantities import Quantity, fit
from palate.catalog.predicates import NEGATIONS
from palate.language.link import Linked, link
from palate.language.session import SessionView
from palate.language.understanding import Understanding
from training.catalogues import catalogue
from training.examples import Marking
from training.tags import Part

Side = Literal["for", "against", "below", "above"]
Read = Callable[..., Understanding]
_SIDES: dict[str, Side] = {
    **dict.fromkeys(("want", "either", "like"), "for"),
    **dict.fromkeys(("avoid", "unlike"), "against"),
    **dict.fromkeys(("below", "at_most"), "below"),
    **dict.fromkeys(("above", "at_least"), "above"),
}
_OPPOSITE: dict[Side, Side] = {"for": "against", "against": "for", "below": "above", "above": "below"}


def understood(markings: Sequence[Marking], read: Read) -> Counter[str]:
    """Count the parts that are right, reversed or missing in what a reader makes of new messages."""
    counts: Counter[str] = Counter()
    for each in markings:
        tagged = each.tagged
        if tagged.context != "new":
            continue
        catalog = catalogue(tagged.catalogue)
        known = link(tagged.text, catalog)
        wanted = list(_told(tagged.parts, known))
        if not wanted:
            continue
        whole = read(tagged.text, SessionView(), catalog)
        for linked, side in wanted:
            sides = set(_sides(linked, whole, tagged.catalogue))
            verdict = "reversed" if _OPPOSITE[side] in sides else "right" if side in sides else "missing"
            counts.update((verdict, "parts"))
    return counts


def _told(parts: Sequence[Part], known: Sequence[Linked]) -> Iterator[tuple[Linked, Side]]:
    for part in parts:
        sides = {_SIDES.get(role) for role in part.roles}
        side = sides.pop() if len(sides) == 1 else None
        linked = next((each for each in known if each.start < part.end and part.start < each.end), None)
        if side is not None and linked is not None and not part.statuses & {"retracted", "unasked"}:
            measured = linked.quantity is not None
            if (measured and side in ("below", "above")) or (linked.values and side in ("for", "against")):
                yield linked, side


def _sides(linked: Linked, understood: Understanding, name: str) -> Iterator[Side]:
    """Yield on which sides of what words stand for the conditions of an understanding are."""
    schema = catalogue(name).schema
    for entry in (entry for intent in understood.intents for entry in intent.preferences):
        for part in entry.where.parts if entry.where is not None else ():
            if linked.quantity is not None:
                fitted = fit(linked.quantity, schema.field(part.field))
                yield from _bounds(part, fitted) if fitted is not None else ()
            elif any(match.field == part.field and _is_of(match.value, part) for match in linked.values):
                denies = part.op in NEGATIONS or (part.op == "=" and part.value is False)
                yield "against" if denies != (entry.polarity == "avoid") else "for"


def _is_of(value: str | bool, condition: Condition) -> bool:
    return isinstance(condition.value, bool) or value in _values(condition)


def _bounds(condition: Condition, quantity: Quantity) -> Iterator[Side]:
    """Yield of what a quantity is the end; a range whose ends are both its own, such as a decade, is no bound by it."""
    ends = {quantity.low, quantity.high}
    if condition.op in ("<", "<=") and condition.value in ends:
        yield "below"
    elif condition.op in (">", ">=") and condition.value in ends:
        yield "above"
    elif condition.op == "between" and isinstance(condition.value, list):
        low, high = condition.value
        if (low in ends) != (high in ends):
            yield "above" if low in ends else "below"


def _values(condition: Condition) -> Sequence[object]:
    return condition.value if isinstance(condition.value, list) else [condition.value]
