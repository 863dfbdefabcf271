"""Acknowledging what a person told of their taste, took, or took back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from palate.agent.replies.section import Section
from palate.agent.replies.wording import listed, titled
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.tongues import tongue
from palate.language.understanding import Intent, Mention
from palate.memory.change import ChangeKind, MemoryChange


def noted(turn: Workspace, intent: Intent, changes: Sequence[MemoryChange], *, alone: bool = True) -> Section:
    """Say what was written to memory or taken back, in one clause each; `alone`: nothing follows it."""
    kept = _told(changes, "preference", "seen", "rejected")
    parts = [say("noted.kept", what=kept)] if kept else []
    if gone := _told(changes, "withdrawn"):
        parts.append(say("noted.withdrawn", what=gone))
    if kept and turn.user is None and alone:
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


def _told(changes: Iterable[MemoryChange], *kinds: ChangeKind) -> str:
    return say("wording.comma").join(dict.fromkeys(each.text for each in changes if each.kind in kinds))


def _titles(turn: Workspace, mentions: Sequence[Mention]) -> str:
    catalog = turn.parts.catalog
    items = [mention.item for mention in mentions if catalog.has(mention.item)]
    return listed([titled(item, catalog.schema) for item in catalog.items(dict.fromkeys(items))])
