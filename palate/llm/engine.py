"""llama.cpp in this process: one for each model file, one prompt at a time."""

from __future__ import annotations

import atexit
import os
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from palate.errors import BadArgument, BadCompletion, ModelUnavailable
from palate.llm.deadline import ending
from palate.llm.prefixes import Prefixes, prefix_folder
from palate.llm.redaction import credentials, redact

MAGIC = b"GGUF"
MOST_THREADS = 8
PREFIX_CACHE_MIB = 1024
"""How much memory prompts that are not the last one may keep."""
SHORT_SEPARATORS = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": ", "lenient": True}
"""JSON on one line: a third fewer tokens than with line breaks, and better answers than with no spaces at all, where
Qwen wrote `{"where":[],"order":","}`. Lenient passes over keywords that no grammar holds; whoever asked checks them."""
BATCH = 256
"""Prompt tokens read between two looks at the clock: half a second of SmolLM2's time, four of Qwen's, on two cores."""
STREAMED = {
    "stream": True,
    "stream_options": {"include_usage": True},
    "return_progress": True,
    "cache_prompt": True,
}
"""Streamed, because what hears the stream can stop it: nothing else can."""


_NOBODY = {"role": "user", "content": "Hello"}
"""What stands behind a prefix that is read for its own sake."""


@dataclass
class Generated:
    """What one prompt gave."""

    text: str = ""
    finish: str | None = None
    usage: dict[str, Any] = field(default_factory=dict)

    def take(self, chunk: Mapping[str, Any]) -> None:
        """Take a chunk of the stream; the last one has no text but the usage.

        Raises:
            BadCompletion: the chunk is an error, such as a prompt that is longer than the context.
        """
        if "error" in chunk:
            told = _clean(chunk["error"].get("message", chunk["error"]))
            raise BadCompletion(f"The local model refused the prompt: {told}.")
        for choice in chunk.get("choices", ()):
            self.text += choice.get("delta", {}).get("content") or ""
            self.finish = choice.get("finish_reason") or self.finish
        self.usage = chunk.get("usage") or self.usage


class Engine:
    """A model file in memory. Callers queue for it; each waits no longer than its own deadline."""

    def __init__(self, path: Path, *, context: int) -> None:
        self.path = path
        self.context = context
        self._turn = threading.Lock()
        self._server: Any = None
        self._prefixes: Prefixes | None = None
        self._read: set[str] = set()
        self._process = os.getpid()

    def generate(self, body: Mapping[str, Any], *, deadline: float, fixed: int = 0) -> Generated:
        """Answer a chat request; what is generated stops at `deadline`, by the clock `time.monotonic`.

        The clock is looked at between batches of the prompt and at each token: call it by `within(…, native=True)`, so
        that no interpreter ends under it. It stops when the process ends, too.
        The first `fixed` messages are read from disk where an earlier process left what it made of them.

        Raises:
            ModelUnavailable: the file cannot be loaded, the engine was busy until the deadline, or the process ends.
            BadCompletion: the request is one that it cannot answer.
        """
        if not self._turn.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise ModelUnavailable(f"`{self.path.name}` was busy with other prompts until the deadline.")
        try:
            if ending():
                raise ModelUnavailable(f"`{self.path.name}` is asked nothing more: the process is ending.")
            self._server = self._server or self._start()
            self._read_fixed(body["messages"][:fixed], deadline)
            return self._generate(body, deadline)
        finally:
            self._turn.release()

    def close(self) -> None:
        """Unload the model, after what is being generated; a fork has no threads that could unload it."""
        if self._process == os.getpid():
            with self._turn:
                self._server = None

    def _start(self) -> Any:
        key, folder = secrets.token_hex(), prefix_folder()
        server = _started(self.path, self.context, key=key, folder=folder)
        self._prefixes = Prefixes.of(server, folder, key, path=self.path, context=self.context)
        return server

    def _read_fixed(self, messages: Sequence[Mapping[str, Any]], deadline: float) -> None:
        """Have the state of a prefix in the slot, once for each prefix; nothing else of a prompt is ever saved."""
        assert self._prefixes is not None  # noqa: S101 - made with the server
        name = self._prefixes.name(messages)
        if not messages or name in self._read:
            return
        self._read.add(name)
        if not self._prefixes.restore(name):
            self._generate({"messages": [*messages, _NOBODY], "max_tokens": 1}, deadline)
            if time.monotonic() < deadline:
                self._prefixes.save(name)

    def _generate(self, body: Mapping[str, Any], deadline: float) -> Generated:
        chunks: list[Mapping[str, Any]] = []

        def heard(chunk: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> bool:
            chunks.extend([chunk] if isinstance(chunk, Mapping) else chunk)
            return ending() or time.monotonic() >= deadline

        try:
            self._server.handle_chat_completions({**body, **STREAMED}, heard)
        except (ValueError, RuntimeError) as error:
            raise BadCompletion(f"`{self.path.name}` cannot answer this prompt or schema: {_clean(error)}.") from None
        generated = Generated()
        for chunk in chunks:
            generated.take(chunk)
        return generated


_engines: dict[tuple[int, Path, int], Engine] = {}
"""By process too: a fork has the memory of its parent's engine, but none of its threads."""
_making = threading.Lock()


def engine(path: Path, *, context: int) -> Engine:
    """Return this process's engine for a file; it loads the file at its first prompt."""
    key = (os.getpid(), path.resolve(), context)
    with _making:
        if key not in _engines:
            _engines[key] = Engine(path, context=context)
            atexit.register(_engines[key].close)
        return _engines[key]


def grammar(schema: Mapping[str, Any]) -> str:
    """Return the grammar under which only JSON of that schema can be generated.

    Raises:
        BadCompletion: no grammar can hold the schema.
    """
    import xllamacpp

    try:
        return str(xllamacpp.json_schema_to_grammar({**closed(schema), "x-guidance": SHORT_SEPARATORS}))
    except (ValueError, RuntimeError) as error:
        raise BadCompletion(f"The schema cannot become a grammar: {_clean(error)}.") from None


def closed(schema: Any) -> Any:
    """Return a schema whose objects have no properties but their own: small models invent more until cut off."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    if isinstance(parts.get("properties"), dict) and parts.get("type") == "object":
        parts.setdefault("additionalProperties", False)
    return parts


def threads() -> int:
    """Return how many threads generate: `PALATE_THREADS`, or one a core.

    Threads wait for each other at every layer. Where other processes keep the cores busy, fewer are much faster: beside
    one busy process on two cores, SmolLM2 writes 52 tokens a second with one thread and 6 with two.

    Raises:
        BadArgument: `PALATE_THREADS` is not a number above 0.
    """
    if told := os.environ.get("PALATE_THREADS"):
        if not told.isdecimal() or int(told) < 1:
            raise BadArgument(f"`PALATE_THREADS` should be a number of threads above 0; `{told}` is not.")
        return int(told)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_THREADS)


def _clean(told: object) -> str:
    return redact(str(told).strip().rstrip("."), credentials())


def _started(path: Path, context: int, *, key: str, folder: Path) -> Any:
    import xllamacpp

    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ModelUnavailable(f"`{path}` is not a GGUF model file.")
    params = xllamacpp.CommonParams()
    params.model.path, params.n_ctx, params.n_parallel, params.use_jinja = str(path), context, 1, True
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads()
    params.cache_ram_mib = PREFIX_CACHE_MIB
    params.n_batch = params.n_ubatch = BATCH
    params.verbosity = 0
    # It listens on loopback whether one wants it or not: on a free port, and to nobody without a key that nobody has.
    params.port, params.ui, params.endpoint_slots, params.api_keys = 0, False, False, [key]
    params.slot_save_path = f"{folder}{os.sep}"
    try:
        return xllamacpp.Server(params)
    except (ValueError, RuntimeError) as error:
        raise ModelUnavailable(f"`{path}` cannot be loaded: {_clean(error)}.") from None
