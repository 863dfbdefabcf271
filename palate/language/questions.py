"""Which fact a clause asks for: its opener and what it speaks of decide the kind of question."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.schema import Field, Schema
from palate.language.draft import Draft
from palate.language.elements import Element
from palate.language.understanding import Mention, Question

_OPENERS = ("HOWMANY", "HOWMUCH", "HAVE", "WHO", "WHEN", "WHERE", "WHAT", "HOW", "IS", "AVERAGE")
_PEOPLE = (
    "director",
    "author",
    "artist",
    "creator",
    "writer",
    "brand",
    "maker",
    "cast",
    "actor",
    "manufacturer",
    "composer",
)
_PLACES = ("country", "origin", "place", "location", "region", "city")


def ask(elements: Sequence[Element], draft: Draft) -> Question | None:
    """Return the question that a clause asks; None where it asks for none.

    What it speaks of is in `draft` already: items in `about`, conditions in `preferences`, superlatives in `order`.
    """
    asked = any(element.name == "ask" for element in elements)
    alone = len(elements) == 1 and elements[0].name == "mention" and elements[0].of_kind("REF")
    of_item = {element.name for element in elements} == {"field", "mention"} and bool(draft.about)
    opener = next((kind for kind in _OPENERS if kind in draft.marks), "WHAT" if asked or alone or of_item else None)
    if opener is None:
        return None
    if opener != "HOWMANY" and draft.marks & {"WANT", "MORE"} and not _lists_values(opener, elements, draft):
        return None
    if opener == "WHAT" and draft.like and ("THING" in draft.marks or not _fields(elements)):
        return None
    fields = _fields(elements)
    items = tuple(dict.fromkeys(mention.item for mention in _spoken_of(draft)))
    schema = draft.scene.schema
    if opener == "HOWMANY" and _counts_values(fields, draft):
        return Question(kind="values", field=fields[0])
    if opener == "HOWMANY" and not (items and fields):
        return Question(kind="count")
    if "AVERAGE" in draft.marks:
        field = next((name for name in fields if schema.field(name).kind in ("number", "date")), None)
        return Question(kind="average", field=field) if field is not None else None
    if _compares(elements, draft, items):
        return _comparison(elements, items, choice=opener != "IS")
    if opener == "IS" and items and _dated_by(draft):
        bound = draft.bounds[0]
        return Question(kind="compare", field=bound.field, items=items, descending=bound.op in (">", ">="))
    if draft.order and draft.order[0].field in schema.names:
        return Question(
            kind="superlative", field=draft.order[0].field, items=items, descending=draft.order[0].descending
        )
    if items:
        return _of_items(opener, fields, items, draft)
    return _of_catalogue(opener, fields, draft)


def _lists_values(opener: str, elements: Sequence[Element], draft: Draft) -> bool:
    """Tell whether "what languages are there?" asks for values, and not "what thrillers are there?" for items."""
    fields = _fields(elements)
    return opener == "WHAT" and bool(fields) and not draft.preferences and not draft.named


def _fields(elements: Sequence[Element]) -> list[str]:
    """The fields that the clause names, outside of its conditions."""
    return [
        name
        for element in elements
        if element.name in ("ask", "field", "degree", "stray")
        for lexeme in element.of_kind("ASK", "FIELD", "ADJ")
        for name in lexeme.fields
    ]


def _spoken_of(draft: Draft) -> list[Mention]:
    bounds = [bound.item for bound in draft.bounds]
    found = [*draft.about, *draft.like]
    if not found and draft.named and not bounds and not draft.preferences:
        found = draft.named[-1:]
    return found


def _compares(elements: Sequence[Element], draft: Draft, items: Sequence[str]) -> bool:
    compared = any(element.name == "comparison" for element in elements)
    more = any(element.name == "more_or_less" for element in elements)
    return (compared and bool(items) and bool(draft.bounds)) or (more and len(items) >= 2)


def _dated_by(draft: Draft) -> bool:
    """Tell whether "before" or "after" another item is what is asked: "was Psycho made before Vertigo?"."""
    return bool(draft.bounds) and draft.bounds[0].op in ("<", "<=", ">", ">=") and not draft.preferences


def _comparison(elements: Sequence[Element], items: tuple[str, ...], *, choice: bool) -> Question:
    element = next(each for each in elements if each.name in ("comparison", "more_or_less"))
    adjective = element.of_kind("ADJC")[0].adjective
    assert adjective is not None  # noqa: S101  # every ADJC has one
    return Question(
        kind="compare", field=adjective.field, items=items, descending=adjective.direction > 0, choice=choice
    )


def _of_items(opener: str, fields: Sequence[str], items: tuple[str, ...], draft: Draft) -> Question | None:
    schema = draft.scene.schema
    if opener == "HAVE" and draft.preferences:
        return Question(kind="check", items=items)
    if opener == "HAVE" or (opener == "IS" and "HERE" in draft.marks):
        return Question(kind="exists", items=items)
    if (opener == "IS" or len(items) > 1) and any(entry.where is not None for entry in draft.preferences):
        return Question(kind="check", items=items)
    named = [name for name in fields if schema.field(name).kind not in ("id", "title")] or fields
    field = next(iter(named), None) if opener not in ("WHO", "WHEN", "WHERE", "HOWMUCH") else None
    if opener == "WHO":
        named = [name for name in fields if schema.field(name).kind in ("category", "tags", "text")]
        field = _named(schema, named or None, _PEOPLE)
    elif opener == "WHEN":
        field = _role(schema, "year") or next((each.name for each in schema.of_kind("date")), None)
    elif opener == "WHERE":
        field = _named(schema, None, _PLACES)
    elif opener == "HOWMUCH":
        field = next((name for name in fields if schema.field(name).role == "weight"), None) or _role(schema, "price")
    elif opener == "HOWMANY":
        field = next(iter(fields), None)
    if field is None and opener in ("WHAT", "IS"):
        texts = schema.of_kind("text")
        field = texts[0].name if texts else None
        return Question(kind="attribute", field=field, items=items)
    return Question(kind="attribute", field=field, items=items) if field is not None else None


def _named(schema: Schema, among: Sequence[str] | None, names: Sequence[str]) -> str | None:
    fields = [schema.field(name) for name in among] if among else list(schema.fields)
    if among:
        return fields[0].name
    return next((field.name for name in names for field in fields if name in field.name.lower()), None)


def _role(schema: Schema, role: str) -> str | None:
    return next((field.name for field in schema.fields if field.role == role), None)


def _of_catalogue(opener: str, fields: Sequence[str], draft: Draft) -> Question | None:
    schema = draft.scene.schema
    if opener == "HAVE" and (draft.preferences or draft.bounds):
        return Question(kind="exists")
    if opener in ("WHAT", "HAVE", "WHO") and fields and not draft.preferences and _listable(schema.field(fields[0])):
        return Question(kind="values", field=fields[0])
    return None


def _counts_values(fields: Sequence[str], draft: Draft) -> bool:
    """Tell whether "how many genres do you have?" asks for values, and not "how many films?" for items."""
    kinds = {draft.scene.schema.field(name).kind for name in fields[:1]}
    return bool(kinds & {"category", "tags"}) and draft.says_nothing and "THING" not in draft.marks


def _listable(field: Field) -> bool:
    return field.kind in ("category", "tags", "number", "date", "flag")
