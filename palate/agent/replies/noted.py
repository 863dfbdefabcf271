"""Acknowledging what a person told of their taste, or took."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.replies.request import conditions_in_words
from palate.agent.replies.section import Section
from palate.agent.replies.wording import listed, quoted, titled
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.tongues import tongue
from palate.language.understanding import Intent, Mention


def noted(turn: Workspace, intent: Intent) -> Section:
    """Say what was noted, in the person's own words where they are quoted."""
    quotes = [quoted(entry.provenance.quote) for entry in intent.preferences if entry.provenance.quote]
    told = conditions_in_words(turn, intent.preferences) or list(dict.fromkeys(quotes))
    parts = [say("noted.kept", what=say("wording.comma").join(told))] if quotes else []
    if intent.seen:
        parts.append(say("noted.seen", titles=_titles(turn, intent.seen)))
    elif intent.reject:
        parts.append(say("noted.rejected", titles=_titles(turn, intent.reject)))
    if turn.user is None and quotes:
        parts.append(say("noted.this_session"))
    spoken_of = tuple(mention.item for mention in (*intent.about, *intent.seen))
    return Section(act="chat", text=tongue().paragraph(parts) or say("noted.plain"), aside=True, spoken_of=spoken_of)


def committed(turn: Workspace, intent: Intent) -> Section:
    """Say what was taken."""
    if not intent.about:
        return Section(act="ask", text=say("noted.take_which", noun=tongue().noun(turn.parts.catalog.schema.noun)))
    return Section(
        act="chat",
        text=say("noted.taken", titles=_titles(turn, intent.about)),
        spoken_of=tuple(mention.item for mention in intent.about),
    )


def _titles(turn: Workspace, mentions: Sequence[Mention]) -> str:
    catalog = turn.parts.catalog
    items = [mention.item for mention in mentions if catalog.has(mention.item)]
    return listed([titled(item, catalog.schema) for item in catalog.items(dict.fromkeys(items))])
