"""Where an agent keeps what it knows of people: a protocol of a few operations on plain records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

Kind = Literal["event", "session", "turn", "spent"]
"""event: what was noted of a person, by person. session: when something last happened in one. turn: by session. spent:
what models spent for a user, by user."""


@dataclass(frozen=True)
class Record:
    """One record: of its kind there is one for each owner and key."""

    owner: str
    """Whose it is: the name of a person, or of a session, as letters, digits and `-_~%:/`."""
    key: str
    time: float
    """Seconds since 1970."""
    data: str = ""
    """JSON."""


@runtime_checkable
class Store(Protocol):
    """Keeps records. Any thread may call it, and several at once.

    Whatever it raises is told as a `StorageError`, and nothing of the turn is kept.
    """

    @property
    def saver(self) -> BaseCheckpointSaver[Any] | None:
        """A checkpointer that writes in the transactions of this store; None where it has none."""
        ...

    def transaction(self) -> AbstractContextManager[object]:
        """Keep all that this thread writes inside of the block, or, where it raises, nothing of it.

        One inside another belongs to it.
        """
        ...

    def put(self, kind: Kind, records: Sequence[Record]) -> None:
        """Write records; one of the same kind, owner and key is written over."""
        ...

    def read(self, kind: Kind, owner: str) -> list[Record]:
        """Return the records of an owner in the order of their keys, by code points."""
        ...

    def owners(self, kind: Kind, *, prefix: str = "", before: float | None = None) -> list[str]:
        """Return who has records, in order: whose name begins with `prefix`, and that are older than `before`."""
        ...

    def delete(self, kind: Kind, owner: str, keys: Collection[str] | None = None) -> int:
        """Remove an owner's records of these keys, all where None; return how many there were."""
        ...

    def expire(self, kind: Kind, before: float) -> int:
        """Remove the records of everybody that are older; return how many there were."""
        ...

    def scrub(self) -> None:
        """Leave nothing of what was deleted in any file, as far as that is not so already.

        Raises:
            StorageError: that cannot be done for now.
        """
        ...


Still = Callable[[], object]
"""What raises where a lock that was held is held no longer."""


@runtime_checkable
class Locking(Protocol):
    """What a store may have besides: locks that all who use it share, in whichever process and on whichever host."""

    def lock(self, name: str, *, seconds: float) -> AbstractContextManager[Still]:
        """Hold what goes by a name inside of the block; it is let go where the process dies.

        Raises:
            TimeoutError: somebody else held it for so many seconds.
        """
        ...
