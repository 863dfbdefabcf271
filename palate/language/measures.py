"""Step 3, for what is measured: numbers with their bounds, "shorter", "the longest"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from palate.catalog.conditions import Condition, Where
from palate.catalog.grounding.quantities import fit
from palate.catalog.schema import Field
from palate.language.asking import names_things
from palate.language.bounds import Compared, around, between, compared, is_beside, negated, number_field, plain
from palate.language.comparing import beside, bind
from palate.language.degrees import threshold
from palate.language.draft import Draft
from palate.language.frame import LONGEST, Sort
from palate.language.number_fields import NEAR
from palate.language.part import Part
from palate.language.understanding import Shown

_BOUNDS: Mapping[str, Compared] = {"below": "<", "at_most": "<=", "above": ">", "at_least": ">="}
_BY: Mapping[str, bool] = {"more": True, "most": True, "less": False, "least": False}


def add_numbers(numbers: Sequence[Part], parts: Sequence[Part], draft: Draft) -> list[tuple[Part, Where]]:
    """Add what numbers bound, ends of a range together; return those of which one of several will do."""
    done: set[int] = set()
    alternatives: list[tuple[Part, Where]] = []
    for at, part in enumerate(numbers):
        if at in done or part.quantity is None or part.role == "none":
            continue
        then = numbers[at + 1] if at + 1 < len(numbers) else None
        own, other = _number_field(part, draft), _number_field(then, draft) if then is not None else None
        apart = own is not None and other is not None and own != other
        if then is not None and _is_range(part, then, parts) and not apart:
            of = other or own
            where = between(part.quantity, then.quantity, of) if of is not None and then.quantity is not None else None
            if where is not None:
                whole = replace(part, end=then.end, said=draft.message[part.start : then.end])
                draft.want([where], whole)
                done.add(at + 1)
                continue
        of = own
        found = _bound(part, of) if of is not None else None
        if of is None or found is None or (part.role == "want" and is_beside(cast("Condition", found), of)):
            draft.unknown.append(part.said)
        elif part.role == "either":
            alternatives.append((part, found))
        else:
            draft.want([found], part)
    return alternatives


def _is_range(low: Part, high: Part, parts: Sequence[Part]) -> bool:
    if any(each.kind == "field" and low.end <= each.start < high.start for each in parts):
        return False  # "Over 4.6 l and under £380" are of two fields.
    return low.role in ("at_least", "above") and high.role in ("at_most", "below") and high.start - low.end < NEAR


def _bound(part: Part, of: Field) -> Where | None:
    quantity = part.quantity
    if quantity is None:
        return None
    if part.role in _BOUNDS:
        return compared(quantity, _BOUNDS[part.role], of)
    if part.role in ("avoid", "unlike"):
        found = plain(quantity, of, exactly=quantity.low == quantity.high)
        return negated(found) if found is not None else None
    return around(quantity, of) if part.role == "about" else plain(quantity, of)


def _number_field(part: Part, draft: Draft) -> Field | None:
    """Return the field of which a number is: by its unit, by words for a field beside it, or by what was asked."""
    if part.quantity is None:
        return None
    hints = list(part.fields)
    asked = draft.session.left_open.about
    if asked is not None and draft.schema.has(asked):
        hints.append(asked)
    hinted = [field for field in map(draft.schema.field, hints) if fit(part.quantity, field) is not None]
    op = _BOUNDS.get(part.role, "about" if part.role == "about" else "")
    return hinted[0] if hinted else number_field(part.quantity, draft.schema, op=op)


def count_of(part: Part) -> int | None:
    """Return how many items are asked for."""
    if part.quantity is not None and part.quantity.low is not None:
        return int(part.quantity.low)
    return None


def add_field(part: Part, parts: Sequence[Part], draft: Draft) -> None:
    """Read "shorter", "the longest", "it's the genre", "how long …?"."""
    if not part.fields:
        said = part.role in ("more", "less", "most", "least", "want", "like", "avoid", "unlike", "asked")
        draft.unknown += [part.said] if said and not names_things(part.said, draft.catalog) else []
        return
    name = part.fields[0]
    kind = draft.schema.field(name).kind
    if part.role in ("asked", *_BY) and _chooses(part, parts):
        more = _BY.get(part.role, True)
        draft.asked.append(name)
        draft.sort.append(Sort(field=name, descending=more, quote=part.said[:LONGEST]))
    elif part.role == "asked":
        draft.asked.append(name)
    elif part.role == "fault":
        draft.faults.append(name)
    elif part.role in ("most", "least"):
        draft.sort.append(Sort(field=name, descending=part.role == "most", quote=part.said[:LONGEST]))
    elif part.role in ("more", "less") and kind in ("number", "date"):
        _relative(part, parts, 1 if part.role == "more" else -1, draft)
    elif part.role in ("want", "avoid") and kind == "flag":
        draft.want([Condition(field=name, op="=", value=part.role == "want")], part)
    elif kind == "number" and not any(name in each.fields for each in parts if each.quantity is not None):
        _much_or_none(part, parts, draft)


def _much_or_none(part: Part, parts: Sequence[Part], draft: Draft) -> None:
    """Read "with lots of fibre" and "no salt"; what every item has some of is wrong with what was shown."""
    least = draft.schema.field(part.fields[0]).minimum
    if part.role == "avoid" and isinstance(least, float) and least <= 0:
        draft.want([Condition(field=part.fields[0], op="=", value=0)], part)
    elif part.role in ("avoid", "unlike") and draft.session.shown:
        draft.faults.append(part.fields[0])
    elif part.role in ("want", "like", "avoid", "unlike"):
        _relative(part, parts, 1 if part.role in ("want", "like") else -1, draft)


def _chooses(part: Part, parts: Sequence[Part]) -> bool:
    """Tell whether a question asks which of several items has more: "which is longer, Alien or Jaws?"."""
    items = [each for each in parts if each.kind in ("title", "pointer") and each.sentence == part.sentence]
    return part.sentence.does("compare") and len(items) > 1 and all(each.role != "than" for each in items)


def _relative(part: Part, parts: Sequence[Part], direction: int, draft: Draft) -> None:
    """Compare with an item that is named beside, else with all that was shown, else with the catalogue."""
    name = part.fields[0]
    if any(each.field == name and each.force == "must" for each in draft.constraints):
        return  # "An older one, from the fifties" says how old.
    op: Compared = "<" if direction < 0 else ">"
    alike = beside(part, [each for each in parts if each.kind == "title" and each.role == "like"])
    if alike is not None:
        bind(alike, name, op, draft)  # "Like Jaws, but shorter" is shorter than it.
        return
    if any(each.role == "than" and each.sentence == part.sentence for each in parts):
        return  # "Than the second" tells with what it is compared.
    known = _values(draft.session.shown, name)
    if known:
        edge = min(known, key=_sortable) if direction < 0 else max(known, key=_sortable)
        draft.want([Condition(field=name, op=op, value=edge)], part, force="must")
        draft.relative = True
        return
    where = threshold(name, direction, draft.catalog, _among(name, draft))
    if where is not None:
        draft.want([where], part, force="prefer")


def _values(shown: Sequence[Shown], name: str) -> list[float | int | str]:
    values = [each.fields.get(name) for each in shown]
    return [value for value in values if isinstance(value, (int, float, str)) and not isinstance(value, bool)]


def _among(name: str, draft: Draft) -> list[Where]:
    held = [entry.where for entry in draft.session.preferences if entry.where and entry.strength == "hard"]
    said = draft.wheres()
    return [where for where in (*said, *held) if all(each.field != name for each in where.parts)]


def _sortable(value: float | str) -> tuple[bool, float, str]:
    return (True, 0.0, value) if isinstance(value, str) else (False, float(value), "")
