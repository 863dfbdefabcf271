"""The agent: a catalogue that talks."""

from __future__ import annotations

import asyncio
import contextvars
import os
import weakref
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from palate.agent.arguments import (
    check_parts,
    check_protocols,
    checked_images,
    checked_k,
    is_opinion,
    named_by,
    new_session,
    opened,
    reranker_of,
    somebody,
    state_folder,
)
from palate.agent.config import AgentConfig
from palate.agent.events import TurnEvent
from palate.agent.gate.check import checked
from palate.agent.gate.confirmation import unconfirmed
from palate.agent.messages import cleaned
from palate.agent.policies import ItemPolicy, NotSeen, PersonalPolicy
from palate.agent.replies.session_state import handle_of
from palate.agent.reply import Reply, State
from palate.agent.session import Session
from palate.agent.sessions import Change, Named, Sessions
from palate.agent.storage.folder import StateFolder
from palate.agent.storage.turns import Told
from palate.agent.streaming import astreamed, streamed
from palate.agent.workspace import Parts, Reader
from palate.catalog.catalog import Catalog
from palate.catalog.display import Displayed, Look
from palate.errors import BadArgument, NotAllowed
from palate.memory.erasable import Erasable
from palate.memory.event import Event
from palate.memory.keys import check_name
from palate.memory.people import People
from palate.memory.short_term import SessionMemory
from palate.tools.containment import APP_LOOP

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from palate.agent.elicitation.questioner import Questioner
    from palate.agent.exchange import ExchangeGraph, OuterNode
    from palate.agent.reflection.reflector import Reflector
    from palate.agent.replies.rewriter import Rewriter
    from palate.language.embedder import Embedder
    from palate.llm.checking import Check
    from palate.llm.images import Image
    from palate.llm.model import Model
    from palate.memory.store import Store
    from palate.planners.named import PlannerName
    from palate.planners.planner import Planner
    from palate.ranking.ranker import Ranker
    from palate.tools.adapters.given import GivenTool

Result = TypeVar("Result")
DEMONSTRATIONS = "demos"
"""The subfolder of the state folder that holds demonstrations of one's own."""


_PATIENCE = 2
"""How many turns' time `close` waits for the turns that run."""


class Agent(Displayed):
    """Recommends from a catalogue in conversation, and remembers each person's taste.

    One agent serves any number of people and threads at once; several processes may share its state folder. Turns of
    one session run one after the other.

    A session is (user, session). A person who is named is remembered across sessions. Without `session` a user has one
    session with this agent: an agent that is made anew, in this process or another, starts a new one, and only a named
    session goes on there. Without `user` nothing outlives the session; an anonymous session is known by its name alone,
    so give each visitor their own. With neither, a message stands on its own and nothing of it is kept.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        tools: Iterable[GivenTool] = (),
        policies: Iterable[ItemPolicy | PersonalPolicy | str] | None = None,
        config: AgentConfig | None = None,
        model: str | Model | None = None,
        planner: Planner | PlannerName | None = None,
        reader: Reader | None = None,
        ranker: str | Ranker | None = None,
        embedder: Embedder | None = None,
        questioner: Questioner | None = None,
        critic: Reflector | Literal["model"] | None = None,
        rewriter: Rewriter | None = None,
        state: str | os.PathLike[str] | None = None,
        store: Store | None = None,
        checkpointer: BaseCheckpointSaver[Any] | None = None,
        warm: bool = False,
        deps: object = None,
    ) -> None:
        """Make an agent over a catalogue.

        Args:
            catalog: What to recommend from; closing it stays the caller's.
            tools: Functions decorated with `@tool`, tools of LangChain, and `McpTools`, besides the built-in ones and
                those of installed packages.
            policies: Rules on what may be shown, of `palate.agent.policies`, one's own, or names of entry points of
                `palate.policies`; `[NotSeen()]` where none are given, none at all for an empty list.
            config: How it behaves.
            model: What plans, and reads messages with it: `local`, `local:/path/model.gguf`, or any that litellm knows
                such as `openai/gpt-5-mini`. None is needed.
            planner: What turns an understanding into steps, or its name: `offline`; with a model `frames` (it reads
                every message; the default with a remote one) or `assisted` (only those of which the offline reader
                leaves words out; the default with a local one); `auto` for the default.
            reader: What understands a message, such as a function of your own; by default the one that comes with
                Palate (`palate.language.understand`).
            ranker: What orders candidates by what a person prefers: an object with `score(taste, candidates)`, or the
                name of an entry point of `palate.rankers`. By default the catalogue's own ranker (`palate train`), and
                an untrained one where it has none.
            embedder: What turns words into vectors where meanings are compared, an object with `embed(phrases)`; by
                default the encoder that comes with Palate.
            questioner: What chooses a question where one pays; by default the one whose answer is worth the most.
            critic: What looks at what would be shown when reflection found nothing against it, and may send the plan
                back once; `model` asks the model. None by default.
            rewriter: What puts replies into other words, made of slots and of words that claim nothing; by default
                nothing, and with `AgentConfig(rewrite=True)` the model.
            state: The folder of sessions and memory; by default `<catalogue>.palate/` beside the catalogue. `:memory:`
                keeps them for as long as the agent lives, and writes nothing to disk.
            store: What keeps turns and memory in the place of the state folder's file, such as a `PostgresStore`. There
                is no state folder then unless `state` names one. Closing it stays the caller's.
            checkpointer: What keeps sessions: any of LangGraph's that can be called without `await`. By default the
                store's own, so that a turn is one transaction (docs/extending.md says what holds elsewhere).
            warm: Have the model loaded, and read what never changes of its prompts, before the first message.
            deps: What the app's own tools, policies and planner get as `context.deps`; `ask(deps=…)` has others.

        Raises:
            BadArgument: `catalog` is none, a tool is not one, its name is taken or nothing could ever call it, a policy
                is not one or does not suit the catalogue, the ranker or another part is none, the state folder cannot
                be written, or a planner, a critic, `rewrite` or `rerank` needs a model.
            UnknownField: a policy is about a field that the catalogue does not have.
            ModelUnavailable: the model is not here, or its provider needs a key and the environment has none.
        """
        from palate.agent.elicitation.value import ByValue
        from palate.agent.harvest import Harvest
        from palate.agent.reflection.critic import ModelCritic
        from palate.agent.replies.model_rewriter import ModelRewriter
        from palate.language.embedder import ByEmbedder
        from palate.language.understand import read
        from palate.planners.demos.folder import DemoFolder
        from palate.planners.models.warming import warm_up
        from palate.planners.named import named_planner
        from palate.planners.offline import OfflinePlanner
        from palate.planners.planner import ReadingPlanner
        from palate.ranking.ranker import make_ranker
        from palate.tools.toolbox import Toolbox

        if not isinstance(catalog, Catalog):
            raise BadArgument(f"`catalog` is `{catalog!r:.60}`; a catalogue was expected, such as `Catalog.open(…)`.")
        check_parts(tools, config, model, reader)
        check_protocols(
            planner=planner, embedder=embedder, questioner=questioner, store=store, checkpointer=checkpointer
        )
        self.catalog = catalog
        self.config = config if config is not None else AgentConfig()
        rules = (NotSeen(),) if policies is None else checked(policies, catalog)
        self._deps = deps
        self._unnamed = new_session()
        own_ranker = None if ranker is None else make_ranker(ranker, catalog)
        self._folder = StateFolder.open(
            None if store is not None and state is None else state_folder(state, catalog),
            store=store,
            checkpointer=checkpointer,
            seconds=self.config.budget.seconds,
        )
        # An agent that nobody closes still closes its files, when it goes and its last turn has ended.
        weakref.finalize(self, self._folder.lifetime.let_go).atexit = False
        self._executor = ThreadPoolExecutor(self.config.threads, thread_name_prefix="palate-turn")
        demos = None if self._folder.path is None else self._folder.path / DEMONSTRATIONS
        if planner is None or isinstance(planner, str):
            planner = named_planner(
                planner or self.config.planner, model, demos=self.config.demos, k=self.config.most_demos, folder=demos
            )
        if rewriter is None and self.config.rewrite:
            rewriter = ModelRewriter(opened(model, "AgentConfig(rewrite=True)"))
        harvests = self.config.harvest and isinstance(planner, ReadingPlanner)
        parts = Parts(
            catalog=catalog,
            toolbox=Toolbox(
                tools,
                installed=self.config.installed_tools,
                offline=catalog.schema if isinstance(planner, OfflinePlanner) else None,
            ),
            planner=planner,
            fallback=planner if isinstance(planner, OfflinePlanner) else OfflinePlanner(),
            read=reader if reader is not None else read,
            policies=rules,
            config=self.config,
            folder=self._folder,
            questioner=questioner if questioner is not None else ByValue(),
            critic=ModelCritic(opened(model, 'critic="model"')) if critic == "model" else critic,
            harvest=Harvest(demos, catalog) if harvests and demos is not None else None,
            rewriter=rewriter,
            reranker=reranker_of(self.config.rerank, planner, model),
            ranker=own_ranker,
            embedded=None if embedder is None else ByEmbedder(embedder),
        )
        self._parts = parts
        self._model = model
        if warm:
            warm_up(planner, catalog, parts.toolbox)
        self._sessions = Sessions(parts, self._folder)
        others = (None if demos is None else DemoFolder(demos), self._folder.history, self._folder.allowance)
        holders: list[Erasable] = [each for each in others if each is not None]
        self.memory = People(self._folder.long_term, self._sessions, holders)

    @property
    def state(self) -> Path | None:
        """The folder of sessions and memory; None where they are in memory."""
        return self._folder.path

    @property
    def graph(self) -> ExchangeGraph:
        """The agent as a LangGraph graph, to be a node of an app's own: `outer.add_node("palate", agent.graph)`.

        Its state has `messages`, `user`, `session`, `reply` and `items` (`palate.agent.exchange.Exchange`). What its
        nodes tell reaches the outer stream (`stream_mode=["updates", "custom"], subgraphs=True`). Where the outer graph
        has a checkpointer, what a policy wants confirmed is an interrupt, which `Command(resume="yes")` answers.
        """
        from palate.agent.exchange import exchange_graph

        return exchange_graph(self._inside, traced=self.config.tracing)

    def as_node(
        self,
        *,
        messages: str = "messages",
        reply: str = "reply",
        items: str = "items",
        user: str = "user",
        session: str = "session",
    ) -> OuterNode:
        """Return a node for a LangGraph app whose state has other keys than `graph` has.

        Args:
            messages: The key of the messages, the last of which is answered, or of a text.
            reply: Where the whole reply goes, as JSON.
            items: Where its items go, as flat rows.
            user: Where it says who speaks; nothing need be there.
            session: Where it says in which conversation; the thread's id where nothing is there.
        """
        from palate.agent.exchange import outer_node

        return outer_node(self.graph, messages=messages, reply=reply, items=items, user=user, session=session)

    def ask(
        self,
        message: str,
        *,
        user: str | None = None,
        session: str | None = None,
        k: int | None = None,
        images: Iterable[Image] = (),
        deps: object = None,
    ) -> Reply:
        """Answer one message.

        Args:
            message: What the person wrote.
            user: Who wrote it; they are remembered.
            session: In which conversation; where not given, the one that the user has with this agent.
            k: How many items to show where the person does not say; the config's number where not given. A reply shows
                50 at most, and says so where that is fewer.
            images: Up to four that come with the message, for a model that takes images: paths, bytes, or `data:` or
                `https:` URLs of PNG, JPEG, WebP or GIF, each of 5 MB at the most. None of them is kept.
            deps: What tools, policies and the planner get as `context.deps` in this turn; the agent's where not given.

        Raises:
            BadArgument: a name is none, `k` is no number of items, an image is none, or no model looks at images.
        """
        deps = self._deps if deps is None else deps
        urls = checked_images(images, self._parts.planner)
        return self._sessions.run(cleaned(message), self._named(user, session), k=checked_k(k), deps=deps, images=urls)

    async def aask(
        self,
        message: str,
        *,
        user: str | None = None,
        session: str | None = None,
        k: int | None = None,
        images: Iterable[Image] = (),
        deps: object = None,
    ) -> Reply:
        """Do what `ask` does in a thread of the agent's own: the event loop is never blocked, and runs async tools.

        A call that is cancelled leaves its turn to run to its end.
        """
        return await self._elsewhere(self.ask, message, user=user, session=session, k=k, images=images, deps=deps)

    def stream(
        self,
        message: str,
        *,
        user: str | None = None,
        session: str | None = None,
        k: int | None = None,
        images: Iterable[Image] = (),
        deps: object = None,
    ) -> Iterator[TurnEvent]:
        """Answer one message, yielding an event for each node that ran, and the reply at the end.

        A model has an event of its own, before it is asked. What an event's `text` says may be shown to the person.

        The turn runs to its end even where the reading stops early. A program that ends without closing the agent ends
        its turns as well, and nothing of them is kept.
        """
        return streamed(self._turn(message, user, session, k, images, deps))

    def astream(
        self,
        message: str,
        *,
        user: str | None = None,
        session: str | None = None,
        k: int | None = None,
        images: Iterable[Image] = (),
        deps: object = None,
    ) -> AsyncIterator[TurnEvent]:
        """Do what `stream` does, for `async for`."""
        return astreamed(self._turn(message, user, session, k, images, deps))

    def feedback(
        self,
        item: str,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        seen: bool = False,
    ) -> None:
        """Note what a person thinks of an item, or that they have seen it. What is disliked is not shown again.

        Args:
            item: Its id.
            user: Who thinks so.
            session: In which session.
            value: From -1 (disliked) to 1 (liked); 0 takes an opinion back.
            seen: Whether they have consumed it.

        Raises:
            UnknownItem: the catalogue has no such item.
            BadArgument: neither `value` nor `seen` is given, `value` is out of range, or neither a user nor a session
                is named.
        """
        named = somebody(user, session, unnamed=self._unnamed)
        known = self.catalog.item(item).id
        if not isinstance(seen, bool):
            raise BadArgument(f"`seen` is `{seen!r:.60}`; True or False was expected.")
        if value is None and not seen:
            raise BadArgument("Feedback needs `value=`, from -1 (disliked) to 1 (liked), or `seen=True`.")
        if value is not None and not is_opinion(value):
            raise BadArgument(f"`value` is `{value!r:.60}`; from -1 (disliked) to 1 (liked) was expected.")
        facts: list[dict[str, Any]] = []
        if value is not None:
            facts.append({"kind": "feedback", "item": known, "value": float(value)})
        if seen:
            facts.append({"kind": "seen", "item": known})
        self._note(named, facts, lambda memory: _with_feedback(memory, known, value, seen))

    def commit(self, item: str, *, user: str | None = None, session: str | None = None) -> None:
        """Note that a person takes an item: they like it well enough, and it is not suggested to them again.

        At once it counts for their taste, in every session; and the turn that showed it becomes a demonstration, where
        a model reads and `AgentConfig.harvest` has it so. The catalogue's own log is the app's: write what was bought
        or played into it with `catalog.record`, for the ranking of everybody.

        Raises:
            UnknownItem: the catalogue has no such item.
            NotAllowed: a policy wants the person to confirm it first, and they have not.
            BadArgument: neither a user nor a session is named.
        """
        named = somebody(user, session, unnamed=self._unnamed)
        known = self.catalog.item(item).id
        self._confirmed(known, named)
        self._note(
            named,
            [{"kind": "commit", "item": known}],
            lambda memory: _committed(memory, known),
        )
        self._sessions.taken(known, named)

    def withdraw(self, key: str, *, user: str | None = None, session: str | None = None) -> State:
        """Take one constraint back from a session, as if it had not been said; return what the session is then.

        Args:
            key: The `key` of one of `reply.state.constraints`.
            user: Who takes it back.
            session: From which session.

        Raises:
            BadArgument: the session has no such constraint, or neither a user nor a session is named.
        """
        named = somebody(user, session, unnamed=self._unnamed)
        keys = {handle_of(each): each for each in self._sessions.memory(named).keys}
        if key not in keys:
            raise BadArgument(
                f"`{key!s:.80}` is no constraint of this session, which has {len(keys)}; `reply.state.constraints` has "
                "their keys."
            )
        self._sessions.note(named, lambda memory: memory.without(key=keys[key]), ())
        return self._sessions.state(named)

    async def afeedback(
        self,
        item: str,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        seen: bool = False,
    ) -> None:
        """Do what `feedback` does, without blocking the event loop."""
        await self._elsewhere(self.feedback, item, user=user, session=session, value=value, seen=seen)

    async def acommit(self, item: str, *, user: str | None = None, session: str | None = None) -> None:
        """Do what `commit` does, without blocking the event loop."""
        await self._elsewhere(self.commit, item, user=user, session=session)

    async def awithdraw(self, key: str, *, user: str | None = None, session: str | None = None) -> State:
        """Do what `withdraw` does, without blocking the event loop."""
        return await self._elsewhere(self.withdraw, key, user=user, session=session)

    def session(self, user: str | None = None, session: str | None = None) -> Session:
        """Return one session, to look at."""
        return Session(self._sessions, self._named(user, session))

    def sessions(self, user: str, *, offset: int = 0, limit: int | None = None) -> list[Told]:
        """Return what there is to tell of a person's sessions, the one last spoken in first.

        Args:
            user: The person.
            offset: How many sessions to pass over.
            limit: How many to return at most; all where None.
        """
        return self._sessions.told_of(check_name(user, "user"), offset=offset, limit=limit)

    def end(self, *, user: str | None = None, session: str | None = None) -> bool:
        """Close a session: its state and turns go, what was learnt of the person stays; tell whether there was one."""
        return self._sessions.end(self._named(user, session))

    async def aend(self, *, user: str | None = None, session: str | None = None) -> bool:
        """Do what `end` does, without blocking the event loop."""
        return await self._elsewhere(self.end, user=user, session=session)

    def check_model(self) -> Check:
        """Ask the agent's model a small question, and return what it said and how long it took.

        Raises:
            BadArgument: the agent has no model.
            ModelError: it does not work; the message says why.
        """
        from palate.llm.checking import check_model

        return check_model(opened(self._model, "check_model()"))

    def close(self) -> None:
        """Take no more messages, wait for the turns that run, and close the state folder's files.

        The catalogue stays open. What is called afterwards raises a `CallerError`; closing again does nothing.

        Raises:
            CallerError: it is called from inside one of the agent's own turns.
            PalateError: a turn does not end; the files are closed when it does.
        """
        budget = self.config.budget
        self._folder.lifetime.close(seconds=_PATIENCE * (budget.seconds + budget.model_seconds))
        self._executor.shutdown(wait=False)
        self._parts.toolbox.close()

    async def aclose(self) -> None:
        """Do what `close` does, without blocking the event loop."""
        await asyncio.to_thread(self.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):  # whoever stops a program does not wait for what it was doing
            self._folder.lifetime.let_go()
        else:
            self.close()

    def __repr__(self) -> str:
        schema = self.catalog.schema
        return f"Agent({schema.name!r}, {schema.items} items, planner={self._parts.planner.name!r})"

    def look(self) -> Look:
        """Return what it consists of."""
        tools = ", ".join(tool.name for tool in self._parts.toolbox)
        policies = ", ".join(policy.name for policy in self._parts.policies)
        rows = [("planner", self._parts.planner.name), ("tools", tools), ("policies", policies), ("state", self.state)]
        return Look(repr(self), ("part", ""), rows)

    def _turn(
        self,
        message: str,
        user: str | None,
        session: str | None,
        k: int | None,
        images: Iterable[Image],
        deps: object,
    ) -> Callable[[], Iterator[TurnEvent]]:
        """Return what runs a turn, having refused at once what cannot be run."""
        self._folder.lifetime.check()
        deps = self._deps if deps is None else deps
        urls, named = checked_images(images, self._parts.planner), self._named(user, session)
        return partial(self._sessions.events, cleaned(message), named, k=checked_k(k), deps=deps, images=urls)

    def _inside(self, message: str, user: str | None, session: str | None, k: int | None) -> Iterator[TurnEvent]:
        """Run a turn inside of another graph, which keeps the agent open for as long as somebody has it."""
        return self._sessions.events(message, self._named(user, session), k=k, deps=self._deps, inside=True)

    def _named(self, user: str | None, session: str | None) -> Named:
        return named_by(user, session, unnamed=self._unnamed)

    async def _elsewhere(self, call: Callable[..., Result], *args: Any, **named: Any) -> Result:
        """Run a call in a thread of the agent's own, in the caller's context."""
        self._folder.lifetime.check()
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()
        context.run(APP_LOOP.set, loop)
        return await loop.run_in_executor(self._executor, partial(context.run, call, *args, **named))

    def _confirmed(self, item: str, named: Named) -> None:
        memory = self._sessions.memory(named)
        wanting = unconfirmed([item], self._parts.policies, memory, self.catalog).get(item)
        if wanting is not None:
            raise NotAllowed(
                f"`{item}` cannot be taken yet: the policy `{wanting.name}` wants a yes to its question first, and "
                f"this session has none."
            )

    def _note(self, named: Named, facts: list[dict[str, Any]], change: Change) -> None:
        """Keep an app's call in the session, and of a known person for good."""
        now, name, session = self._parts.now(), self.catalog.schema.name, named.session or ""
        events = [
            Event(time=now, session=session, catalogue=name, number=number, **fact) for number, fact in enumerate(facts)
        ]
        self._sessions.note(named, change, events)


def _with_feedback(memory: SessionMemory, item: str, value: float | None, seen: bool) -> SessionMemory:
    items = memory.items.with_ids(seen=[item] if seen else ())
    if value is not None:
        items = items.with_opinion(item, float(value))
    return memory.model_copy(update={"items": items})


def _committed(memory: SessionMemory, item: str) -> SessionMemory:
    elicited = memory.elicited.model_copy(update={"takes_first": False})
    return memory.model_copy(update={"items": memory.items.with_ids(committed=[item]), "elicited": elicited})
