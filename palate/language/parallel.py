"""Stage 5a: what is said once more with another value: "show me westerns or show me comedies"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.language.alternatives import closes, leaves_one, said
from palate.language.elements import Element
from palate.language.lists import EITHER
from palate.language.scene import Scene

_BETWEEN = frozenset({"mark", "stray", "limit", "field", "deny"})
"""What may stand between two that are named in turn."""


def in_parallel(elements: Sequence[Element], scene: Scene) -> list[Element]:
    """Join values of one field that are named in turn, where "or" parts them or nothing else is said to do."""
    out: list[Element] = []
    closed = closes(scene)
    joined = False
    approved = _approved(elements, scene)
    for element in (_in_turn(each, scene) for each in approved) if closed else approved:
        place = next((at for at in reversed(range(len(out))) if out[at].name not in _BETWEEN), None)
        fields = _shared(out[place], element) if place is not None else ()
        if place is not None and fields and _are_either(out[place + 1 :], closed=closed):
            lexemes = tuple(each.of(fields) for each in (*out[place].lexemes, *element.lexemes))
            # "A maybe, or B" wants one of them all the same.
            between = [each for each in out[place + 1 :] if each.cue("SOFT") is None]
            out = [*out[:place], replace(out[place], lexemes=lexemes, join="or"), *between]
            joined = True
        else:
            out.append(element)
    # "Red would be fine and navy would be fine, and that's all" is no mild wish.
    return [each for each in out if each.cue("SOFT") is None] if joined and closed else out


def _in_turn(element: Element, scene: Scene) -> Element:
    """Read a list whose values all have the same word before them as either: "look in crime, look in drama"."""
    fields = _shared(element, element) if len(element.lexemes) > 1 else ()
    before = {scene.words[each.start - 1].normal if each.start else "" for each in element.lexemes}
    if not fields or len(before) > 1:
        return element
    return replace(element, lexemes=tuple(each.of(fields) for each in element.lexemes), join="or")


def _are_either(between: Sequence[Element], *, closed: bool) -> bool:
    seps = [each.cue("SEP") for each in between if each.cue("SEP") is not None]
    return bool(seps) and (closed or EITHER in seps)


def _shared(one: Element, other: Element) -> tuple[str, ...]:
    """Return the fields that the values of two mentions have in common; none where something else is mentioned."""
    if any(each.name != "mention" or not each.lexemes for each in (one, other)):
        return ()
    lexemes = (*one.lexemes, *other.lexemes)
    if any(each.kind != "VALUE" for each in lexemes):
        return ()
    common = set.intersection(*({match.field for match in each.values} for each in lexemes))
    told = set.intersection(*(set(each.fields) or common for each in lexemes))
    return tuple(sorted(common & told))


def _approved(elements: Sequence[Element], scene: Scene) -> list[Element]:
    """Take values that are approved of as wanted, where the message leaves a choice of them and of nothing else."""
    open_ = closes(scene) or said(scene)
    one = leaves_one(scene)
    return [
        replace(each, name="mention", cues=()) if (open_ and _is_approved(each)) or (one and _is_loved(each)) else each
        for each in elements
    ]


def _is_approved(element: Element) -> bool:
    """Tell whether a value is said to be good or fine: "red is good", "PG is fine"."""
    approves = element.name == "love" and element.cue("PRAISE") is not None
    lets = element.name == "forget" and element.cue("MATTERS") is not None
    return (approves or lets) and _of_values(element)


def _is_loved(element: Element) -> bool:
    return element.name == "love" and _of_values(element)


def _of_values(element: Element) -> bool:
    return bool(element.lexemes) and all(each.kind == "VALUE" for each in element.lexemes)
