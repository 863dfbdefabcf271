"""Comparing two readings of a message: whether the second may take the place of the first, which came to nothing.

Each stated `must` is kept, or its words are a stated `must` on another field, which is disclosed. Where one is lacking
the first reading stands, whose reply names what is to blame and asks.
"""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.words import normal
from palate.language.preference import Preference
from palate.language.understanding import Snap, Understanding
from palate.memory.request import Held


def reread(
    first: Understanding, second: Understanding, before: Sequence[Held], after: Sequence[Held]
) -> tuple[Snap, ...] | str:
    """Return what words are taken for by the second reading only; or why that is refused, as part of a sentence.

    Args:
        first: What the message was understood to mean.
        second: What it means by the second reading.
        before: What holds for each intent of the first.
        after: What holds for each intent of the second.
    """
    if first.intents == second.intents:
        return "the second one is the same."
    pairs = list(zip(first.intents, second.intents, strict=False))
    moved = [_moved(*pair) for pair in zip(before, after, strict=False)]
    if len(pairs) < len(first.intents) or not all(one.act == other.act for one, other in pairs):
        return "the second one is of other requests."
    if None in moved or not all(one.among == other.among for one, other in pairs):
        return "the second one lacks a constraint that was stated."
    return tuple(dict.fromkeys(snap for each in moved for snap in each or ()))


def _moved(before: Held, after: Held) -> list[Snap] | None:
    """Return how the words of each stated `must` are read where that changed; None where one is lacking."""
    old, new = ({entry.key: entry for entry in held.hard} for held in (before, after))
    snaps = []
    for entry in (entry for key, entry in old.items() if key not in new and entry.provenance.source != "guessed"):
        other = next((each for key, each in new.items() if key not in old and _is_reread(entry, each)), None)
        if other is None:
            return None
        if other.where is not None:
            values = ", ".join(str(part.value) for part in other.where.parts)
            snaps.append(Snap(said=entry.provenance.quote, used=values, field=other.fields[0], confidence=1.0))
    return snaps


def _is_reread(entry: Preference, other: Preference) -> bool:
    """Tell whether the words of one are those of the other, of another field: a bound is not loosened by that."""
    said = normal(entry.provenance.quote)
    if not said or said != normal(other.provenance.quote) or other.provenance.source == "guessed":
        return False
    if entry.call is not None and other.call is not None:
        return entry.call.tool == other.call.tool
    return other.where is not None and not set(entry.fields) & set(other.fields)
