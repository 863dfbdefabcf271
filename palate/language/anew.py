"""Whether a clause begins a new search: another kind of thing, which nothing of what was asked before fits."""

from __future__ import annotations

from palate.language.draft import Draft
from palate.language.learned import refining

_ASKS = frozenset({"THING", "WANT"})


def starts_anew(draft: Draft) -> bool:
    """Tell whether a clause begins one; not where it says that only this is to change ("a western instead")."""
    # Where something is asked for, a single word may tell what of.
    least = 0 if draft.marks & _ASKS else refining.FEW
    scene = draft.scene
    return "INSTEAD" not in draft.marks and refining.starts_anew(
        draft.preferences, scene.session, scene.catalog, least=least
    )


def another_kind(draft: Draft) -> bool:
    """Tell whether a value of a category or tags field takes the place of another."""
    return refining.another_kind(draft.preferences, draft.scene.session, draft.scene.catalog)
