"""Answers of a large language model, recorded once for a suite and replayed by the hash of their prompt.

A prompt that changed has no answer: the turn is read offline, as after any failure of a model, and tables print the
share of such turns (`without it`). Nothing is ever answered for a prompt that is only similar.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from palate.catalog.printable import json_text
from palate.errors import BadArgument, ModelUnavailable, UnreadableFile
from palate.llm.model import CallOptions, Completion, Message, Usage

PREFIX = "recorded:"
FOLDER = "answers"
"""Beside a suite: a file of JSON lines for each recorded model."""
_CHARACTERS = 4
"""Characters that make about one token: what a replayed call is taken to have used."""
_SHIPPED = Path(__file__).parent / "suites"


def key_of_prompt(messages: Sequence[Message]) -> str:
    """Return sixteen hexadecimal digits that change with any character of a prompt."""
    told = json.dumps([[each.role, each.content] for each in messages], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class RecordedModel:
    """Replays recorded answers; a prompt without one is noted where a file for that is given."""

    def __init__(self, name: str, *, beside: Path | None = None, pending: Path | None = None) -> None:
        """Take the name of the recording.

        Args:
            name: such as `large`.
            beside: the file of a suite of one's own, beside which answers are read too.
            pending: a file of JSON lines to which prompts without an answer are added.
        """
        self.recording = name
        self._beside = beside
        self._pending = pending

    @property
    def name(self) -> str:
        """Such as `recorded:large`."""
        return f"{PREFIX}{self.recording}"

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: ARG002, B008
        """Return the recorded answer to a prompt.

        Raises:
            ModelUnavailable: there is none.
        """
        key = key_of_prompt(messages)
        text = self._answers.get(key)
        if text is None:
            if self._pending is not None:
                _append(self._pending, {"key": key, "messages": [each.model_dump() for each in messages]})
            raise ModelUnavailable(f"`{self.name}` has no answer to this prompt.")
        asked = sum(len(each.content) for each in messages) // _CHARACTERS
        usage = Usage(calls=1, prompt_tokens=asked, completion_tokens=len(text) // _CHARACTERS)
        return Completion(text=text, model=self.name, usage=usage)

    @cached_property
    def _answers(self) -> Mapping[str, str]:
        files = sorted(_SHIPPED.glob(f"**/{FOLDER}/{self.recording}.jsonl"))
        if self._beside is not None:
            files.append(self._beside.parent / FOLDER / f"{self.recording}.jsonl")
        found = {key: text for file in files if file.is_file() for key, text in read_answers(file).items()}
        if not found and self._pending is None:
            raise BadArgument(f"Nothing is recorded under `{self.recording}`; `palate eval answers` records answers.")
        return found


def read_answers(file: Path) -> dict[str, str]:
    """Return recorded answers by the keys of their prompts.

    Raises:
        UnreadableFile: a line is no answer.
    """
    found = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            told = json.loads(line)
            found[str(told["key"])] = str(told["text"])
        except (ValueError, KeyError, TypeError):
            raise UnreadableFile(f"`{file}`, line {number}: expected an object with `key` and `text`.") from None
    return found


def write_answers(file: Path, answers: Mapping[str, str]) -> None:
    """Write answers, in the order of their keys, so that a recording differs only where an answer does."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (json_text({"key": key, "text": answers[key]}, separators=(",", ":")) for key in sorted(answers))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_pending(file: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the prompts that wait for an answer, by key; each once."""
    if not file.is_file():
        return {}
    rows: Iterable[dict[str, Any]] = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {row["key"]: row["messages"] for row in rows}


def _append(file: Path, row: dict[str, Any]) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{json_text(row)}\n")
