"""Step 3, for questions: which fact is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.catalog import Catalog
from palate.catalog.schema import Schema
from palate.catalog.words import tokens
from palate.language.draft import Draft
from palate.language.nouns import is_noun
from palate.language.reader.reader import Sentence
from palate.language.understanding import Question, QuestionKind

KINDS: tuple[QuestionKind, ...] = (
    *("attribute", "count", "compare", "exists", "values", "superlative", "average", "check"),
)

_LIKELY = 0.1
"""Below this probability a sentence is no question of a kind, though too little was understood for the likeliest."""


def questions(draft: Draft, sentence: Sentence, kinds: Sequence[QuestionKind]) -> list[Question]:
    """Return the questions that a sentence asks: "when was it made, and how long is it?" asks two.

    What it speaks of is in `draft` already: items in `about`, conditions in `preferences`, extremes in `order`. Where
    too little was understood for the likeliest kind of question, it is of the next kind that fits.
    """
    items = tuple(dict.fromkeys(mention.item for mention in (*draft.about, *draft.like, *draft.take)))
    if not items and draft.order and not draft.preferences and not _names_things(draft, sentence):
        # "Which is the longest?" asks about what was shown.
        items = tuple(each.id for each in draft.session.shown if draft.session.question is None)
    named = items or draft.asked or draft.session.questioned or _names_things(draft, sentence)
    of_nothing = draft.says_nothing and not named
    likeliest = sorted(KINDS, key=lambda kind: -sentence.acts[kind])
    # "Have you got any zorblies?" asks for what nothing here is called, and not whether there is anything.
    likeliest = [kind for kind in likeliest if kind != "exists" or not of_nothing]
    told = [found for kind in likeliest if kind in kinds for found in _asked(kind, items, draft)]
    near = [kind for kind in likeliest[:3] if sentence.acts[kind] >= _LIKELY]
    return told or next(filter(None, (_asked(kind, items, draft) for kind in near)), [])


def go_on(draft: Draft, sentence: Sentence) -> None:
    """Take up what was asked or wished before where a question names nothing: "how many are there?"."""
    if draft.preferences or draft.about or draft.like or draft.bounds or _names_things(draft, sentence):
        return
    session = draft.session
    if session.question is not None:
        draft.preferences = list(session.questioned)
    elif session.shown and not draft.order:
        draft.preferences = [entry for entry in session.preferences if entry.where and entry.strength == "hard"]


def _names_things(draft: Draft, sentence: Sentence) -> bool:
    """Tell whether a sentence has the word for the catalogue's items."""
    return names_things(draft.message[sentence.start : sentence.end], draft.catalog)


def names_things(said: str, catalog: Catalog) -> bool:
    """Tell whether words have the one for the catalogue's items."""
    return any(is_noun(word.normal, catalog) for word in tokens(said))


def _asked(kind: QuestionKind, items: tuple[str, ...], draft: Draft) -> list[Question]:
    if kind == "attribute" and items:
        again = draft.session.question
        if again is not None and again.kind == "attribute" and not draft.asked:
            return [again.model_copy(update={"items": items})]  # "And Jaws?"
        fields: list[str | None] = [*dict.fromkeys(draft.asked)] or [None]  # all that is known of it
        return [Question(kind="attribute", field=field, items=items) for field in fields]
    if kind == "superlative":
        orders = [order for order in draft.order if order.field in draft.schema.names]
        return [Question(kind=kind, field=each.field, items=items, descending=each.descending) for each in orders]
    found = _one(kind, items, draft)
    return [found] if found is not None else []


def _one(kind: QuestionKind, items: tuple[str, ...], draft: Draft) -> Question | None:
    field = next(iter(draft.asked), None)
    if kind == "count":
        # "Of each brand" counts by brand; "of the brand Volt" is a condition.
        told = {name for entry in draft.preferences for name in entry.fields}
        by = field if field is not None and field not in told and _is_named(field, draft.schema) else None
        if by is not None and draft.says_nothing:
            return Question(kind="values", field=by)
        return Question(kind="count", by=by)
    if kind == "exists":
        return Question(kind="exists", items=items)
    if kind == "values":
        return Question(kind="values", field=field) if field is not None else None
    if kind == "average":
        measured = field if field is not None and draft.schema.field(field).kind in ("number", "date") else None
        return Question(kind="average", field=measured) if measured is not None else None
    if kind == "check":
        wheres = any(entry.where is not None or entry.call is not None for entry in draft.preferences)
        return Question(kind="check", items=items) if items and wheres else None
    return _compared(items, draft) if kind == "compare" else None


def _compared(items: tuple[str, ...], draft: Draft) -> Question | None:
    if draft.bounds:
        bound = draft.bounds[0]
        both = tuple(dict.fromkeys([*items, *(each.item for each in draft.bounds)]))
        return (
            Question(kind="compare", field=bound.field, items=both, descending=bound.op in (">", ">="))
            if len(both) > 1
            else None
        )
    field = next(iter(draft.asked), None)
    if len(items) < 2:
        return None
    if field is None:
        return Question(kind="attribute", items=items)  # "Which is cheaper?", where nothing has a price.
    order = next((each for each in draft.order if each.field == field), None)
    return Question(
        kind="compare", field=field, items=items, descending=order.descending if order else True, choice=True
    )


def _is_named(field: str, schema: Schema) -> bool:
    return schema.field(field).kind in ("category", "tags")
