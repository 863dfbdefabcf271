"""A store that an app brings: whatever goes wrong in it is a `StorageError`, and none is waited for without end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, TypeVar

from palate.errors import PalateError, StorageError
from palate.llm.deadline import LeftBehind, in_thread
from palate.memory.store import Kind, Locking, Record, Still, Store
from palate.tools.failures import full_text, reason

Result = TypeVar("Result")
_LOG = logging.getLogger(__name__)


def in_time(
    call: Callable[[], Result], seconds: float, what: str, *, stop: Callable[[], None] = lambda: None
) -> Result:
    """Return what `call` returns, which keeps something elsewhere.

    Raises:
        StorageError: it raised, or was left behind after `seconds`; `stop` is called then.
    """
    try:
        return in_thread(call, seconds, stop=stop)
    except LeftBehind:
        raise StorageError(f"The {what} took longer than {seconds:.3g} seconds, and was left behind.") from None
    except PalateError:
        raise
    except Exception as error:
        raise _failed(error, what) from error


class OutsideStore:
    """Calls a store of somebody else."""

    def __init__(self, store: Store, *, seconds: float) -> None:
        """Wait `seconds` for a call, and for a transaction as a whole."""
        self._store = store
        self._seconds = seconds
        self._name = f"store `{type(store).__name__}`"
        self._inside = threading.local()
        self.saver = store.saver

    def kept(self, *writes: Callable[[], object]) -> None:
        """Keep all that `writes` write, one after another, or, where one raises or they are too slow, nothing.

        Once they were left behind no further one is begun: the last may write to where no transaction takes it back.
        """
        late: threading.Event = getattr(self._inside, "late", None) or threading.Event()

        def work() -> None:
            with self.transaction():
                self._inside.late = late
                for write in writes:
                    write()
                    if late.is_set():
                        raise StorageError(f"The {self._name} was left behind.")

        if self._is_inside:
            work()
        else:
            in_time(work, self._seconds, self._name, stop=late.set)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside of the block, or, where it raises, nothing."""
        inside = self._is_inside
        try:
            with self._store.transaction():
                self._inside.value = True
                yield
        except PalateError:
            raise
        except Exception as error:
            raise _failed(error, self._name) from error
        finally:
            self._inside.value = inside

    @property
    def locks(self) -> bool:
        """Whether it has locks that all who use it share."""
        return isinstance(self._store, Locking)

    @contextmanager
    def lock(self, name: str, *, seconds: float) -> Iterator[Still]:
        """Hold what goes by a name.

        Raises:
            TimeoutError: somebody else held it for so many seconds.
        """
        assert isinstance(self._store, Locking)  # noqa: S101 - whoever asks saw `locks`
        with ExitStack() as stack:
            try:
                still = stack.enter_context(self._store.lock(name, seconds=seconds))
            except (PalateError, TimeoutError):
                raise
            except Exception as error:
                raise _failed(error, self._name) from error
            yield partial(self.asked, still)

    def put(self, kind: Kind, records: Sequence[Record]) -> None:
        """Write records."""
        self.asked(lambda: self._store.put(kind, records))

    def read(self, kind: Kind, owner: str) -> list[Record]:
        """Return the records of an owner, by their keys."""
        found: list[Any] = self.asked(lambda: list(self._store.read(kind, owner)))
        if not all(isinstance(each, Record) and each.owner == owner for each in found):
            raise StorageError(f"The {self._name} returned what are no records of `{owner}`.")
        return sorted(found, key=lambda each: each.key)

    def owners(self, kind: Kind, *, prefix: str = "", before: float | None = None) -> list[str]:
        """Return who has records."""
        found: list[Any] = self.asked(lambda: list(self._store.owners(kind, prefix=prefix, before=before)))
        if not all(isinstance(each, str) and each.startswith(prefix) for each in found):
            raise StorageError(f"The {self._name} returned what are no names that begin with `{prefix}`.")
        return sorted(found)

    def delete(self, kind: Kind, owner: str, keys: Collection[str] | None = None) -> int:
        """Remove an owner's records."""
        return self._counted(lambda: self._store.delete(kind, owner, keys))

    def expire(self, kind: Kind, before: float) -> int:
        """Remove the records of everybody that are older."""
        return self._counted(lambda: self._store.expire(kind, before))

    def scrub(self) -> None:
        """Leave nothing of what was deleted."""
        self.asked(self._store.scrub)

    def close(self) -> None:
        """Leave it open: closing it stays with the app."""

    @property
    def _is_inside(self) -> bool:
        return bool(getattr(self._inside, "value", False))

    def asked(self, call: Callable[[], Result]) -> Result:
        """Call what belongs to the store: inside a transaction in this thread, else in one that may be left behind."""
        return call() if self._is_inside else in_time(call, self._seconds, self._name)

    def _counted(self, call: Callable[[], Any]) -> int:
        count = self.asked(call)
        if not isinstance(count, int):
            raise StorageError(f"The {self._name} returned `{count!r:.60}`; how many records went was expected.")
        return count


def _failed(error: Exception, what: str) -> StorageError:
    name = what.partition("`")[2].rstrip("`")
    _LOG.warning("%s", full_text(error, name))
    return StorageError(f"The {what.partition(' ')[0]} {reason(error, name)}")
