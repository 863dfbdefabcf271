"""Values and titles that a model names, as the catalogue has them; what it does not have is complained of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from palate.catalog.grounding.matches import THRESHOLD
from palate.catalog.words import fold
from palate.language.understand import understand
from palate.language.understanding import Mention, Snap
from palate.planners.models.examined import Examined
from palate.planners.models.quotes import verbatim


def grounded(condition: dict[str, Any], quote: str, made: Examined) -> dict[str, Any]:
    """Return a condition whose value is one that the catalogue has."""
    schema, value = made.reading.catalog.schema, condition["value"]
    if not isinstance(value, str) or not schema.has(condition["field"]):
        return condition
    of = schema.field(condition["field"])
    if of.kind not in ("category", "tags"):
        return condition
    if known := made.reading.catalog.columns.spellings(of.name, fold(value)):
        return {**condition, "value": known[0]}
    near = made.reading.catalog.grounder.values(value, field=of.name, limit=1)
    if not near or near[0].confidence < THRESHOLD or (near[0].how == "part" and not _names(value, of.name, made)):
        made.complaints.append(f"`{of.name}` has no value `{value}`.")
        return condition
    if near[0].how == "typo":
        made.snapped.append(Snap(said=quote, used=str(near[0].value), field=of.name, confidence=near[0].confidence))
    return {**condition, "value": near[0].value}


def mentions_of(titles: Any, step: str, made: Examined) -> Iterator[Mention]:
    """Find the items that a model names by their titles: those that the message names, or that were shown."""
    shown = {each.id for each in (*made.reading.session.shown, *made.reading.session.focus)}
    for title in titles if isinstance(titles, list) else [titles]:
        found = made.reading.catalog.grounder.titles(str(title), limit=1)
        if not found or found[0].confidence < THRESHOLD:
            noun = made.reading.catalog.schema.noun
            made.complaints.append(f"`{step}`: `{title}` is the title of no {noun} here.")
            continue
        quote = verbatim(str(title), made.message) or verbatim(found[0].title, made.message)
        if quote is None and found[0].id not in shown:
            made.complaints.append(f"`{step}`: the message does not name `{title}`.")
            continue
        yield Mention(
            item=found[0].id, title=found[0].title, quote=quote or found[0].title, confidence=found[0].confidence
        )


def _names(part: str, field: str, made: Examined) -> bool:
    """Tell whether words that are part of a value name it by themselves: "Kurosawa" does, and "knight" nobody."""
    read = understand(part, made.reading.session, made.reading.catalog)
    return any(field in entry.fields for intent in read.intents for entry in intent.preferences)
