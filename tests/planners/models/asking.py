"""The last message of a prompt, as tests ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from palate import Catalog
from palate.language.session import SessionView
from palate.language.understanding import Understanding
from palate.llm.model import Message
from palate.planners.models.prompt import asked, state
from palate.planners.planner import Reading, Said
from palate.tools.toolbox import Toolbox


def question(message: str, session: SessionView, history: Sequence[Said], catalog: Catalog) -> Message:
    """Return the state of a conversation and a message over a catalogue without tools of an app."""
    understood, toolbox = Understanding(message=message), Toolbox(installed=False)
    reading = Reading(message, session, understood, catalog, toolbox, history=tuple(history))
    return asked(reading, state(reading))
