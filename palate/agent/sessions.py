"""Running turns of sessions, and reading and changing what sessions keep."""

from __future__ import annotations

import time
import warnings
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.types import StreamMode

from palate.agent.budgets import took_by
from palate.agent.events import NodeName, ReplyEvent, StepEvent, TurnEvent, step_event
from palate.agent.graph import build_graph, recursion_limit
from palate.agent.narration import narrated, waiting_for
from palate.agent.replies.session_state import state_of
from palate.agent.reply import Reply, State
from palate.agent.storage.folder import StateFolder
from palate.agent.storage.locks import TurnLocks
from palate.agent.storage.turns import Told, Turn
from palate.agent.workspace import Parts, Workspace
from palate.catalog.tongues import speaking
from palate.errors import PalateError, StorageError
from palate.memory.event import Event
from palate.memory.keys import session_of, thread_id, threads_of
from palate.memory.short_term import SessionMemory
from palate.memory.traces import Traces

_PATIENCE = 4
"""How many turns' time a turn waits for an earlier one of the same session."""
_EXPIRY_SECONDS = 3600.0
"""How often it is looked whether anything is too old to be kept."""
STREAMED: Sequence[StreamMode] = ["updates", "custom"]
"""What a graph tells while it runs."""
Change = Callable[[SessionMemory], SessionMemory]


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
        self._graph = build_graph(folder.checkpoints, traced=parts.config.tracing)
        self._unkept = build_graph(checkpoints=False, traced=parts.config.tracing)
        budget = parts.config.budget
        self._next_expiry = 0.0
        self._locks = TurnLocks(folder.locks, wait=_PATIENCE * (budget.seconds + budget.model_seconds))

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Keep the files, and the catalogue, open for as long as a block runs.

        Raises:
            CallerError: the agent or the catalogue was closed.
        """
        with self._folder.lifetime.inside(), self._parts.catalog.using():
            yield

    def run(
        self, message: str, named: Named, *, k: int | None = None, deps: Any = None, images: tuple[str, ...] = ()
    ) -> Reply:
        """Run one turn, and return its reply."""
        events = self.events(message, named, k=k, deps=deps, images=images, steps=False)
        reply = next((event.reply for event in events if isinstance(event, ReplyEvent)), None)
        if reply is None:
            raise PalateError("The turn ended without a reply.")
        return reply

    def events(
        self,
        message: str,
        named: Named,
        *,
        k: int | None = None,
        deps: Any = None,
        images: tuple[str, ...] = (),
        steps: bool = True,
        inside: bool = False,
    ) -> Iterator[TurnEvent]:
        """Run one turn, yielding an event for each node where `steps`, and its reply at the end.

        Where `inside` a node of another graph, that one's stream has what the nodes of this graph tell as well.
        """
        with self.inside():
            turn = self._workspace(named, k, deps, images)
            alone = self._alone(named.thread) if turn.kept else nullcontext()
            with alone, self._spending(turn):
                turn.started = time.monotonic()
                turn.deadline = turn.started + self._parts.config.budget.seconds
                if inside:
                    yield from self._told_inside(message, named, turn)
                elif steps:
                    yield from _step_events(self._run(message, named, turn, STREAMED), turn)
                else:
                    deque(self._run(message, named, turn, "values"), maxlen=0)
            for item in turn.taken:
                self.taken(item, named)
            self._expired()
            if turn.reply is not None:
                yield ReplyEvent(reply=turn.reply)

    @contextmanager
    def _spending(self, turn: Workspace) -> Iterator[None]:
        """Hold a turn to what models may spend for its user today, and note what they spent, whatever becomes of it."""
        config, allowance = self._parts.config, self._folder.allowance
        if config.dollars_per_day is None and config.tokens_per_day is None:
            yield
            return
        turn.spent = allowance.spent(turn.user, turn.time)
        try:
            yield
        finally:
            if turn.calls:
                self._folder.store.kept(lambda: allowance.add(turn.user, took_by(turn), turn.time))

    @contextmanager
    def _alone(self, thread: str) -> Iterator[None]:
        """Run a turn of a thread while nobody else does, in whichever process."""
        with self._locks.held(thread) as still, self._folder.checkpoints.turn(thread, still):
            yield

    def _run(self, message: str, named: Named, turn: Workspace, mode: Any) -> Iterator[Any]:
        config = _config(named.thread, recursion_limit(self._parts.config.budget))
        graph, given = self._graph if turn.kept else self._unkept, {"message": message}
        return graph.stream(given, config, context=turn, stream_mode=mode, durability="exit" if turn.kept else None)

    def _told_inside(self, message: str, named: Named, turn: Workspace) -> Iterator[TurnEvent]:
        """Run the graph within the run of another one, whose checkpoints are not ours; keep what it comes to."""
        given: dict[str, Any] = {"message": message}
        if turn.kept:
            given["session"] = self._memory(named.thread)
        limit = RunnableConfig(recursion_limit=recursion_limit(self._parts.config.budget))
        end: dict[str, Any] = {}
        yield from _step_events(self._unkept.stream(given, limit, context=turn, stream_mode=STREAMED), turn, end)
        if turn.kept:
            self._put(named.thread, {"session": end["session"]})

    def memory(self, named: Named) -> SessionMemory:
        """Return what a session keeps; of one that never was, nothing."""
        with self.inside():
            return self._memory(named.thread)

    def state(self, named: Named) -> State:
        """Return what a session is, as replies tell it, in the language of the last one."""
        with self.inside():
            memory = self._memory(named.thread)
            with speaking(memory.language):
                return state_of(memory, self._parts.catalog)

    def turns(self, named: Named, *, offset: int = 0, limit: int | None = None) -> list[Turn]:
        """Return the turns of a session, oldest first."""
        with self.inside():
            return self._folder.log.read(named.thread, offset=offset, limit=limit)

    def told_of(self, user: str, *, offset: int = 0, limit: int | None = None) -> list[Told]:
        """Return what is told of each of a person's sessions, the latest first."""
        with self.inside():
            return self._folder.log.told_of(threads_of(user), offset=offset, limit=limit)

    def known(self, named: Named) -> bool:
        """Tell whether there is such a session."""
        with self.inside():
            return named.thread in self._folder.threads(named.thread)

    def note(self, named: Named, change: Change, events: Sequence[Event]) -> None:
        """Change what a session keeps, between its turns, and write what is to be known of the person for good."""

        def write() -> None:
            self._change(named.thread, change)
            self._folder.log.touch(named.thread, self._parts.now())
            if named.user is not None:
                self._folder.long_term.append(named.user, events)

        with self.inside(), self._locks.held(named.thread):
            self._folder.store.kept(write)

    def taken(self, item: str, named: Named) -> None:
        """Learn from the turn that showed an item which is taken, of a person who is known."""
        harvest = self._parts.harvest
        if harvest is not None and named.user is not None:
            try:
                harvest.taken(item, self.turns(named), thread=named.thread, user=named.user)
            except PalateError as error:
                # What was taken is noted already; that nothing is learnt from it is for whoever runs the app.
                warnings.warn(f"No demonstration was made of what was taken: {error}", stacklevel=2)

    def has(self, user: str) -> bool:
        """Tell whether a person has sessions."""
        with self.inside():
            return bool(self._folder.threads(threads_of(user)))

    def exported(self, user: str) -> list[dict[str, Any]]:
        """Return all that is held of one person's sessions, JSON-able."""
        found = []
        with self.inside():
            for thread in self._folder.threads(threads_of(user)):
                memory = self._memory(thread).model_dump(mode="json")
                turns = [turn.model_dump(mode="json") for turn in self._folder.log.read(thread)]
                found.append({"session": session_of(thread), "memory": memory, "turns": turns})
        return found

    def end(self, named: Named) -> bool:
        """Forget a session; tell whether there was one."""
        with self.inside():
            with self._locks.held(named.thread):
                known = self.known(named)
                self._folder.forget(named.thread)
            self._folder.store.scrub()
        return known

    def erase(self, user: str) -> int:
        """Forget all sessions of a person for good; return how many there were."""
        with self.inside():
            threads = self._folder.threads(threads_of(user))
            for thread in threads:
                with self._locks.held(thread):
                    self._folder.forget(thread)
            return len(threads)

    def forget(self, user: str, traces: Traces) -> None:
        """Leave nothing of one preference or item in a person's sessions, nor in the turns that tell of it."""
        said_in = {(thread_id(user, session), number) for session, number in traces.said_in}
        with self.inside():
            for thread in self._folder.threads(threads_of(user)):
                with self._locks.held(thread):
                    self._folder.store.kept(partial(self._forget_in, thread, traces, said_in))

    def scrub(self) -> None:
        """Leave nothing of what was deleted in any file."""
        with self.inside():
            self._folder.store.scrub()

    def expire(self, days: float) -> int:
        """Remove what is older than so many days; return how many turns and events that were."""
        with self.inside():
            return self._folder.expire(days)

    def _forget_in(self, thread: str, traces: Traces, said_in: Collection[tuple[str, int]]) -> None:
        log, left = self._folder.log, traces.without(self._memory(thread))
        self._folder.checkpoints.delete_thread(thread)  # Some checkpointers keep what is written over.
        self._change(thread, lambda _: left)
        for turn in log.read(thread):
            if (thread, turn.number) in said_in or traces.are_in(turn.said()):
                log.delete(thread, turn.number)
            elif traces.are_in(turn.beside()):
                log.write(thread, turn.without_beside())

    def _expired(self) -> None:
        """Remove what is older than the config has it kept, now and then."""
        days, now = self._parts.config.keep_days, time.monotonic()
        if days is not None and now >= self._next_expiry:
            self._next_expiry = now + _EXPIRY_SECONDS
            with suppress(StorageError):  # that another process reads is no reason to fail a turn; the next one tries
                self._folder.expire(days)

    def _workspace(self, named: Named, k: int | None, deps: Any, images: tuple[str, ...]) -> Workspace:
        return Workspace(
            parts=self._parts,
            k=self._parts.config.k if k is None else k,
            user=named.user,
            session=named.session or "",
            thread=named.thread,
            deadline=0.0,
            time=self._parts.now(),
            deps=deps,
            images=images,
            kept=named.session is not None,
        )

    def _memory(self, thread: str) -> SessionMemory:
        values = self._graph.get_state(_config(thread, 10)).values
        return cast(SessionMemory, values.get("session") or SessionMemory())

    def _change(self, thread: str, change: Change) -> None:
        self._put(thread, {"session": change(self._memory(thread))})

    def _put(self, thread: str, new: dict[str, Any]) -> None:
        self._graph.update_state(_config(thread, 10), new, as_node="learn")


def _step_events(told: Iterator[Any], turn: Workspace, known: dict[str, Any] | None = None) -> Iterator[StepEvent]:
    """Yield an event for each node, and for each model before it is asked, by what the graph tells in two modes.

    What the nodes changed is kept in `known`.
    """
    known = {} if known is None else known
    for mode, update in told:
        if mode == "custom":
            node, model = update["node"], update["model"]
            with speaking(turn.language):
                waiting = StepEvent(node=node, text=waiting_for(model, node), data={"model": model})
            yield waiting
            continue
        for name, each in update.items():
            node, changed = cast(NodeName, name), each or {}
            known |= changed
            with speaking(turn.language):
                text = narrated(node, known, turn)
            yield step_event(node, changed, text)


def _config(thread: str, limit: int) -> RunnableConfig:
    return {"configurable": {"thread_id": thread}, "recursion_limit": limit}
