"""Whether a request begins a new search: another kind of thing, which nothing of what was asked before fits."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.conditions import Condition, Where
from palate.language.draft import Draft
from palate.language.preference import Preference


def starts_anew(draft: Draft) -> bool:
    """Tell whether "a tent", after "a backpack under $35", is a new search and no change of the old one.

    It is where a value of a category or tags field takes the place of another, nothing says that only this is to change
    ("a western instead"), nothing satisfies all that was asked together, and something satisfies what is asked now.
    Otherwise what was asked before goes on holding.
    """
    if "INSTEAD" in draft.marks or not any(_replaces(entry, draft) for entry in draft.preferences):
        return False
    now = _wheres(draft.preferences)
    fields = {name for entry in draft.preferences for name in entry.fields}
    before = [entry for entry in draft.scene.session.preferences if not fields & set(entry.fields)]
    columns = draft.scene.catalog.columns
    return not len(columns.select([*now, *_wheres(before)])) and bool(len(columns.select(now)))


def _wheres(preferences: Sequence[Preference]) -> list[Where]:
    return [entry.where for entry in preferences if entry.where is not None and entry.strength == "hard"]


def _replaces(entry: Preference, draft: Draft) -> bool:
    held = {value.field: value for known in draft.scene.session.preferences if (value := _named(known, draft))}
    value = _named(entry, draft)
    return value is not None and not entry.also and value.field in held and held[value.field] != value


def _named(entry: Preference, draft: Draft) -> Condition | None:
    where = entry.where
    if not isinstance(where, Condition) or where.op not in ("=", "in", "contains", "contains_any"):
        return None
    return where if draft.scene.schema.field(where.field).kind in ("category", "tags") else None
