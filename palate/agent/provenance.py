"""Where a preference comes from: who said it, when, and in which words."""

from __future__ import annotations

from palate.agent.messages import LONGEST
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.language.preference import Provenance


def stamp(state: AgentState, turn: Workspace) -> Provenance:
    """Return the provenance of what this turn's message says."""
    return Provenance(
        quote=state.message[:LONGEST],
        turn=state.session.turn + 1,
        session=turn.session,
        time=turn.time,
        catalogue=turn.parts.catalog.schema.name,
    )
