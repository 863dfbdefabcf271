"""Running turns of sessions, and reading and changing what sessions keep."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from langchain_core.runnables import RunnableConfig

from palate.agent.events import NodeName, ReplyEvent, StepEvent, TurnEvent, step_event
from palate.agent.graph import build_graph, recursion_limit
from palate.agent.narration import narrated, waiting_for
from palate.agent.reply import Reply
from palate.agent.storage.folder import StateFolder
from palate.agent.storage.locks import TurnLocks
from palate.agent.storage.turns import Turn
from palate.agent.workspace import Parts, Workspace
from palate.errors import PalateError
from palate.memory.keys import session_of, thread_id, threads_of
from palate.memory.short_term import SessionMemory

_PATIENCE = 4
"""How many turns' time a turn waits for an earlier one of the same session."""


@dataclass(frozen=True)
class Named:
    """Which conversation is meant. `session` None: one message on its own, which nothing is kept of."""

    user: str | None
    session: str | None

    @cached_property
    def thread(self) -> str:
        """The name of its checkpoints."""
        return thread_id(self.user, self.session or "")


class Sessions:
    """All sessions of an agent. Holds what they keep of people, and can forget it."""

    def __init__(self, parts: Parts, folder: StateFolder) -> None:
        self._parts = parts
        self._folder = folder
        self._graph = build_graph(folder.checkpoints)
        self._unkept = build_graph()
        self._locks = TurnLocks(folder.path / "locks", wait=_PATIENCE * parts.config.budget.seconds)

    def run(self, message: str, named: Named) -> Reply:
        """Run one turn, and return its reply."""
        reply = next(
            (event.reply for event in self.events(message, named, steps=False) if isinstance(event, ReplyEvent)), None
        )
        if reply is None:
            raise PalateError("The turn ended without a reply.")
        return reply

    def events(self, message: str, named: Named, *, steps: bool = True) -> Iterator[TurnEvent]:
        """Run one turn, yielding an event for each node where `steps`, and its reply at the end."""
        turn = self._workspace(named)
        graph = self._graph if turn.kept else self._unkept
        with self._locks.held(named.thread if turn.kept else f"{id(turn)}"):
            turn.started = time.monotonic()
            turn.deadline = turn.started + self._parts.config.budget.seconds
            given, config = {"message": message}, self._config(named)
            if steps:
                told = graph.stream(given, config, context=turn, stream_mode=["updates", "custom"], **_durable(turn))
                yield from _step_events(told, turn)
            else:
                graph.invoke(given, config, context=turn, **_durable(turn))
            if turn.kept:
                self._folder.checkpoints.prune([named.thread])
        for item in turn.taken:
            self.taken(item, named)
        if turn.reply is not None:
            yield ReplyEvent(reply=turn.reply)

    def memory(self, named: Named) -> SessionMemory:
        """Return what a session keeps; of one that never was, nothing."""
        values = self._graph.get_state(self._config(named)).values
        return cast(SessionMemory, values.get("session") or SessionMemory())

    def turns(self, named: Named) -> list[Turn]:
        """Return the turns of a session, oldest first."""
        return self._folder.log.read(named.thread, until=self.memory(named).turn)

    def change(self, named: Named, change: Callable[[SessionMemory], SessionMemory]) -> None:
        """Change what a session keeps, between its turns."""
        with self._locks.held(named.thread):
            self._change(named.thread, change)

    def taken(self, item: str, named: Named) -> None:
        """Learn from the turn that showed an item which is taken, of a person who is known."""
        harvest = self._parts.harvest
        if harvest is not None and named.user is not None:
            try:
                harvest.taken(item, self.turns(named), thread=named.thread, user=named.user)
            except PalateError as error:
                # What was taken is noted already; that nothing is learnt from it is for whoever runs the app.
                warnings.warn(f"No demonstration was made of what was taken: {error}", stacklevel=2)

    def exported(self, user: str) -> list[dict[str, Any]]:
        """Return all that is held of one person's sessions, JSON-able."""
        found = []
        for thread in self._folder.checkpoints.threads(threads_of(user)):
            memory = cast(
                SessionMemory, self._graph.get_state(_config(thread, 10)).values.get("session") or SessionMemory()
            )
            turns = [turn.model_dump(mode="json") for turn in self._folder.log.read(thread, until=memory.turn)]
            found.append({"session": session_of(thread), "memory": memory.model_dump(mode="json"), "turns": turns})
        return found

    def end(self, named: Named) -> bool:
        """Forget a session; tell whether there was one."""
        with self._locks.held(named.thread):
            known = self.memory(named).turn > 0
            self._forget(named.thread)
        self._folder.checkpoints.scrub()
        return known

    def erase(self, user: str) -> int:
        """Forget all sessions of a person for good; return how many there were."""
        threads = self._folder.checkpoints.threads(threads_of(user))
        for thread in threads:
            with self._locks.held(thread):
                self._forget(thread)
        self._folder.checkpoints.scrub()
        return len(threads)

    def forget(
        self, user: str, said_in: set[tuple[str, int]], *, key: str | None = None, item: str | None = None
    ) -> None:
        """Leave nothing of one preference or item in a person's sessions: their memory, and the turns that told of it.

        Args:
            user: The person.
            said_in: Session and number of the turns in which it was said.
            key: Of the preference.
            item: Id of the item.
        """
        told = {(thread_id(user, session), number) for session, number in said_in}
        for thread in self._folder.checkpoints.threads(threads_of(user)):
            with self._locks.held(thread):
                self._change(thread, lambda memory: memory.without(key=key, item=item))
                for turn in self._folder.log.read(thread, until=2**62):
                    if (thread, turn.number) in told or _tells_of(turn, item):
                        self._folder.log.delete(thread, turn.number)
        self._folder.checkpoints.scrub()

    def _workspace(self, named: Named) -> Workspace:
        return Workspace(
            parts=self._parts,
            user=named.user,
            session=named.session or "",
            thread=named.thread,
            deadline=0.0,
            time=self._parts.now(),
            kept=named.session is not None,
        )

    def _config(self, named: Named) -> RunnableConfig:
        return _config(named.thread, recursion_limit(self._parts.config.budget))

    def _change(self, thread: str, change: Callable[[SessionMemory], SessionMemory]) -> None:
        config = _config(thread, 10)
        old = cast(SessionMemory, self._graph.get_state(config).values.get("session") or SessionMemory())
        self._graph.update_state(config, {"session": change(old), "candidates": None}, as_node="learn")
        self._folder.checkpoints.prune([thread])

    def _forget(self, thread: str) -> None:
        self._folder.checkpoints.delete_thread(thread)
        self._folder.log.delete_thread(thread)


def _step_events(told: Iterator[Any], turn: Workspace) -> Iterator[StepEvent]:
    """Yield an event for each node, and for each model before it is asked, by what the graph tells in two modes."""
    known: dict[str, Any] = {}
    for mode, update in told:
        if mode == "custom":
            node, model = update["node"], update["model"]
            yield StepEvent(node=node, text=waiting_for(model, node), data={"model": model})
            continue
        for name, each in update.items():
            node, changed = cast(NodeName, name), each or {}
            known |= changed
            yield step_event(node, changed, narrated(node, known, turn))


def _durable(turn: Workspace) -> dict[str, Any]:
    return {"durability": "exit"} if turn.kept else {}


def _config(thread: str, limit: int) -> RunnableConfig:
    return {"configurable": {"thread_id": thread}, "recursion_limit": limit}


def _tells_of(turn: Turn, item: str | None) -> bool:
    return item is not None and any(
        item in (shown.id for shown in shown_by) for shown_by in (turn.reply.items, turn.reply.near)
    )
