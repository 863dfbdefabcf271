"""Small talk, remarks on what was shown, danger, and saying what one can do."""

from __future__ import annotations

from itertools import islice

from palate.agent.replies.answer import facts
from palate.agent.replies.section import Section
from palate.agent.replies.wording import clauses, labelled, listed, titled
from palate.agent.replies.words import phrases, say
from palate.agent.workspace import Workspace
from palate.catalog.tongues import tongue
from palate.language.understanding import Intent, MessageAct
from palate.memory.short_term import SessionMemory

_MOST_FACTS = 3


def chat(turn: Workspace, act: MessageAct, session: SessionMemory) -> Section:
    """Answer a greeting, thanks, a farewell, small talk, a call for help or one of somebody in danger."""
    noun, small_talk = tongue().noun(turn.parts.catalog.schema.noun), phrases("small_talk")
    lines = {
        "greet": say("chat.greet_again") if session.turn else say("chat.greet", noun=noun),
        "thanks": say("chat.thanks"),
        "bye": say("chat.bye"),
        "chat": small_talk[str(session.turn % len(small_talk))],
        "danger": say("chat.danger"),
        "undo": say("chat.undo", noun=noun),
        "help": _help(turn),
    }
    return Section(act="chat", text=lines.get(act, say("chat.otherwise", noun=noun)))


def remarked(turn: Workspace, intent: Intent, session: SessionMemory) -> Section:
    """Acknowledge a remark on a shown item, and offer to tell more of it or to note it as chosen.

    Of an item that the user does not know it tells what it is.
    """
    catalog = turn.parts.catalog
    item = next(iter(catalog.items([each for each in _in_focus(intent, session) if catalog.has(each)])), None)
    if item is None:
        return Section(act="chat", text=say("remark.of_these")) if session.shown else chat(turn, "chat", session)
    title = titled(item, catalog.schema)
    if intent.remark == "unfamiliar":
        known = clauses(list(islice(facts(item, catalog.schema), _MOST_FACTS)))
        text = say("remark.unfamiliar", title=title, told=turn.descriptions.own_words(item, ()) or known)
        return Section(act="answer", text=text, spoken_of=(item.id,))
    text = say("remark.interest" if intent.remark == "interest" else "remark.neutral", title=title)
    return Section(act="chat", text=text, spoken_of=(item.id,))


def _in_focus(intent: Intent, session: SessionMemory) -> list[str]:
    """Return the item that a remark is about: the one it names, else the only one that was last spoken of."""
    named, shown = [each.item for each in intent.about], [each.id for each in session.shown]
    focus = [each.id for each in session.focus]
    several = len(shown) > 1 and focus[: len(shown)] == shown and session.asked_fact.question is None
    return named[:1] or ([] if several else focus[:1])


def empty_message(turn: Workspace) -> Section:
    """Answer a message without words."""
    noun = turn.parts.catalog.schema.noun
    return Section(act="chat", text=say("chat.empty_message", noun=tongue().noun(noun), a_noun=tongue().article(noun)))


def _help(turn: Workspace) -> str:
    schema = turn.parts.catalog.schema
    fields = schema.of_kind("tags", "category", "number", "date")[:4]
    named = listed([labelled(field.name) for field in fields])
    return say("chat.help", count=schema.items, nouns=tongue().plural(schema.noun), fields=named)
