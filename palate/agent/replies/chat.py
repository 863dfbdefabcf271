"""Small talk, and saying what one can do."""

from __future__ import annotations

from palate.agent.replies.section import Section
from palate.agent.replies.wording import labelled, listed
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.tongues import tongue
from palate.language.understanding import MessageAct


def chat(turn: Workspace, act: MessageAct) -> Section:
    """Answer a greeting, thanks, a farewell or a call for help."""
    noun = tongue().noun(turn.parts.catalog.schema.noun)
    lines = {
        "greet": say("chat.greet", noun=noun),
        "thanks": say("chat.thanks"),
        "bye": say("chat.bye"),
        "undo": say("chat.undo", noun=noun),
        "help": _help(turn),
    }
    return Section(act="chat", text=lines.get(act, say("chat.otherwise", noun=noun)))


def empty_message(turn: Workspace) -> Section:
    """Answer a message without words."""
    noun = turn.parts.catalog.schema.noun
    return Section(act="chat", text=say("chat.empty_message", noun=tongue().noun(noun), a_noun=tongue().article(noun)))


def _help(turn: Workspace) -> str:
    schema = turn.parts.catalog.schema
    fields = schema.of_kind("tags", "category", "number", "date")[:4]
    named = listed([labelled(field.name) for field in fields])
    return say("chat.help", count=schema.items, nouns=tongue().plural(schema.noun), fields=named)
