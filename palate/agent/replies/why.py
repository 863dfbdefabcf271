"""Why something was recommended: from the reasons that were kept when it was shown."""

from __future__ import annotations

from palate.agent.replies.request import wanted
from palate.agent.replies.section import Section
from palate.agent.replies.wording import clauses, shown_text, titled
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.language.understanding import Intent
from palate.memory.short_term import SessionMemory


def why(turn: Workspace, intent: Intent, session: SessionMemory) -> Section:
    """Give the kept reasons of the items asked about, or of all those last shown."""
    catalog = turn.parts.catalog
    asked = list(dict.fromkeys(mention.item for mention in intent.about)) or [shown.id for shown in session.shown]
    asked = [item for item in asked if catalog.has(item)]
    if not asked:
        return Section(act="answer", text=say("why.nothing_yet"))
    lines = []
    for item in catalog.items(asked):
        title, kept = titled(item, catalog.schema), session.items.reasons.get(item.id, ())
        told = shown_text(clauses(kept))
        lines.append(say("why.told", title=title, reasons=told) if kept else say("why.not_recommended", title=title))
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    if session.preferences:
        text = f"{say('why.asked', what=wanted(turn, session.preferences, 'some'))}\n{text}"
    return Section(act="answer", text=text, spoken_of=tuple(asked))
