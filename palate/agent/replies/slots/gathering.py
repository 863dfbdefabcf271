"""Gathering what a turn knows into the slots of its reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.agent.replies.disclose import disclosures
from palate.agent.replies.section import Section
from palate.agent.replies.slots.cells import TITLE, Cells
from palate.agent.replies.wording import shown_value, titled
from palate.agent.reply import Recommendation, Reply
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.catalog.printable import one_line
from palate.catalog.schema import Schema
from palate.catalog.tongues import tongue
from palate.language.understanding import Understanding

_LONGEST = 200
"""Characters of a value."""


def cells_of(state: AgentState, turn: Workspace, sections: Sequence[Section], reply: Reply) -> Cells:
    """Return the slots for a reply that the templates wrote."""
    schema = turn.parts.catalog.schema
    said = {each.item: each.words for section in sections for each in section.disclosed}
    noun, count = schema.noun, len(reply.items)
    free = {"count": tongue().qualified(count, noun), "noun": noun, "nouns": tongue().plural(noun)} if count else {}
    return Cells(
        items=tuple(_of_item(item, turn, said) for item in reply.items),
        told=tuple(dict.fromkeys(filter(None, _told(state, sections)))),
        free={name: one_line(text) for name, text in free.items()},
    )


def _told(state: AgentState, sections: Sequence[Section]) -> Iterator[str]:
    """Yield what has to be said as it is: what shows no items, what is said of the whole, and what was guessed."""
    understanding = state.understanding or Understanding(message=state.message)
    for section in sections:
        yield from section.verbatim if section.act == "recommend" else section.text.split("\n")
    yield from disclosures(understanding, state.findings, sections)


def _of_item(item: Recommendation, turn: Workspace, said: dict[str, str]) -> dict[str, str]:
    catalog = turn.parts.catalog
    title = said.get(item.id) or titled(catalog.item(item.id), catalog.schema)
    reasons = {f"because.{place}" if place > 1 else "because": why for place, why in enumerate(item.reasons, start=1)}
    return {**_values(item, catalog.schema), **reasons, TITLE: one_line(title)}


def _values(item: Recommendation, schema: Schema) -> dict[str, str]:
    fields = [field for field in schema.fields if field.kind not in ("id", "title")]
    known = [field for field in fields if item.fields.get(field.name) not in (None, [])]
    return {field.name: one_line(shown_value(item.fields[field.name], field), _LONGEST) for field in known}
