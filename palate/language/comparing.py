"""Stage 5: numbers: bounds, vague words, and comparisons with what was shown or named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from palate.catalog.conditions import AnyOf, Condition, Where
from palate.catalog.grounding.matches import AdjectiveSpan
from palate.catalog.grounding.quantities import Quantity
from palate.catalog.schema import Field
from palate.language.bounds import (
    Compared,
    around,
    between,
    compared,
    is_beside,
    is_temporal,
    is_unitless,
    near,
    negated,
    number_field,
    plain,
)
from palate.language.cues.lexicon import lexicon
from palate.language.degrees import Share, threshold
from palate.language.draft import Draft
from palate.language.elements import Element
from palate.language.equals import AT_LEAST
from palate.language.lexeme import Lexeme
from palate.language.understanding import ItemValue, Order

_BOTH = 2
_BARE = ("plain", "about", "exactly")
"""Forms of a range that tell a number and no side of it."""
_DATES = frozenset({"made", "released", "out", "dating", "from", "years", "produced", "published"})
"""Words before "between" by which two items are dates."""


def bound(element: Element, draft: Draft) -> None:
    """Read "under two hours", "the nineties or the eighties", "not before 1950"."""
    found = _range(element, draft)
    if not found:
        return
    quote = draft.scene.quote(*element.cues, *element.lexemes)
    if (side := _too_much(element)) is not None and element.range in _BARE:
        quantity = next(lexeme.quantity for lexeme in element.of_kind("QTY") if lexeme.quantity is not None)
        field = draft.scene.schema.field(found[0].field)
        draft.want([where for where in [compared(quantity, side, field)] if where is not None], quote)
    elif element.name.startswith("not"):
        draft.want([negated(where) for where in found], quote)
    else:
        draft.want([found[0] if len(found) == 1 else AnyOf(any_of=tuple(found))], quote)


def _too_much(element: Element) -> Compared | None:
    """Return the side of a bare number that is wanted where it is said to be too much: "100 minutes is too long"."""
    for lexeme in (*element.of_kind("EXCESS"), *element.of_kind("ADJ")):
        if lexeme.adjective is not None:
            direction = lexeme.adjective.direction if lexeme.kind == "EXCESS" else -lexeme.adjective.direction
            return "<" if direction < 0 else ">"
    return None


def _range(element: Element, draft: Draft) -> list[Condition]:
    """Return the alternatives of a range; none where it became a bound by another item's value, or fits no field."""
    quantities = [lexeme.quantity for lexeme in element.of_kind("QTY") if lexeme.quantity is not None]
    cues = [each for kinds in (("CMP", "POST"), ("FROM", "APPROX")) for each in element.cues if each.kind in kinds]
    cue = next(iter(cues), None)
    op = cue.cue if cue is not None and cue.kind in ("CMP", "POST") else ""
    words = " ".join(word.normal for word in draft.scene.words[cue.start : cue.end]) if cue is not None else ""
    if element.range == "compared_with":
        _bound_by_item(element, draft, op, words)
        return []
    hints = [name for lexeme in element.of_kind("FIELD", "QTY") for name in lexeme.fields]
    if hints and is_unitless(draft.scene.schema.field(hints[0])):
        # "A five year warranty": the column counts years and does not say so.
        quantities = [replace(each, unit=None, kind="number") for each in quantities]
    if not hints and _is_counting(element, draft):
        return []
    measured = [each for each in quantities if each.unit not in (None, "years")]
    probe = next(iter(measured), quantities[0])
    field = number_field(probe, hints, draft.scene.schema, cue=words, op=op or _form(element))
    found = [] if field is None else [each for each in _conditions(element, quantities, op, field) if each is not None]
    beside = element.range in _BARE and field is not None and any(is_beside(each, field) for each in found)
    if field is None or beside:
        draft.unknown.append(draft.scene.quote(*element.cues, *element.lexemes))
        return []
    return found


def _is_counting(element: Element, draft: Draft) -> bool:
    """Tell whether a number is a small one in words: "one of the two" is no stock, "at least one of them" none."""
    words = [draft.scene.words[at].normal for each in element.of_kind("QTY") for at in range(each.start, each.end)]
    of = [word.normal for word in draft.scene.words[element.end : element.end + 1]] == ["of"]
    return (element.range == "plain" or of) and len(words) == 1 and words[0] in lexicon().counts


def _form(element: Element) -> str:
    """Return the form of a range without words that compare; a bare quantity has none."""
    return element.range if element.range in ("span", "about", "within") else ""


def _conditions(element: Element, quantities: Sequence[Quantity], op: str, field: Field) -> list[Condition | None]:
    if element.range in ("compared", "compared_after"):
        return [compared(quantities[0], cast("Compared", op), field)]
    if element.range == "span":
        return [between(quantities[0], quantities[1], field)]
    if element.range == "within":
        return [near(quantities[0], quantities[1], field)]
    if element.range == "about":
        return [around(quantities[0], field)]
    return [plain(quantity, field, exactly=element.range == "exactly") for quantity in quantities]


def _bound_by_item(element: Element, draft: Draft, op: str, words: str) -> None:
    """Read "Before Jaws came out": the bound is another item's year, which a look-up finds when the plan runs."""
    schema = draft.scene.schema
    year = schema.of_role("year") or next(iter(schema.of_kind("date")), None)
    hints = [name for lexeme in element.of_kind("FIELD") for name in lexeme.fields]
    price = schema.of_role("price") if op in ("<", "<=") else None
    field = schema.field(hints[0]) if hints else year if is_temporal(words) else price
    mentions = draft.mentions(element.lexemes)
    if field is None or not mentions:
        draft.unknown.append(draft.scene.quote(*element.cues, *element.lexemes))
        return
    quote = draft.scene.quote(*element.cues, *element.lexemes)
    turned = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[op] if element.name.startswith("not") else op
    draft.bounds += [_by_item(field.name, turned, mention.item, mention.title, quote) for mention in mentions]


def _by_item(field: str, op: str, item: str, title: str, quote: str) -> ItemValue:
    return ItemValue(field=field, op=cast("Compared", op), item=item, title=title, quote=quote)


def degree(element: Element, draft: Draft) -> None:
    """Read "A short film": the shortest third of what there is, softly, since nobody said how short."""
    adjective = _adjective(element)
    negative = element.name in ("not_degree", "not_excess")
    if any(entry.fields == (adjective.field,) for entry in draft.preferences):
        # "An old one, from the fifties" says how old.
        return
    turned = element.name == "not_degree"
    direction = -adjective.direction if turned else adjective.direction
    share: Share = "most" if negative else "third"
    where = threshold(adjective.field, direction, share, draft.scene.catalog, _among(adjective.field, draft))
    if where is not None:
        draft.want([where], draft.scene.quote(*element.cues, *element.lexemes), strength="soft")


def excess(element: Element, draft: Draft) -> None:
    """Read "Too long": less of it than what the words are about, or than what was shown."""
    adjective = _adjective(element)
    direction = adjective.direction if element.of_kind("EXCESS") else -adjective.direction
    _relative(element, draft, adjective.field, direction)


def more_or_less(element: Element, draft: Draft) -> None:
    """Read "shorter" and "nothing newer", with nothing said to compare with."""
    adjective = _adjective(element)
    direction = -adjective.direction if element.name.startswith("not") else adjective.direction
    _relative(element, draft, adjective.field, direction)


def _relative(element: Element, draft: Draft, field: str, direction: int) -> None:
    """Compare with an item of this message if one was named, else with all that was shown, else with the catalogue."""
    quote = draft.scene.quote(*element.cues, *element.lexemes)
    if any(entry.fields == (field,) for entry in draft.preferences):
        # "An older one from the fifties" says how old.
        return
    if draft.named:
        base = draft.named[-1]
        draft.bounds.append(_by_item(field, "<" if direction < 0 else ">", base.item, base.title, quote))
        draft.relative = base.how == "reference"
        return
    shown = [each.fields.get(field) for each in draft.scene.session.shown]
    known = [value for value in shown if isinstance(value, (int, float, str)) and not isinstance(value, bool)]
    if known:
        edge = min(known, key=_sortable) if direction < 0 else max(known, key=_sortable)
        draft.want([Condition(field=field, op="<" if direction < 0 else ">", value=edge)], quote)
        draft.relative = True
        return
    where = threshold(field, direction, "half", draft.scene.catalog, _among(field, draft))
    if where is not None:
        draft.want([where], quote, strength="soft")


def _among(field: str, draft: Draft) -> list[Where]:
    """What else the items must satisfy, by this clause or the session."""
    held = [*draft.preferences, *draft.scene.session.preferences]
    return [entry.where for entry in held if entry.where and entry.strength == "hard" and field not in entry.fields]


def _sortable(value: float | str) -> tuple[bool, float, str]:
    return (True, 0.0, value) if isinstance(value, str) else (False, float(value), "")


def comparison(element: Element, draft: Draft) -> None:
    """Read "Longer than two hours", "older than Jaws", "cheaper than the second"."""
    adjective = _adjective(element)
    schema = draft.scene.schema
    than = next(lexeme for lexeme in element.lexemes if lexeme.kind not in ("ADJC",))
    op = ">" if adjective.direction > 0 else "<"
    op += "=" if element.of_kind("ADJC")[0].cue == AT_LEAST else ""
    op = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}[op] if element.name.startswith("not") else op
    quote = draft.scene.quote(*element.cues, *element.lexemes)
    if than.quantity is not None:
        where = compared(than.quantity, cast("Compared", op), schema.field(adjective.field))
        if where is None:
            draft.unknown.append(quote)
        else:
            draft.want([where], quote)
        return
    # "Longer than Heat and Alien" is longer than either.
    for mention in draft.mentions([lexeme for lexeme in element.lexemes if lexeme.kind in ("ITEM", "REF")]):
        draft.bounds.append(_by_item(adjective.field, op, mention.item, mention.title, quote))
    if than.kind == "VALUE":
        draft.unknown.append(quote)


def between_items(element: Element, draft: Draft) -> None:
    """Read "made between Jaws and Alien" as the years between theirs; "between Alien and Jaws" as like both."""
    schema, mentions = draft.scene.schema, draft.mentions(element.lexemes)
    hinted = [schema.field(name) for lexeme in element.of_kind("FIELD") for name in lexeme.fields]
    said = draft.scene.words[element.start - 1].normal if element.start else ""
    field = next((each for each in hinted if each.kind in ("number", "date")), None)
    field = field or (schema.of_role("year") if said in _DATES else None)
    if field is None or len(mentions) != _BOTH:
        draft.like.extend(mentions)
        return
    values = [draft.scene.catalog.item(mention.item).get(field.name) for mention in mentions]
    dated = sorted(zip(values, mentions, strict=True), key=lambda pair: _sortable(_plain_value(pair[0])))
    quote = draft.scene.quote(*element.cues, *element.lexemes)
    for op, (_, mention) in zip((">", "<"), dated, strict=True):
        draft.bounds.append(_by_item(field.name, op, mention.item, mention.title, quote))


def _plain_value(value: object) -> float | str:
    return value if isinstance(value, (int, float, str)) else ""


def superlative(element: Element, draft: Draft) -> None:
    """Read "the longest"."""
    adjective = _adjective(element)
    quote = draft.scene.quote(*element.lexemes)
    draft.order.append(Order(field=adjective.field, descending=adjective.direction > 0, quote=quote))


def in_order(element: Element, draft: Draft) -> None:
    """Read "sorted by length": the least first, but of scores the best."""
    fields = [draft.scene.schema.field(name) for name in element.lexemes[0].fields]
    field = next((each for each in fields if each.kind in ("number", "date")), None)
    if field is not None and not draft.order:
        quote = draft.scene.quote(*element.cues, *element.lexemes)
        draft.order.append(Order(field=field.name, descending=field.role == "score", quote=quote))


def _adjective(element: Element) -> AdjectiveSpan:
    lexeme: Lexeme = element.of_kind("ADJ", "ADJC", "ADJS", "EXCESS")[0]
    assert lexeme.adjective is not None  # noqa: S101  # every lexeme of these kinds has one
    return lexeme.adjective
