"""What sessions hold, as LangGraph checkpoints: strict about what is loaded, one a session, written with its turn."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from palate.agent.storage.outside import OutsideStore, in_time
from palate.errors import PalateError, StorageError
from palate.memory.elicited import Elicited
from palate.memory.keys import session_of
from palate.memory.migration import check_version
from palate.memory.short_term import SessionMemory
from palate.memory.sqlite_store import SealedSerializer, SqliteStore
from palate.memory.store import Still

Result = TypeVar("Result")
_STATE = (
    ("palate.agent.outcome", "Outcome"),
    ("palate.agent.reflection.finding", "Finding"),
    ("palate.agent.reflection.finding", "Verdict"),
    ("palate.agent.reply", "Reply"),
    ("palate.agent.state", "StepRecord"),
    ("palate.language.understanding", "Understanding"),
    ("palate.memory.request", "Held"),
    ("palate.memory.short_term", "SessionMemory"),
    ("palate.planners.plan", "Plan"),
    ("palate.planners.planner", "Advice"),
)
Writes = Callable[[], None]
"""What is written in the transaction of a checkpoint."""


class Checkpoints(BaseCheckpointSaver[Any]):
    """A saver over another one, that of the store or any of an app.

    Only the types of the graph's state are rebuilt from what it holds: a checkpoint that somebody tampered with cannot
    construct anything else.

    A graph that runs inside `turn` saves what it came to only once the turn said by `finish` what else is to be
    written. Both are one transaction of the store: a turn that raised, or a process that died, leaves nothing of it. A
    saver that writes elsewhere does so last, before the store commits.
    """

    def __init__(self, saver: BaseCheckpointSaver[Any], store: SqliteStore | OutsideStore, *, seconds: float) -> None:
        """Save with `saver`; one that is not the store's may take `seconds` for a call."""
        self._saver = _strict(saver)
        super().__init__(serde=self._saver.serde)
        self._store = store
        self._is_the_stores = saver is store.saver
        self._seconds = seconds
        self._prunes = type(saver).prune is not BaseCheckpointSaver.prune
        self._turns: dict[str, Writes | None] = {}
        self._still: dict[str, Still] = {}

    @contextmanager
    def turn(self, thread: str, still: Still) -> Iterator[None]:
        """Run one turn of a thread, which nobody else runs at the same time; what `still` refuses is not saved."""
        self._turns[thread] = None
        self._still[thread] = still
        try:
            yield
        finally:
            del self._turns[thread], self._still[thread]

    def finish(self, thread: str, writes: Writes) -> None:
        """Have the running turn's checkpoint saved, and with it whatever `writes` writes."""
        self._turns[thread] = writes

    def get_next_version(self, current: Any, channel: None) -> Any:
        """Return the version of a channel that follows, as the saver counts."""
        return self._saver.get_next_version(current, channel)

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint in the place of the thread's last one; of a turn that has not come to its end, nothing."""
        thread = str(config["configurable"]["thread_id"])
        writes = self._turns.get(thread, _nothing)
        still = self._still.get(thread, _nothing)
        if writes is None:
            return config

        saved = config

        def save() -> None:
            nonlocal saved
            saved = self._saver.put(config, checkpoint, metadata, new_versions)
            if self._prunes:
                self._saver.prune([thread])

        self._store.kept(still, writes, partial(self._asked, save))
        return saved

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Save nothing: what a node wrote before it was interrupted is no turn."""

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Return a thread's checkpoint.

        Raises:
            StorageError: it is damaged, or the saver fails.
        """
        is_ours = self._is_the_stores and isinstance(self._store, SqliteStore)
        return self._asked(lambda: self._read(config) if is_ours else _checked(self._saver.get_tuple(config)))

    def delete_thread(self, thread_id: str) -> None:
        """Remove what is kept of a thread."""
        self._asked(lambda: self._saver.delete_thread(thread_id))

    def _read(self, config: RunnableConfig) -> CheckpointTuple | None:
        try:
            found = _checked(self._saver.get_tuple(config))
            return found and found._replace(metadata=_needed(found.metadata))
        except PalateError:
            raise
        except Exception as error:  # whatever a decoder raises over bytes that are not its own
            name = session_of(str(config["configurable"]["thread_id"]))
            raise StorageError(
                f"What is kept of the session `{name}` is damaged and cannot be read ({error}); `agent.end(…)` removes "
                "it, and the session begins anew."
            ) from error

    def _asked(self, call: Callable[[], Result]) -> Result:
        if self._is_the_stores:
            return self._store.asked(call)
        return in_time(call, self._seconds, f"checkpointer `{type(self._saver).__name__}`")


def _strict(saver: BaseCheckpointSaver[Any]) -> BaseCheckpointSaver[Any]:
    """Return a saver that rebuilds what the graph's state consists of, and nothing else where it need not."""
    made = type(saver.serde)
    if made not in (JsonPlusSerializer, SealedSerializer):
        return saver.with_allowlist(_STATE)
    strict = copy.copy(saver)
    strict.serde = made(allowed_msgpack_modules=_STATE)
    return strict


def _checked(found: CheckpointTuple | None) -> CheckpointTuple | None:
    session = None if found is None else found.checkpoint["channel_values"].get("session")
    if session is None:
        return found
    if not isinstance(session, SessionMemory):
        raise TypeError("it holds no session")
    check_version(session.schema_version)
    if not isinstance(session.elicited, Elicited):  # LangGraph builds what does not validate all the same.
        raise TypeError("its session does not validate")
    return found


def _needed(metadata: CheckpointMetadata) -> CheckpointMetadata:
    """Return what LangGraph needs of a checkpoint's metadata, which no digest covers."""
    return {"source": metadata["source"], "step": int(metadata["step"]), "parents": {}}


def _nothing() -> None:
    """Write nothing besides the checkpoint."""
