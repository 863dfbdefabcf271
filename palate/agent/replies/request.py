"""Saying back what was asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from palate.agent.replies.wording import listed, quoted, shown_text, titled
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.condition_text import bare_value
from palate.catalog.conditions import Where, describe
from palate.catalog.printable import one_line
from palate.catalog.schema import Schema
from palate.catalog.tongues import Quantity, tongue
from palate.language.preference import Preference
from palate.memory.request import Held


def phrase(where: Where, schema: Schema) -> str:
    """Return a condition in words, a value without the name of its field: `Comedy` rather than `genres: Comedy`."""
    return one_line(bare_value(where, schema) or describe(where, schema))


def in_words(entry: Preference, schema: Schema) -> str:
    """Return a wish as it is named by itself: a condition, words that were looked for, what a tool was asked for."""
    if entry.where is not None:
        return describe(entry.where, schema)
    if entry.call is None:
        return quoted(entry.words)
    return entry.call.said if entry.polarity == "want" else say("request.but_called", words=entry.call.said)


def conditions_in_words(turn: Workspace, preferences: Iterable[Preference]) -> list[str]:
    """Return what preferences ask for, each as a phrase."""
    found = (condition_in_words(entry, turn.parts.catalog.schema) for entry in preferences)
    return list(dict.fromkeys(words for words in found if words is not None))


def condition_in_words(entry: Preference, schema: Schema) -> str | None:
    """Return what a preference asks for as a phrase; None where it is about an item."""
    wants = entry.polarity == "want"
    if entry.where is not None:
        words = phrase(entry.where, schema)
        return words if wants else say("request.avoided", condition=words)
    if entry.call is not None:
        return say("request.called" if wants else "request.not_called", words=entry.call.said)
    if entry.text is not None:
        return quoted(entry.words) if wants else say("request.avoided_text", text=entry.words)
    return None


def wanted(turn: Workspace, preferences: Iterable[Preference], quantity: Quantity, *, like: str = "") -> str:
    """Return so many items with what was asked of them: `three comedy films like Alien from the 1990s`."""
    schema = turn.parts.catalog.schema
    bare, leaning = [], [say("request.resembling", titles=like)] if like else []
    for entry in preferences:
        value = bare_value(entry.where, schema) if entry.where is not None and entry.polarity == "want" else None
        if entry.where is not None and all(schema.field(part.field).kind == "flag" for part in entry.where.parts):
            leaning.insert(0, say("request.flagged", words=listed(conditions_in_words(turn, [entry]))))
        elif value is not None:
            bare.append(_as_said(shown_text(value), entry.provenance.quote))
        elif entry.text is not None and entry.polarity == "want":
            leaning.append(say("request.for_text", text=shown_text(entry.words)))
        else:
            leaning += conditions_in_words(turn, [entry])
    return one_line(tongue().qualified(quantity, schema.noun, list(dict.fromkeys(bare)), list(dict.fromkeys(leaning))))


def likeness_in_words(turn: Workspace, held: Held, *, but: Collection[str] = ()) -> str:
    """Return the titles that the result should resemble: `Alien (1979) and Jaws (1975)`; empty where there are none.

    What is in `but`, phrases of what was given up, is left out.
    """
    catalog = turn.parts.catalog
    items = [mention.item for mention in held.like if catalog.has(mention.item)]
    titles = [titled(item, catalog.schema) for item in catalog.items(items)]
    return listed([title for title in titles if say("request.resembling", titles=title) not in but])


def in_short(turn: Workspace, held: Held, words: Iterable[str]) -> list[str]:
    """Return conditions that are said with their fields, such as those to blame, without them where that is enough."""
    schema = turn.parts.catalog.schema
    wheres = [entry.where for entry in held.hard if entry.where is not None]
    short = {describe(where, schema): phrase(where, schema) for where in wheres}
    return [short.get(each, each) for each in words]


def _as_said(value: str, quote: str) -> str:
    """Return a value without its capital where the person wrote theirs without one: `comedy` for `Comedy`."""
    plain = quote.isascii() and quote == quote.lower() != ""
    return value.lower() if plain and value == value.capitalize() else value
