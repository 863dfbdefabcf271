"""Saying back what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from palate.agent.replies.wording import labelled, listed, quoted, titled
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.conditions import Where, describe
from palate.catalog.printable import one_line
from palate.catalog.schema import Schema
from palate.language.preference import Preference
from palate.memory.request import Held


def phrase(where: Where, schema: Schema) -> str:
    """Return a condition in words, a value without the name of its field: `Comedy` rather than `genres: Comedy`."""
    parts = []
    for part in where.parts:
        words, label = one_line(describe(part, schema)), f"{labelled(part.field)}: "
        parts.append(words.removeprefix(label) if schema.field(part.field).kind in ("tags", "category") else words)
    return listed(parts, last="or")


def conditions_in_words(turn: Workspace, preferences: Iterable[Preference]) -> list[str]:
    """Return what preferences ask for, each as a phrase."""
    schema = turn.parts.catalog.schema
    found = []
    for entry in preferences:
        if entry.where is not None:
            words = phrase(entry.where, schema)
            found.append(words if entry.polarity == "want" else say("request.avoided", condition=words))
        elif entry.text is not None:
            found.append(
                quoted(entry.text) if entry.polarity == "want" else say("request.avoided_text", text=entry.text)
            )
    return list(dict.fromkeys(found))


def qualified(what: str, phrases: Sequence[str]) -> str:
    """Return `what` with conditions behind it: `three films (Comedy) from the 1990s, under 100 minutes`."""
    prepositions = say("request.prepositions").split()
    bare = [words for words in phrases if words.split(" ", 1)[0] not in prepositions]
    leaning = [words for words in phrases if words not in bare]
    return what + (f" ({'; '.join(bare)})" if bare else "") + (f" {', '.join(leaning)}" if leaning else "")


def likeness_in_words(turn: Workspace, held: Held) -> str:
    """Return the titles that the result should resemble: `Alien (1979) and Jaws (1975)`; empty where there are none."""
    catalog = turn.parts.catalog
    items = [mention.item for mention in held.like if catalog.has(mention.item)]
    return listed([titled(item, catalog.schema) for item in catalog.items(items)])
