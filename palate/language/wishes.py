"""Stage 5: wishes: values, titles and words that are wanted, unwanted or withdrawn."""

from __future__ import annotations

from palate.catalog.conditions import Condition, Where
from palate.catalog.words import normal, singular
from palate.language.bounds import number_field
from palate.language.draft import Draft
from palate.language.elements import Element
from palate.language.lexeme import Lexeme
from palate.language.predicates import unwanted, wanted

_ASKING = frozenset({"WHAT", "HOW", "HOWMUCH"})
_FORGET_KINDS = ("FIELD", "ADJ", "ADJC", "ADJS", "EXCESS")


def mention(element: Element, draft: Draft) -> None:
    """Read "a comedy", "with Tom Hanks" and "Fargo" as wanted."""
    values = element.of_kind("VALUE")
    if values:
        draft.want(wanted(values, element.join, draft.scene.schema), draft.scene.quote(*element.lexemes))
    draft.about.extend(draft.mentions(element.lexemes))
    _texts(element, draft)


def without(element: Element, draft: Draft) -> None:
    """Read "no horror", "no zombies" and "not that one"."""
    quote = draft.scene.quote(*element.cues, *element.lexemes)
    values = element.of_kind("VALUE")
    if values:
        draft.want(unwanted(values, draft.scene.schema), quote)
    draft.reject.extend(draft.mentions(element.lexemes))
    for lexeme in element.of_kind("TEXT"):
        draft.want(without_words(lexeme, draft), quote)


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


def unlike(element: Element, draft: Draft) -> None:
    """Read "nothing like Alien"."""
    for mention in draft.mentions(element.lexemes):
        draft.item(mention, polarity="avoid", horizon="session")
    values = element.of_kind("VALUE")
    if values:
        draft.want(unwanted(values, draft.scene.schema), draft.scene.quote(*element.cues, *values))


def seen(element: Element, draft: Draft) -> None:
    """Read "I've seen Vertigo and the second one"."""
    draft.seen.extend(draft.mentions(element.lexemes))


def about(element: Element, draft: Draft) -> None:
    """Read which items "I'll take" and "why" speak of."""
    draft.about.extend(draft.mentions(element.lexemes))


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
            draft.withdraw.extend(match.field for match in lexeme.values)
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
