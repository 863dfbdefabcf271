"""Stage 5a: whether the edge of a bound is within it: "over 125 minutes, and not 125 itself", "1985 itself is fine"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.grounding.quantities import Quantity
from palate.language.elements import Element
from palate.language.equals import AT_LEAST

_BARE = ("plain", "about", "exactly")
_SIDED = ("compared", "compared_after")
_APPROVES = ("MATTERS", "PRAISE", "YES")


def with_edges(elements: Sequence[Element]) -> list[Element]:
    """Take a bound's own number, named again behind it, as saying whether the bound takes it in."""
    out: list[Element] = []
    for index, element in enumerate(elements):
        place = _bound_by(element, out)
        within = None if place is None else _is_within(element, elements[index + 1 : index + 2])
        if place is None or within is None:
            out.append(element)
        else:
            out[place] = _reaching(out[place], within=within)
    return out


def _bound_by(element: Element, before: Sequence[Element]) -> int | None:
    """Return the place of the bound whose number an element names again."""
    again = element.name == "forget" or element.range in _BARE
    quantity = _quantity(element) if again and not element.of_kind("FIELD") else None
    if quantity is None:
        return None
    return next((at for at, each in enumerate(before) if _is_sided(each) and _same(_quantity(each), quantity)), None)


def _is_sided(element: Element) -> bool:
    return element.range in _SIDED or element.name in ("comparison", "not_comparison")


def _quantity(element: Element) -> Quantity | None:
    found = [lexeme.quantity for lexeme in element.of_kind("QTY") if lexeme.quantity is not None]
    return found[0] if len(found) == 1 else None


def _same(one: Quantity | None, other: Quantity) -> bool:
    if one is None or (one.low, one.high) != (other.low, other.high):
        return False
    return one.unit == other.unit or None in (one.unit, other.unit)


def _is_within(element: Element, then: Sequence[Element]) -> bool | None:
    """Tell whether a number is let in or kept out; None where it is only named."""
    if element.name.startswith("not"):
        return False
    approved = element.name == "forget" or any(each.cue(*_APPROVES) is not None for each in then)
    return True if approved else None


def _reaching(bound: Element, *, within: bool) -> Element:
    """Return a bound that takes in its number or does not; what is denied turns about."""
    takes_in = within != bound.name.startswith("not")
    if bound.range in _SIDED:
        cues = tuple(
            replace(each, cue=each.cue[:1] + "=" * takes_in) if each.kind in ("CMP", "POST") else each
            for each in bound.cues
        )
        return replace(bound, cues=cues)
    lexemes = tuple(
        replace(each, cue=AT_LEAST if takes_in else "") if each.kind == "ADJC" else each for each in bound.lexemes
    )
    return replace(bound, lexemes=lexemes)
