"""Small talk, and saying what one can do."""

from __future__ import annotations

from palate.agent.replies.section import Section
from palate.agent.replies.wording import article, plural
from palate.agent.workspace import Workspace
from palate.language.understanding import MessageAct


def chat(turn: Workspace, act: MessageAct) -> Section:
    """Answer a greeting, thanks, a farewell or a call for help."""
    schema = turn.parts.catalog.schema
    lines = {
        "greet": f"Hello! What kind of {schema.noun} are you looking for?",
        "thanks": "You are welcome!",
        "bye": "Goodbye!",
        "undo": f"That is forgotten. What kind of {schema.noun} are you looking for?",
        "help": _help(turn),
    }
    return Section(act="chat", text=lines.get(act, f"What kind of {schema.noun} are you looking for?"))


def empty_message(turn: Workspace) -> Section:
    """Answer a message without words."""
    noun = turn.parts.catalog.schema.noun
    return Section(act="chat", text=f"Tell me what {noun} you are looking for, or {article(noun)} that you like.")


def _help(turn: Workspace) -> str:
    schema = turn.parts.catalog.schema
    fields = schema.of_kind("tags", "category", "number", "date")[:4]
    named = ", ".join(field.name.replace("_", " ") for field in fields)
    return (
        f"I recommend from {schema.items:,} {plural(schema.noun)}. Say what you want ({named}), name some that you "
        "like, ask for facts, or react to what I show: “another”, “not that one”, “more like the second”, “why?”."
    )
