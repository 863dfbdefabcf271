"""Step 3: parts with their roles become the constraints and references of a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from palate.catalog.conditions import AnyOf, Condition, Where
from palate.catalog.grounding.scales import scale_of
from palate.catalog.noun import writes
from palate.catalog.words import normal, singular
from palate.language.bounds import number_field
from palate.language.comparing import add_comparison, add_sharing, add_sharing_of_it
from palate.language.conjunctions import are_alternatives
from palate.language.draft import Draft, id_of, is_of_others, listed
from palate.language.frame import ItemRole
from palate.language.measures import add_field, add_numbers, count_of
from palate.language.part import Part
from palate.language.preference import Preference
from palate.language.values import having, lacking, telling
from palate.language.written import is_written

_ROLES: Mapping[str, ItemRole] = {"seen": "seen", "take": "take", "asked": "ask"}
_SMALL = 2
"""Words that are no longer tell nothing of an item."""


def drafted(parts: Sequence[Part], draft: Draft) -> Draft:
    """Add to a draft what parts say."""
    called = [part for part in parts if part.tool]
    parts = [part for part in parts if not part.tool]
    for part in called:
        if part.tool in draft.given:
            draft.call(part, draft.given[part.tool])
    numbers = [part for part in parts if part.kind == "number" and part.role not in ("count", "seen")]
    either_of = [part for part in parts if part.kind in ("value", "text") and _is_alternative(part, parts, draft)]
    for part in parts:
        if part.role == "count":
            draft.count = count_of(part) or draft.count
        elif part.role == "any":
            _withdraw(part, draft)
        elif part in either_of:
            continue
        elif part.kind == "value":
            _value(part, draft)
        elif part.kind == "title" or part.kind == "pointer":
            _item(part, draft)
        elif part.kind == "text":
            _text(part, draft)
    _alternatives([*((part, None) for part in either_of), *add_numbers(numbers, parts, draft)], draft)
    for part in parts:
        if part.kind == "field" and part.role not in ("any", "same"):
            add_field(part, parts, draft)
    _likenesses(parts, draft)
    return draft


def _likenesses(parts: Sequence[Part], draft: Draft) -> None:
    """Add what shares a value with an item, and what is compared with one."""
    shared = any(part.kind in ("title", "pointer") and part.role == "same" for part in parts)
    for part in parts:
        if part.kind in ("title", "pointer") and part.role == "same":
            add_sharing(part, parts, draft)
        elif part.kind == "field" and part.role == "same" and part.fields and not shared:
            add_sharing_of_it(part, draft)
        elif part.kind in ("title", "pointer") and part.role == "than":
            add_comparison(part, parts, draft)


def _value(part: Part, draft: Draft) -> None:
    schema = draft.schema
    if part.role in ("avoid", "unlike"):
        draft.want(lacking(part.values, schema), part)
        if part.meant:  # what is ruled out by meaning, as far as that is sure, is ruled out by its words too
            draft.want(_without_words(part.said, draft), part, force="prefer" if part.has("soft") else "must")
    elif part.role == "fault":
        draft.faults += [match.field for match in telling(part.values)][:1]
    elif part.role == "less":
        draft.want([having([part.values], schema)], part, force="prefer", against=True)
    elif part.role in ("more", "most"):
        draft.want([having([part.values], schema)], part, force="prefer")
    elif part.role == "asked" and not part.sentence.does("check"):
        draft.asked += [match.field for match in telling(part.values)][:1]
    elif part.role in ("at_least", "at_most"):
        _graded(part, draft)
    elif part.role in ("asked", "want", "like", "about"):
        draft.want([having([part.values], schema)], part)
        if part.meant == "likely" and _is_written(part.said, draft):
            draft.text(part)  # Who says "a robot" likes Sci-Fi, and robots all the more.


def _graded(part: Part, draft: Draft) -> None:
    """Read "PG-13 or lower", of the field whose values have an order if there is one."""
    readings = telling(part.values)
    ordered = [match for match in readings if match.value in scale_of(draft.schema.field(match.field))]
    match = next(iter(ordered), readings[0])
    draft.constrain(match.field, "<=" if part.role == "at_most" else ">=", [match.value], part)


def _text(part: Part, draft: Draft) -> None:
    if not _is_written(part.said, draft):
        draft.unknown.append(part.said)
    elif part.role in ("avoid", "unlike") and not part.has("soft"):
        wheres = _without_words(part.said, draft)
        if wheres:
            draft.want(wheres, part)
        else:
            draft.unknown.append(part.said)
    elif part.role in ("avoid", "unlike", "less"):
        draft.text(part, against=True)
    elif part.role in ("want", "like", "more", "about"):
        draft.text(part)
    elif part.role == "seen":
        draft.unknown.append(part.said)


def _is_written(said: str, draft: Draft) -> bool:
    """Tell whether any item's texts have a telling word of what is said."""
    return is_written([word for word in normal(said).split() if len(word) > _SMALL], draft.catalog)


def _without_words(said: str, draft: Draft) -> list[Where]:
    """Keep out every item whose texts or title speak of something, in the singular too if that is a word of theirs."""
    connection = draft.catalog.connect()
    forms = [said, *(form for form in singular(normal(said)) if form != said and writes(connection, form))]
    columns = draft.catalog.columns
    found: list[Where] = []
    for column in draft.schema.of_kind("text", "title"):
        tried = [Condition(field=column.name, op="not_contains", value=form) for form in forms]
        left, best = min(((len(columns.select([each])), each) for each in tried), key=lambda pair: pair[0])
        if column.kind == "text" or left < columns.size:
            found.append(best)
    return found


def _item(part: Part, draft: Draft) -> None:
    of_shown = part.kind == "pointer"
    if part.pointer == "all" and part.role == "fault" and draft.session.left_open.checked:
        draft.drop += [id_of(at) for at in range(len(draft.session.preferences))]  # "That's all wrong."
        return
    told = part.role == "like" and part.sentence.does("tell") and not of_shown and not is_of_others(part)
    if told:
        draft.refer(part, "liked")
    if part.role in ("like", "want", "either", "about", "more"):
        # "I loved Fargo" tells taste; "I loved Fargo, what is like it?" asks for its like.
        if not told or part.sentence.does("request", "more"):
            draft.refer(part, "like")
    elif part.role in ("avoid", "unlike", "fault"):
        lasting = part.role == "unlike" and not of_shown and not is_of_others(part)
        draft.refer(part, "avoid", "always" if lasting else "session")
    elif part.role in _ROLES:
        draft.refer(part, _ROLES[part.role])


def _withdraw(part: Part, draft: Draft) -> None:
    """Let go what does not matter any more."""
    held = [id_of(at) for at, entry in enumerate(draft.session.preferences) if _speaks_of(entry, part)]
    fields = [match.field for match in part.values] if part.kind == "value" else list(part.fields[:1])
    if part.kind == "number" and part.quantity is not None:
        found = number_field(part.quantity, draft.schema)
        fields = [found.name] if found is not None else []
    about = draft.session.left_open.about
    if not fields and about is not None and draft.schema.has(about):
        fields = [about]  # "No idea" is said of what was asked.
    draft.drop += held or fields


def _alternatives(found: Sequence[tuple[Part, Where | None]], draft: Draft) -> None:
    """Join what would do as well: values, words, and numbers with what they bound."""
    ordered = sorted(found, key=lambda each: each[0].start)
    for choice in _choices([each for each in ordered if each[0].kind != "text"], draft.message):
        values = [part.values for part, where in choice if where is None]
        wheres = [*([having(values, draft.schema)] if values else []), *(where for _, where in choice if where)]
        conditions = tuple(condition for where in wheres for condition in where.parts)
        whole = _joined([part for part, _ in choice], draft.message)
        draft.want([conditions[0] if len(conditions) == 1 else AnyOf(any_of=conditions)], whole)
    for part, _ in ordered:
        if part.kind == "text":
            draft.text(part)


def _joined(parts: Sequence[Part], message: str) -> Part:
    """Return one part of all that would do as well, in the words from the first of them to the last."""
    first, last = parts[0], parts[-1]
    snap = next((part.snap for part in parts if part.snap is not None), None)
    return replace(first, end=last.end, said=message[first.start : last.end], snap=snap)


def _choices(found: Sequence[tuple[Part, Where | None]], message: str) -> list[list[tuple[Part, Where | None]]]:
    """Part alternatives: "fifties or sixties, French or German" are two choices, "a comedy or from the fifties" one."""
    of_field: list[list[tuple[Part, Where | None]]] = []
    for each in found:
        same = next((choice for choice in of_field if _bounded(*choice[0]) & _bounded(*each)), None)
        if same is None:
            of_field.append([each])
        else:
            same.append(each)
    joined: list[list[tuple[Part, Where | None]]] = []
    for choice in of_field:
        last, first = joined[-1][-1][0] if joined else None, choice[0][0]
        if last is not None and last.sentence == first.sentence and are_alternatives(message[last.end : first.start]):
            joined[-1] += choice
        else:
            joined.append(choice)
    return joined


def _bounded(part: Part, where: Where | None) -> set[str]:
    return {each.field for each in where.parts} if where is not None else _fields(part)


def _is_alternative(part: Part, parts: Sequence[Part], draft: Draft) -> bool:
    """Tell whether a value is one of several that would do: of a field that holds one value, no two can be had."""
    if part.role != "want" or part.kind != "value":
        return part.role == "either"
    single = {name for name in _fields(part) if draft.schema.field(name).kind == "category"}
    standing = [each for each in parts if each.role == "want" and each.kind == "value" and not each.has("retracted")]
    others = [each for each in standing if each is not part and _fields(each) == single]
    return bool(single) and _fields(part) == single and bool(others) and not part.has("retracted")


def _fields(part: Part) -> set[str]:
    return {match.field for match in part.values}


def _speaks_of(entry: Preference, part: Part) -> bool:
    if entry.where is None or part.kind != "value":
        return False
    said = {(match.field, str(match.value)) for match in part.values}
    return not said.isdisjoint((each.field, str(value)) for each in entry.where.parts for value in listed(each))
