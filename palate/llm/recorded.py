"""A double for tests and evals: a model's calls on a cassette of JSON lines, replayed strictly."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import fuzz, process

from palate.errors import BadArgument, ModelUnavailable, UnreadableFile
from palate.llm.asks import ask_of, key_of
from palate.llm.model import Ask, CallOptions, Completion, Message, Model

SHOWN = 120


class Recording(BaseModel):
    """One line of a cassette."""

    model_config = ConfigDict(frozen=True)

    model: str
    ask: Ask
    completion: Completion


class RecordedModel:
    """Replays calls from a cassette; with a model, asks it what the cassette does not hold, and adds it there.

    A replayed completion has the usage and the seconds of the call that was recorded.
    """

    def __init__(self, path: Path | str, model: Model | None = None) -> None:
        """Take a cassette.

        Raises:
            UnreadableFile: it is missing and there is no model to record, or a line of it cannot be read.
            BadArgument: a cassette without a model holds calls of several models.
        """
        self.path = Path(path)
        self._model = model
        self._lock = threading.Lock()
        recordings = self._read()
        self._name = model.name if model is not None else _only_name(recordings, self.path)
        self._known = {key_of(each.model, each.ask): each for each in recordings}

    @property
    def name(self) -> str:
        """The recorded model's name."""
        return self._name

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Replay a call, or record it where there is a model to ask.

        Raises:
            ModelUnavailable: the cassette does not hold the call; the message names the closest that it does hold.
        """
        asked = ask_of(messages, options)
        key = key_of(self.name, asked)
        with self._lock:
            if key in self._known:
                return self._known[key].completion
        if self._model is None:
            raise ModelUnavailable(self._miss(asked))
        completion = self._model.complete(messages, options)
        self._record(key, Recording(model=self.name, ask=asked, completion=completion))
        return completion

    def _record(self, key: str, recording: Recording) -> None:
        with self._lock:
            if key not in self._known:
                self._known[key] = recording
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(recording.model_dump_json() + "\n")

    def _read(self) -> list[Recording]:
        if not self.path.exists():
            if self._model is None:
                raise UnreadableFile(f"`{self.path}` does not exist; give a model to record the cassette.")
            return []
        recordings = []
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                recordings.append(Recording.model_validate_json(line))
            except ValidationError:
                raise UnreadableFile(f"Line {number} of `{self.path}` is not a recorded call.") from None
        return recordings

    def _miss(self, asked: Ask) -> str:
        told = _told(asked)
        known = [each.ask for each in self._known.values()]
        best = process.extractOne(told, [_told(each) for each in known], scorer=fuzz.ratio)
        start = f"`{self.path}` holds no call with the prompt that ends `{_end(asked)}`"
        if best is None:
            return f"{start}; it holds none."
        near = known[best[2]]
        if _told(near) != told:
            return f"{start}; the closest ends `{_end(near)}`."
        names = [name for name in Ask.model_fields if getattr(near, name) != getattr(asked, name)]
        return f"{start}; the closest has the same prompt, but another {', '.join(f'`{name}`' for name in names)}."


def _only_name(recordings: Sequence[Recording], path: Path) -> str:
    names = sorted({each.model for each in recordings})
    if len(names) > 1:
        raise BadArgument(f"`{path}` holds calls of several models ({', '.join(names)}); keep a cassette for each.")
    return names[0] if names else "recorded"


def _told(asked: Ask) -> str:
    return "\n".join(f"{message.role}: {message.content}" for message in asked.messages)


def _end(asked: Ask) -> str:
    return " ".join(asked.messages[-1].content.split())[-SHOWN:] if asked.messages else ""
