"""An exact-match cache of completions in SQLite: the same call twice costs once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import ValidationError

from palate.errors import UnreadableFile
from palate.llm.model import Ask, CallOptions, Completion, Message, Model, Usage, Wrapped

BUSY_SECONDS = 5.0
TABLE = "CREATE TABLE IF NOT EXISTS completions (key TEXT PRIMARY KEY, completion TEXT NOT NULL)"


class Cached(Wrapped):
    """A model of which every finished answer is kept. Prompts are not kept, only their sums."""

    def __init__(self, model: Model, path: Path | str, *, replays_usage: bool = False) -> None:
        """Take a model and the file of its answers, made if it was not there.

        Args:
            model: who is asked what is not kept.
            path: the file.
            replays_usage: whether a kept answer tells what it took when it was asked for, as a measurement wants it,
                and not that it takes nothing now.

        Raises:
            UnreadableFile: the file is no SQLite database, or cannot be made.
        """
        super().__init__(model)
        self.path = Path(path)
        self._replays_usage = replays_usage
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as database:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute(TABLE)
        except (sqlite3.Error, OSError) as error:
            raise UnreadableFile(f"`{self.path}` cannot be used as a cache of completions: {error}.") from None

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Return the kept answer to this very call, or ask the model and keep it. A kept one took no call."""
        if options.temperature > 0 and options.seed is None:
            return self.model.complete(messages, options)  # whoever asks like this wants another answer each time
        started = time.monotonic()
        key = Ask.of(messages, options).key(self.name)
        if kept := self._kept(key):
            if self._replays_usage:
                return kept
            return kept.model_copy(update={"usage": Usage(cost=0.0, seconds=time.monotonic() - started)})
        completion = self.model.complete(messages, options)
        # What was cut off, or came from a model that stood in, is not this model's answer.
        if completion.finish == "stop" and completion.model == self.name:
            self._keep(key, completion)
        return completion

    def _kept(self, key: str) -> Completion | None:
        with suppress(sqlite3.Error, ValidationError), self._open() as database:
            row = database.execute("SELECT completion FROM completions WHERE key = ?", [key]).fetchone()
            return None if row is None else Completion.model_validate_json(row[0])
        return None

    def _keep(self, key: str, completion: Completion) -> None:
        # An answer that cannot be kept, because another process writes for long, is still an answer.
        with suppress(sqlite3.Error), self._open() as database:
            database.execute("INSERT OR REPLACE INTO completions VALUES (?, ?)", [key, completion.model_dump_json()])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one statement: what threads and forked processes share is the file alone."""
        database = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
        try:
            with database:
                yield database
        finally:
            database.close()
