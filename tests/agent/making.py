"""Understandings, plans and turns by hand."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from typing import Any

from palate import Agent, Catalog
from palate.agent.config import AgentConfig
from palate.agent.elicitation.value import ByValue
from palate.agent.storage.folder import StateFolder
from palate.agent.workspace import Parts, Workspace
from palate.catalog.conditions import Condition, Op, Value
from palate.catalog.words import occurs
from palate.language.calling import Called
from palate.language.draft import constraint_of
from palate.language.frame import Constraint, Force, Frame, FrameAct, Frames, Scope
from palate.language.preference import Preference, Provenance, Strength
from palate.language.session import SessionView
from palate.language.understanding import Intent
from palate.memory.request import Held
from palate.memory.sqlite_store import SqliteStore
from palate.planners.plan import Plan, Step
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions


def file_of(folder: StateFolder) -> sqlite3.Connection:
    """The connection to the file that comes with Palate."""
    assert isinstance(folder.store, SqliteStore)
    return folder.store.connection


def at(agent: Agent, now: float) -> Agent:
    """Set an agent's clock, and return it."""
    object.__setattr__(agent._parts, "now", lambda: now)
    return agent


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


Meaning = Intent | Sequence[Intent] | Frames
_ACTS: dict[str, FrameAct] = {
    "recommend": "request",
    "state": "taste",
    "commit": "accept",
    "help": "about",
    "critique": "critique",
    "question": "question",
    "undo": "undo",
    "why": "why",
    "greet": "greet",
    "thanks": "thanks",
    "bye": "bye",
}


_KINDS = {"attribute": "value", "superlative": "most"}


def frame_of(intent: Intent, message: str, catalog: Catalog) -> Frame:
    """A frame that comes to an intent; all of it quotes the message."""
    refs = [
        {"item": catalog.item(mention.item).title, "as": role, "quote": message}
        for role, mentions in {
            "like": intent.like,
            "seen": intent.seen,
            "avoid": intent.reject,
            "take" if intent.act == "commit" else "ask": intent.about,
        }.items()
        for mention in mentions
    ]
    refs += [
        {"item": catalog.item(each.item).title, "as": "liked", "quote": message}
        for each in intent.preferences
        if each.item is not None
    ]
    asked = intent.question
    return Frame.model_validate(
        {
            "acts": [_ACTS.get(intent.act, "unclear")],
            "quote": intent.quote[:400],
            "set": [
                *(made for each in intent.preferences for made in _constraints(each, message, catalog)),
                *(
                    {"field": each.field, "op": each.op, "values": [{"of": each.title}], "quote": message}
                    for each in intent.bounds
                ),
            ],
            "refs": refs,
            "only": intent.only,
            "sort": [{"field": each.field, "descending": each.descending} for each in intent.order],
            "n": intent.limit,
            "from": "unseen" if intent.more else "all",
            "ask": [{"what": _KINDS.get(asked.kind, asked.kind), "by": asked.by, "field": asked.field}]
            if asked
            else [],
            "calls": [
                {
                    "tool": each.call.tool,
                    "args": each.call.args,
                    "force": "must" if each.strength == "hard" else "prefer",
                }
                for each in intent.preferences
                if each.call is not None
            ],
        }
    )


def _constraints(entry: Preference, message: str, catalog: Catalog) -> list[Constraint]:
    quote = entry.provenance.quote if occurs(entry.provenance.quote, message) else message
    force: Force = "must" if entry.strength == "hard" else "prefer"
    scope: Scope = "always" if entry.horizon == "long" else "session"
    if entry.text is not None:
        field = catalog.schema.of_kind("text", "title")[0].name
        return [Constraint(field=field, op="words", values=(entry.text,), quote=quote, force=force)]
    made = [] if entry.where is None else [constraint_of(each) for each in entry.where.parts]
    stamped = {"quote": quote, "force": force, "scope": scope}
    return [each.model_copy(update=stamped) for each in made]


class Script:
    """Reads messages by a script: what it does not hold asks for anything at all."""

    def __init__(self, script: Mapping[str, Meaning] | None = None, **intents: Meaning) -> None:
        self.intents = {**(script or {}), **intents}
        self.views: list[SessionView] = []

    def __call__(
        self,
        message: str,
        session: SessionView,
        catalog: Catalog,
        *,
        called: Sequence[Called] = (),  # noqa: ARG002
    ) -> Frames:
        self.views.append(session)
        known = self.intents.get(message, Intent(act="recommend"))
        if isinstance(known, Frames):
            return known
        intents = [known] if isinstance(known, Intent) else known
        made = tuple(frame_of(each, message, catalog) for each in intents)
        return Frames(frames=made or (Frame(acts=("unclear",)),))


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
