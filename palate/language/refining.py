"""How a wish stands to those of the session: beside them, in their place, or as a search of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition, Where
from palate.catalog.words import normal
from palate.language.frame import Constraint
from palate.language.preference import Preference
from palate.language.session import SessionView

_USUAL = 0.5
"""Values that meet at least half as often as chance would have it are wanted together ("a comedy", "romantic")."""
_SHORT = 3
"""Shorter words say little of a story."""
_FEW = 2
"""Fewer words are no story: "Objection!" is none."""


def beside(constraints: Sequence[Constraint], session: SessionView, catalog: Catalog) -> list[Constraint]:
    """Mark the constraints that hold beside what the session already wants of their field.

    What answers "is there anything else that it should be?" does. Otherwise the catalogue tells: comedy and romance
    often meet in one item, so the second adds to the first; comedy and western seldom do, so it takes its place.
    """
    return [
        each.model_copy(update={"also": True}) if _is_beside(each, session, catalog) else each for each in constraints
    ]


def _is_beside(made: Constraint, session: SessionView, catalog: Catalog) -> bool:
    if made.op != "any_of" or len(made.values) != 1 or catalog.schema.field(made.field).kind != "tags":
        return False
    value = Condition(field=made.field, op="contains", value=str(made.values[0]))
    tags = [tag_of(known.where, catalog) for known in session.preferences if known.polarity == "want"]
    others = [other for other in tags if other is not None and other.field == value.field and other != value]
    return session.left_open.is_open or (bool(others) and all(meet(value, other, catalog) for other in others))


def tag_of(where: Where | None, catalog: Catalog) -> Condition | None:
    """Return a condition if it is that an item has one tag."""
    if not isinstance(where, Condition) or where.op != "contains":
        return None
    return where if catalog.schema.field(where.field).kind == "tags" else None


def meet(one: Condition, other: Condition, catalog: Catalog) -> bool:
    """Tell whether two tags are often found on one item."""
    columns = catalog.columns
    both = len(columns.select([one, other]))
    by_chance = len(columns.select([one])) * len(columns.select([other])) / max(1, columns.size)
    return both >= 2 and both >= _USUAL * by_chance


def starts_anew(entries: Sequence[Preference], session: SessionView, catalog: Catalog) -> bool:
    """Tell whether "a tent", after "a backpack under $35", is a new search and no change of the old one.

    It is where a value of a category or tags field takes the place of another, or where a story is told, nothing
    satisfies all that was asked together, and something satisfies what is asked now. Otherwise what was asked before
    goes on holding, as where a question is answered.

    Args:
        entries: what is wished now.
        session: what was wished before.
        catalog: whose items they may fit.
    """
    story = [entry for entry in entries if entry.text is not None and entry.polarity == "want"]
    story = story if sum(len(str(entry.text).split()) for entry in story) >= _FEW else []
    if session.left_open.about is not None or not (story or another_kind(entries, session, catalog)):
        return False
    now = _wheres(entries)
    fields = {name for entry in entries for name in entry.fields}
    before = _wheres([entry for entry in session.preferences if not fields & set(entry.fields)])
    if not before:
        return False
    pool = _telling(" ".join(str(entry.text) for entry in story), catalog) if story else None
    columns = catalog.columns
    return not len(columns.select([*now, *before], pool)) and bool(len(columns.select(now, pool)))


def another_kind(entries: Sequence[Preference], session: SessionView, catalog: Catalog) -> bool:
    """Tell whether a value of a category or tags field takes the place of another.

    Then the story and the likeness that were asked for went with the old one.
    """
    held = {value.field: value for known in session.preferences if (value := _kind(known, catalog))}
    values = [value for entry in entries if not entry.also and (value := _kind(entry, catalog)) is not None]
    return any(value.field in held and held[value.field] != value for value in values)


def _kind(entry: Preference, catalog: Catalog) -> Condition | None:
    where = entry.where
    if not isinstance(where, Condition) or where.op not in ("=", "in", "contains", "contains_any"):
        return None
    return where if catalog.schema.field(where.field).kind in ("category", "tags") else None


def _wheres(preferences: Sequence[Preference]) -> list[Where]:
    return [entry.where for entry in preferences if entry.where is not None and entry.strength == "hard"]


def _telling(text: str, catalog: Catalog) -> npt.NDArray[np.int64]:
    """Return the positions of the items whose texts have a telling word of the story."""
    words = [f'"{word}"' for word in normal(text).split() if len(word) > _SHORT]
    if not words:
        return np.empty(0, dtype=np.int64)
    query = "SELECT rowid - 1 FROM items_fts WHERE items_fts MATCH ? ORDER BY rowid"
    rows = catalog.connect().execute(query, (" OR ".join(words),))
    return np.fromiter((row[0] for row in rows), dtype=np.int64)
