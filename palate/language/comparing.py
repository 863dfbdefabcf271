"""Step 3, for what is wanted by another item: "older than Jaws", "by the director of Fargo"."""

from __future__ import annotations

from collections.abc import Sequence

from palate.language.draft import Draft
from palate.language.frame import Op
from palate.language.part import Part
from palate.language.pointing import reference


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
        draft.refer(part, "like")
        return
    bind(part, words.fields[0], "any_of", draft)


def add_sharing_of_it(part: Part, draft: Draft) -> None:
    """Read "what else did its director make?": what is wanted has what the item that was spoken of last has."""
    before = [reference(each, part.said) for each in draft.session.focus if each.id]
    for mention in [*draft.mentions("ask", "like", "liked")][-1:] or before[:1]:
        draft.bind(mention, part.fields[0], "any_of", part)


def bind(part: Part, name: str, op: Op, draft: Draft) -> None:
    """Bound a field by the value that an item has, which a look-up finds when the plan runs."""
    for mention in draft.refer(part, "anchor"):
        draft.bind(mention, name, op, part)
    draft.relative |= part.kind == "pointer" and op in ("<", ">")


def beside(part: Part, others: Sequence[Part]) -> Part | None:
    """Return the one of some parts that stands nearest to a part in its sentence."""
    near = [each for each in others if each.sentence == part.sentence]
    return min(near, key=lambda each: abs(each.start - part.start), default=None)
