"""Whether a request begins a new search: another kind of thing, which nothing of what was asked before fits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from palate.catalog.conditions import Condition, Where
from palate.catalog.words import normal
from palate.language.draft import Draft
from palate.language.preference import Preference

_SHORT = 3
"""Shorter words say little of a story."""

_FEW = 2
"""Fewer words, where nothing asks for anything, are no story."""
_ASKS = frozenset({"THING", "WANT"})


def starts_anew(draft: Draft) -> bool:
    """Tell whether "a tent", after "a backpack under $35", is a new search and no change of the old one.

    It is where a value of a category or tags field takes the place of another, or where a story is told, nothing says
    that only this is to change ("a western instead"), nothing satisfies all that was asked together, and something
    satisfies what is asked now. Otherwise what was asked before goes on holding, as where a question is answered.
    """
    story = [entry for entry in draft.preferences if entry.text is not None and entry.polarity == "want"]
    if not draft.marks & _ASKS and sum(len(str(entry.text).split()) for entry in story) < _FEW:
        story = []  # "Objection!" tells no story.
    if "INSTEAD" in draft.marks or draft.scene.session.asked is not None or not (story or another_kind(draft)):
        return False
    now = _wheres(draft.preferences)
    fields = {name for entry in draft.preferences for name in entry.fields}
    before = _wheres([entry for entry in draft.scene.session.preferences if not fields & set(entry.fields)])
    if not before:
        return False
    columns = draft.scene.catalog.columns
    pool = _telling(" ".join(str(entry.text) for entry in story), draft) if story else None
    return not len(columns.select([*now, *before], pool)) and bool(len(columns.select(now, pool)))


def another_kind(draft: Draft) -> bool:
    """Tell whether a value of a category or tags field takes the place of another.

    Then the story and the likeness that were asked for went with the old one.
    """
    return any(_replaces(entry, draft) for entry in draft.preferences)


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


def _telling(text: str, draft: Draft) -> npt.NDArray[np.int64]:
    """Return the positions of the items whose texts have a telling word of the story."""
    words = [f'"{word}"' for word in normal(text).split() if len(word) > _SHORT]
    if not words:
        return np.empty(0, dtype=np.int64)
    query = "SELECT rowid - 1 FROM items_fts WHERE items_fts MATCH ? ORDER BY rowid"
    rows = draft.scene.catalog.connect().execute(query, (" OR ".join(words),))
    return np.fromiter((row[0] for row in rows), dtype=np.int64)
