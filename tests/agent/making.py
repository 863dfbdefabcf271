"""Understandings, plans and turns by hand."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from typing import Any

from palate import Catalog
from palate.agent.config import AgentConfig
from palate.agent.elicitation.value import ByValue
from palate.agent.storage.folder import StateFolder
from palate.agent.workspace import Parts, Workspace
from palate.catalog.conditions import Condition, Op, Value
from palate.language.calling import Called
from palate.language.preference import Preference, Provenance, Strength
from palate.language.understanding import Intent, SessionView, Understanding
from palate.memory.request import Held
from palate.memory.sqlite_store import SqliteStore
from palate.planners.plan import Plan, Step
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions


def file_of(folder: StateFolder) -> sqlite3.Connection:
    """The connection to the file that comes with Palate."""
    assert isinstance(folder.store, SqliteStore)
    return folder.store.connection


def wants(field: str, op: Op, value: Value, *, strength: Strength = "hard", quote: str = "") -> Preference:
    """A condition as a preference."""
    where = Condition(field=field, op=op, value=value)
    return Preference(where=where, strength=strength, provenance=Provenance(quote=quote))


def where(field: str, op: str, value: Any) -> dict[str, Any]:
    """A condition as a step's argument."""
    return {"field": field, "op": op, "value": value}


def plan(*steps: tuple[str, dict[str, Any]], **changes: Any) -> Plan:
    """A plan of numbered steps."""
    numbered = tuple(Step(id=f"step{n}", tool=tool, args=args) for n, (tool, args) in enumerate(steps, start=1))
    return Plan(request="", steps=numbered, **changes)


Meaning = Intent | Sequence[Intent] | Understanding


class Script:
    """Reads messages by a script: what it does not hold asks for anything at all."""

    def __init__(self, script: Mapping[str, Meaning] | None = None, **intents: Meaning) -> None:
        self.intents = {**(script or {}), **intents}
        self.views: list[SessionView] = []

    def __call__(
        self,
        message: str,
        session: SessionView,
        catalog: Catalog,  # noqa: ARG002
        *,
        called: Sequence[Called] = (),  # noqa: ARG002
    ) -> Understanding:
        self.views.append(session)
        known = self.intents.get(message, Intent(act="recommend"))
        if isinstance(known, Understanding):
            return known.model_copy(update={"message": message})
        return Understanding(message=message, intents=(known,) if isinstance(known, Intent) else tuple(known))


def workspace(
    catalog: Catalog,
    held: Held | None = None,
    *,
    barred: dict[str, Positions] | None = None,
    taste: Taste | None = None,
) -> Workspace:
    """A turn at its beginning, for what needs no planner, no memory and no log."""
    parts = Parts(
        catalog=catalog,
        toolbox=None,  # type: ignore[arg-type]
        planner=None,  # type: ignore[arg-type]
        fallback=None,  # type: ignore[arg-type]
        read=Script(),
        policies=(),
        config=AgentConfig(),
        folder=None,  # type: ignore[arg-type]
        questioner=ByValue(),
    )
    turn = Workspace(parts=parts, user=None, session="s", thread="t", k=5, deadline=time.monotonic() + 60)
    turn.tastes, turn.barred = (taste or Taste(),), (barred or {},)
    turn.begin(0)
    return turn
