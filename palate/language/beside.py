"""Whether a further value of a tags field is wanted beside the one already wanted, or in its place."""

from __future__ import annotations

from palate.catalog.conditions import Condition
from palate.language.asked import OPEN
from palate.language.draft import Draft
from palate.language.learned.refining import joins, tag_of
from palate.language.preference import Preference


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
    value = tag_of(entry.where, draft.scene.catalog)
    if value is None or ("INSTEAD" in draft.marks and not draft.mild):
        return False
    if "ALSOWORD" in draft.marks or draft.scene.session.asked == OPEN:
        # What answers "is there anything else that it should be?" is wanted as well.
        return True
    held = [known for known in draft.scene.session.preferences if known.polarity == entry.polarity]
    return joins(value, held, draft.scene.catalog)


def tagged(field: str, value: str) -> Condition:
    """Return the condition that an item has a tag."""
    return Condition(field=field, op="contains", value=value)
