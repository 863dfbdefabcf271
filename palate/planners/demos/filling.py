"""Putting what a seed's slots say in the places that stand for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from palate.catalog.printable import one_line
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.drawing import drawn
from palate.planners.demos.sample import Sample
from palate.planners.demos.seed import Seed
from palate.planners.demos.slots import Slot
from palate.planners.demos.wording import Wording
from palate.planners.models.written import WrittenPlan

_PLACE = re.compile(r"\{(\w+)\.(\w+)\}")


def filled(seed: Seed, sample: Sample) -> Demonstration | None:
    """Return a seed as a demonstration over a catalogue; None where that lacks what the seed needs."""
    slots = drawn(seed, sample)
    if slots is None:
        return None
    return Demonstration(
        id=seed.id,
        request=_text(seed.request, slots),
        plan=WrittenPlan.model_validate(_value(seed.plan, slots)),
        before=_text(seed.before, slots),
        tags=seed.tags,
    )


def _text(text: str, slots: Mapping[str, Slot]) -> str:
    return _PLACE.sub(lambda place: one_line(str(_said(place, slots))), text)


def _value(value: Any, slots: Mapping[str, Slot]) -> Any:
    """Return a part of a plan filled: a place alone in its string becomes a condition, a number or a name."""
    if isinstance(value, dict):
        return {key: _text(each, slots) if key == "quote" else _value(each, slots) for key, each in value.items()}
    if isinstance(value, list):
        return [_value(each, slots) for each in value]
    if not isinstance(value, str):
        return value
    place = _PLACE.fullmatch(value)
    if place is None:
        return _text(value, slots)
    said = _said(place, slots)
    return said.written() if isinstance(said, Wording) else said


def _said(place: re.Match[str], slots: Mapping[str, Slot]) -> Any:
    return getattr(slots[place[1]], place[2])
