"""Step 3, for what is wanted by another item: "older than Jaws", "by the director of Fargo"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from palate.language.learned.draft import Draft
from palate.language.learned.parts import Part
from palate.language.understanding import ItemValue


def add_comparison(part: Part, parts: Sequence[Part], draft: Draft) -> None:
    """Read "older than Jaws" and "made before Jaws": the bound is that item's value, which a look-up finds."""
    words = beside(part, [each for each in parts if each.kind == "field" and each.role in ("more", "less")])
    year = draft.schema.of_role("year")
    if words is not None and words.fields:
        name, less = words.fields[0], words.role == "less"
    elif year is not None:
        roles = part.tag.roles
        name, less = year.name, roles["below"] + roles["at_most"] > roles["above"] + roles["at_least"]
    else:
        draft.unknown.append(part.said)
        return
    bind(part, name, "<" if less else ">", draft)


def add_sharing(part: Part, parts: Sequence[Part], draft: Draft) -> None:
    """Read "by the director of Fargo": what is wanted has what that item has."""
    words = beside(part, [each for each in parts if each.kind == "field" and each.role in ("same", "asked")])
    if words is None or not words.fields:
        draft.like += draft.items(part)
        return
    several = draft.schema.field(words.fields[0]).kind == "tags"
    bind(part, words.fields[0], "contains_any" if several else "=", draft)


def bind(part: Part, name: str, op: Literal["=", "<", "<=", ">", ">=", "contains_any"], draft: Draft) -> None:
    """Bound a field by the value that an item has, which a look-up finds when the plan runs."""
    items = draft.items(part)
    draft.bounds += [ItemValue(field=name, op=op, item=each.item, title=each.title, quote=part.said) for each in items]
    draft.relative |= part.kind == "pointer" and op in ("<", ">")


def beside(part: Part, others: Sequence[Part]) -> Part | None:
    """Return the one of some parts that stands nearest to a part in its sentence."""
    near = [each for each in others if each.sentence == part.sentence]
    return min(near, key=lambda each: abs(each.start - part.start), default=None)
