"""Stage 5: wishes: values, titles and words that are wanted, unwanted or withdrawn."""

from __future__ import annotations

from typing import Literal

from palate.catalog.conditions import Condition, Where
from palate.catalog.words import normal, singular
from palate.language.bounds import number_field
from palate.language.draft import Draft
from palate.language.elements import Element
from palate.language.forms import is_of
from palate.language.lexeme import Lexeme
from palate.language.predicates import unwanted, wanted
from palate.language.understanding import ItemValue, Order
from palate.language.verdicts import VERDICT

SharedOp = Literal["=", "!=", "contains_any", "not_contains"]
_ENDS = {"1": False, "-1": True}
"""What the first and the last one are ordered by where they are not those shown: descending or not."""
_ASKING = frozenset({"WHAT", "HOW", "HOWMUCH"})
_FORGET_KINDS = ("FIELD", "ADJ", "ADJC", "ADJS", "EXCESS")


def mention(element: Element, draft: Draft) -> None:
    """Read "a comedy", "with Tom Hanks" and "Fargo" as wanted."""
    values = element.of_kind("VALUE")
    if values:
        draft.want(wanted(values, element.join, draft.scene.schema), draft.scene.quote(*element.lexemes))
    rest = [lexeme for lexeme in element.lexemes if not _is_first_or_last(lexeme, draft)]
    draft.about.extend(draft.mentions(rest))
    _texts(element, draft)


def _is_first_or_last(lexeme: Lexeme, draft: Draft) -> bool:
    """Read "Spielberg's first film" as the earliest, where nothing was shown that could be counted."""
    year = draft.scene.schema.of_role("year")
    if lexeme.kind != "REF" or year is None or draft.scene.session.shown or lexeme.cue not in _ENDS:
        return False
    if lexeme.start == 0 and draft.scene.words[0].normal != "the":
        return False
    draft.order.append(Order(field=year.name, descending=_ENDS[lexeme.cue], quote=draft.scene.quote(lexeme)))
    return True


def without(element: Element, draft: Draft) -> None:
    """Read "no horror", "no zombies" and "not that one"."""
    quote = draft.scene.quote(*element.cues, *element.lexemes)
    values = element.of_kind("VALUE")
    if values and _is_denied_twice(element):
        draft.want(wanted(values, element.join, draft.scene.schema), quote)
    elif values:
        draft.want(unwanted(values, draft.scene.schema), quote)
    draft.reject.extend(draft.mentions(element.lexemes))
    for lexeme in element.of_kind("TEXT"):
        draft.want(without_words(lexeme, draft), quote)


def _is_denied_twice(element: Element) -> bool:
    """Tell whether what is ruled out is all but the values: "if it's not French, leave it out"."""
    return element.cue("NEG") is not None and element.cue("OUT") == VERDICT


def less(element: Element, draft: Draft) -> None:
    """Read "Less violent": such items sink, none is kept out."""
    quote = draft.scene.quote(*element.cues, *element.lexemes)
    for value in element.of_kind("VALUE"):
        draft.want(wanted([value], "or", draft.scene.schema), quote, strength="soft", polarity="avoid")
    _texts_avoided(element, draft, quote)


def _texts_avoided(element: Element, draft: Draft, quote: str) -> None:
    for lexeme in element.of_kind("TEXT"):
        draft.text(draft.scene.quote(lexeme), quote, polarity="avoid")


def like(element: Element, draft: Draft) -> None:
    """Read "like Alien and Jaws"; "like a western" only wants a western."""
    values = element.of_kind("VALUE")
    if values:
        draft.want(wanted(values, element.join, draft.scene.schema), draft.scene.quote(*values))
    draft.like.extend(draft.mentions(element.lexemes))
    _texts(element, draft)


def sharing(element: Element, draft: Draft) -> None:
    """Read "by the director of Fargo": what is wanted has what that item has, which a look-up finds."""
    denied = element.name.startswith("not")
    several = draft.scene.schema.field(element.lexemes[0].fields[0]).kind == "tags"
    op: SharedOp = ("not_contains" if denied else "contains_any") if several else ("!=" if denied else "=")
    quote = draft.scene.quote(*element.lexemes)
    for mention in draft.mentions(element.lexemes):
        name = element.lexemes[0].fields[0]
        draft.bounds.append(ItemValue(field=name, op=op, item=mention.item, title=mention.title, quote=quote))


def unlike(element: Element, draft: Draft) -> None:
    """Read "nothing like Alien"; "not like those" turns down what was shown."""
    if any(lexeme.cue == "all" for lexeme in element.of_kind("REF")):
        draft.reject.extend(draft.mentions(element.lexemes))
        return
    for mention in draft.mentions(element.lexemes):
        draft.item(mention, polarity="avoid", horizon="session")
    values = element.of_kind("VALUE")
    if values:
        draft.want(unwanted(values, draft.scene.schema), draft.scene.quote(*element.cues, *values))


def seen(element: Element, draft: Draft) -> None:
    """Read "I've seen Vertigo and the second one"."""
    draft.seen.extend(draft.mentions(element.lexemes))


def about(element: Element, draft: Draft) -> None:
    """Read which items "why" speaks of."""
    draft.about.extend(draft.mentions(element.lexemes))


def commit(element: Element, draft: Draft) -> None:
    """Read which items "I'll take" speaks of; "let's go with a comedy" takes none yet, and wants one."""
    if element.of_kind("ITEM", "REF"):
        about(element, draft)
    else:
        mention(element, draft)


def stocked(element: Element, draft: Draft) -> None:
    """Read "in stock" where stock is a number of pieces; any other field named alone says nothing."""
    schema = draft.scene.schema
    for name in element.lexemes[0].fields:
        if schema.field(name).role == "stock" and schema.field(name).kind == "number" and not draft.marks & _ASKING:
            draft.want([Condition(field=name, op=">", value=0)], draft.scene.quote(*element.lexemes))


def limit(element: Element, draft: Draft) -> None:
    """Read "three comedies"."""
    quantity = element.lexemes[0].quantity
    if quantity is not None and quantity.low is not None:
        draft.limit = int(quantity.low)


def forget(element: Element, draft: Draft) -> None:
    """Read "Forget the year", "any length is fine", "drop the comedy": whose session conditions go."""
    schema = draft.scene.schema
    for lexeme in element.lexemes:
        if lexeme.kind in _FORGET_KINDS:
            draft.withdraw.extend(lexeme.fields)
        elif lexeme.kind == "VALUE":
            # "Gory is fine" leaves what else is wanted of its field.
            draft.withdraw.extend(_held_of(lexeme, draft) or [match.field for match in lexeme.values])
        elif lexeme.kind == "QTY" and lexeme.quantity is not None:
            field = number_field(lexeme.quantity, (), schema)
            draft.withdraw.extend([field.name] if field is not None else [])
        elif lexeme.kind == "TEXT" and draft.scene.session.text is not None:
            draft.withdraw.append("text")
        elif lexeme.kind == "TEXT":
            draft.unknown.append(draft.scene.quote(lexeme))
        elif lexeme.kind == "ITEM":
            draft.withdraw.append("like")
        elif lexeme.kind == "REF":
            held = draft.scene.session.preferences
            draft.withdraw.extend(held[-1].fields or ("text",) if held else ())


def _held_of(lexeme: Lexeme, draft: Draft) -> list[str]:
    """Return the keys of what the session holds of a value."""
    return [
        entry.key
        for entry in draft.scene.session.preferences
        if entry.where is not None and any(is_of(part, lexeme) for part in entry.where.parts)
    ]


def unplaced(element: Element, draft: Draft) -> None:
    """Note a name that nobody here has."""
    draft.unknown.append(draft.scene.quote(*element.lexemes))


def _texts(element: Element, draft: Draft) -> None:
    for lexeme in element.of_kind("TEXT"):
        quote = draft.scene.quote(lexeme)
        draft.text(quote, quote)


def without_words(lexeme: Lexeme, draft: Draft) -> list[Where]:
    """Read "No zombies", where no value is called so: no text may speak of them, in the singular either."""
    said = draft.scene.quote(lexeme)
    fields = draft.scene.schema.of_kind("text")
    if not fields:
        draft.unknown.append(said)
    forms = [said, *singular(normal(said))]
    return [
        max((_lacks(field.name, form) for form in forms), key=lambda each: _kept_out(each, draft)) for field in fields
    ]


def _lacks(field: str, text: str) -> Condition:
    return Condition(field=field, op="not_contains", value=text)


def _kept_out(condition: Condition, draft: Draft) -> int:
    columns = draft.scene.catalog.columns
    return columns.size - len(columns.select([condition]))
