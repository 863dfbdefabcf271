"""Whether a further value of a tags field is wanted beside the one already wanted, or in its place."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition, Where
from palate.language.asked import OPEN
from palate.language.draft import Draft
from palate.language.preference import Preference

_USUAL = 0.5
"""Values that meet at least half as often as chance would have it are wanted together ("a comedy", "romantic")."""


def beside(draft: Draft) -> list[Preference]:
    """Mark the preferences of a clause that hold beside what the session already wants of their field.

    "Also romantic" does, "a western instead" does not. Where nobody says, or only "make it", the catalogue does: comedy
    and romance often meet in one item, so the second adds to the first; comedy and western seldom do, so it takes its
    place.
    """
    return [
        entry.model_copy(update={"also": True}) if _is_beside(entry, draft) else entry for entry in draft.preferences
    ]


def _is_beside(entry: Preference, draft: Draft) -> bool:
    value = _tag(entry, draft)
    if value is None or ("INSTEAD" in draft.marks and not draft.mild):
        return False
    if "ALSOWORD" in draft.marks or draft.scene.session.asked == OPEN:
        # What answers "is there anything else that it should be?" is wanted as well.
        return True
    held = [known for known in draft.scene.session.preferences if known.polarity == entry.polarity]
    return joins(value, held, draft.scene.catalog)


def joins(value: Condition, held: Sequence[Preference], catalog: Catalog) -> bool:
    """Tell whether a tag is wanted beside those of its field that are wanted already: they often meet in one item."""
    if _named(value, catalog) is None:
        return False
    tags = [_named(known.where, catalog) for known in held]
    others = [other for other in tags if other is not None and other.field == value.field and other != value]
    return bool(others) and all(meet(value, other, catalog) for other in others)


def _tag(entry: Preference, draft: Draft) -> Condition | None:
    return _named(entry.where, draft.scene.catalog)


def _named(where: Where | None, catalog: Catalog) -> Condition | None:
    if not isinstance(where, Condition) or where.op != "contains":
        return None
    return where if catalog.schema.field(where.field).kind == "tags" else None


def tagged(field: str, value: str) -> Condition:
    """Return the condition that an item has a tag."""
    return Condition(field=field, op="contains", value=value)


def meet(one: Condition, other: Condition, catalog: Catalog) -> bool:
    """Tell whether two tags are often found on one item."""
    columns = catalog.columns
    both = len(columns.select([one, other]))
    by_chance = len(columns.select([one])) * len(columns.select([other])) / max(1, columns.size)
    return both >= 2 and both >= _USUAL * by_chance
