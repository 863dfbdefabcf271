"""Stage 5b: a clause that only says more of what the one before it asks for: "4 stars or better, and I want it red"."""

from __future__ import annotations

from palate.language.draft import Draft


def refines(draft: Draft, before: Draft) -> bool:
    """Tell whether two clauses that ask for something ask for one thing.

    They do unless both say what kind it is ("a comedy. A western."), or the second asks anew for one by its kind
    ("a French film, and find me a comedy").
    """
    if draft.marks & {"MORE", "RESET", "UNDO", "INSTEAD"} or draft.withdraw or draft.like or draft.about or draft.limit:
        return False
    kinds, known = _kinds(draft), _kinds(before)
    anew = bool(draft.marks & {"WANT", "THING"}) and (bool(kinds) or bool(draft.order)) and not _only_excludes(before)
    return not draft.says_nothing and not before.says_nothing and not kinds & known and not anew


def take_in(draft: Draft, more: Draft) -> None:
    """Add to a clause's draft what the clause after it says of the same thing."""
    draft.preferences += more.preferences
    draft.bounds += more.bounds
    draft.order += more.order
    draft.ambiguous += more.ambiguous
    draft.unknown += more.unknown
    draft.named = more.named
    draft.marks |= more.marks


def _kinds(draft: Draft) -> set[str]:
    """The fields of categories and tags of which a clause wants a value."""
    schema = draft.scene.schema
    parts = [part for entry in draft.preferences if entry.where is not None for part in entry.where.parts]
    fields = {part.field for part in parts if part.op not in ("!=", "not_in", "not_contains")}
    return {name for name in fields if schema.field(name).kind in ("category", "tags")}


def _only_excludes(draft: Draft) -> bool:
    """Tell whether a clause only says what is not wanted: "no animation. A family film."."""
    return bool(draft.preferences) and not _kinds(draft) and not draft.marks & {"WANT", "THING"} and not draft.bounds
