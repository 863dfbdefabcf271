"""Step 3, for questions: which fact is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.catalog import Catalog
from palate.catalog.schema import Schema
from palate.catalog.words import tokens
from palate.language.draft import Draft
from palate.language.frame import Ask
from palate.language.nouns import is_noun
from palate.language.reader.reader import Sentence
from palate.language.resolve import gone_on_with, is_of_list
from palate.language.understanding import QuestionKind

KINDS: tuple[QuestionKind, ...] = (
    *("attribute", "count", "compare", "exists", "values", "superlative", "average", "check"),
)

_LIKELY = 0.1
"""Below this probability a sentence is no question of a kind, though too little was understood for the likeliest."""


@dataclass(frozen=True)
class Questions:
    """What a sentence asks."""

    asks: tuple[Ask, ...] = ()
    of_shown: bool = False
    """Whether it is asked of the items shown."""


def questions(draft: Draft, sentence: Sentence, kinds: Sequence[QuestionKind]) -> Questions:
    """Return the questions that a sentence asks: "when was it made, and how long is it?" asks two.

    What it speaks of is in `draft` already. Where too little was understood for the likeliest kind of question, it is
    of the next kind that fits.
    """
    named = len({mention.item for mention in draft.mentions("ask", "like", "liked", "take")})
    constrained = bool(draft.constraints or draft.either or draft.calls or draft.held)
    # "Which is the longest?" asks about what was shown.
    of_shown = not named and bool(draft.sort) and not constrained and not _names_things(draft, sentence)
    of_shown = of_shown and draft.session.asked_fact.question is None and bool(draft.session.shown)
    items = len(draft.session.shown) if of_shown else named
    spoken_of = items or draft.asked or draft.session.asked_fact.conditions or _names_things(draft, sentence)
    of_nothing = draft.says_nothing and not spoken_of
    likeliest = sorted(KINDS, key=lambda kind: -sentence.acts[kind])
    # "Have you got any zorblies?" asks for what nothing here is called, and not whether there is anything.
    likeliest = [kind for kind in likeliest if kind != "exists" or not of_nothing]
    told = [found for kind in likeliest if kind in kinds for found in _asked(kind, items, draft)]
    near = [kind for kind in likeliest[:3] if sentence.acts[kind] >= _LIKELY]
    found = told or next(filter(None, (_asked(kind, items, draft) for kind in near)), [])
    return Questions(tuple(found), of_shown and bool(found))


def go_on(draft: Draft, sentence: Sentence) -> None:
    """Take up what was asked or wished before where a question names nothing: "how many are there?".

    A fact of no item is asked of the one that was spoken of last: "and who directed it?".
    """
    likeliest = max(KINDS, key=lambda kind: sentence.acts[kind])
    named = draft.mentions("ask", "like", "liked")
    if likeliest == "count" and is_of_list(named, draft.session):
        draft.named, draft.held = [], gone_on_with(draft.session)  # of all that fits, not of the few that were shown
    elif draft.constraints or draft.either or draft.calls or draft.bounds or named or _names_things(draft, sentence):
        return
    elif likeliest == "attribute" and draft.asked and draft.says_nothing:
        draft.speak_of_last(draft.message[sentence.start : sentence.end])
    elif draft.session.asked_fact.question is not None or not draft.sort:
        draft.held = gone_on_with(draft.session)


def _names_things(draft: Draft, sentence: Sentence) -> bool:
    """Tell whether a sentence has the word for the catalogue's items."""
    return names_things(draft.message[sentence.start : sentence.end], draft.catalog)


def names_things(said: str, catalog: Catalog) -> bool:
    """Tell whether words have the one for the catalogue's items."""
    return any(is_noun(word.normal, catalog) for word in tokens(said))


def _asked(kind: QuestionKind, items: int, draft: Draft) -> list[Ask]:
    if kind == "attribute" and items:
        again = draft.session.asked_fact.question
        if again is not None and again.kind == "attribute" and not draft.asked:
            return [Ask(what="value", field=again.field)]  # "And Jaws?"
        fields: list[str | None] = [*dict.fromkeys(draft.asked)] or [None]  # all that is known of it
        return [Ask(what="value", field=field) for field in fields]
    if kind == "superlative":
        orders = [each for each in draft.sort if each.field in draft.schema.names]
        return [Ask(what="most" if each.descending else "least", field=each.field) for each in orders]
    found = _one(kind, items, draft)
    return [found] if found is not None else []


def _one(kind: QuestionKind, items: int, draft: Draft) -> Ask | None:
    field = next(iter(draft.asked), None)
    if kind == "count":
        return _counted(items, draft)
    if kind == "exists":
        return Ask(what="exists")
    if kind == "values":
        return Ask(what="values", field=field) if field is not None else None
    if kind == "average":
        measured = field is not None and draft.schema.field(field).kind in ("number", "date")
        return Ask(what="average", field=field) if measured else None
    if kind == "check":
        tested = draft.constraints or draft.either or draft.calls or draft.held
        return Ask(what="check") if items and tested else None
    return _compared(items, draft) if kind == "compare" else None


def _counted(items: int, draft: Draft) -> Ask:
    """Read "of each brand" and "per decade" as counting by these; "of the brand Volt" is a condition."""
    told = draft.fields | {name for entry in draft.held for name in entry.fields}
    grouping = (each for each in (*draft.asked, *draft.beside) if each not in told)
    by = next((each for each in grouping if _may_group(each, items, draft.schema)), None)
    if by is not None and by in draft.asked and _is_named(by, draft.schema) and draft.says_nothing:
        return Ask(what="values", field=by)
    return Ask(what="count", by=by)


def _may_group(field: str, items: int, schema: Schema) -> bool:
    """Tell whether items can be counted by a field; of named items a number is asked for itself."""
    return _is_named(field, schema) or (not items and schema.field(field).kind in ("number", "flag"))


def _compared(items: int, draft: Draft) -> Ask | None:
    if draft.bounds:
        both = {mention.item for _, mention in draft.bounds} | {
            each.item for each in draft.mentions("ask", "like", "liked", "take")
        }
        return Ask(what="compare", field=draft.bounds[0][0].field) if len(both) > 1 else None
    if items < 2:
        return None
    field = next(iter(draft.asked), None)
    # "Which is cheaper?", where nothing has a price, is told of each.
    return Ask(what="value") if field is None else Ask(what="compare", field=field)


def _is_named(field: str, schema: Schema) -> bool:
    return schema.field(field).kind in ("category", "tags")
