"""Answers of a large language model, recorded once for a suite and replayed by the hash of their prompt.

A prompt that changed has no answer: the turn goes on without the model, as after any failure of one, and a run prints
the share of such prompts. A prompt that is only similar gets no answer.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palate.catalog.printable import json_text
from palate.errors import BadArgument, ModelUnavailable, UnreadableFile
from palate.llm.model import CallOptions, Completion, Message, Usage

if TYPE_CHECKING:
    from palate.evals.report.report import Report

PREFIX = "recorded:"
FOLDER = "answers"
"""Beside a suite's file: one file of JSON lines for each recorded model."""
NO_ANSWER = "has no answer to this prompt"
"""In the error of a prompt without an answer, and so in the trace of its turn."""
_CHARACTERS = 4
"""Characters of text per token, by which the usage of a replayed call is estimated."""
_NAME = re.compile(r"[\w-][\w.-]*")


def is_recorded(model: str) -> bool:
    """Tell whether a model's name is that of a recording."""
    return model.startswith(PREFIX)


def recording_of(model: str) -> str:
    """Return the name of the recording in a model's name: `large` of `recorded:large`.

    Raises:
        BadArgument: it names none.
    """
    name = model.removeprefix(PREFIX)
    if not is_recorded(model) or not _NAME.fullmatch(name):
        raise BadArgument(
            f"`--model {model}` names no recording; `{PREFIX}NAME` was expected, such as `{PREFIX}large`."
        )
    return name


def answers_file(model: str, folder: Path) -> Path:
    """Return the file of a recorded model's answers in the folder of a suite."""
    return folder / FOLDER / f"{recording_of(model)}.jsonl"


def key_of_prompt(messages: Sequence[Message]) -> str:
    """Return sixteen hexadecimal digits that change with any role or character of a prompt."""
    told = json.dumps([[each.role, each.content] for each in messages], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class RecordedModel:
    """Replays recorded answers by the keys of their prompts, and keeps which were found and which were not."""

    def __init__(self, name: str, answers: Mapping[str, str]) -> None:
        """Take a name such as `recorded:large`, and answers by key."""
        self.name = name
        self.found: set[str] = set()
        """Keys of prompts that were answered."""
        self.missing: dict[str, tuple[Message, ...]] = {}
        """Prompts without an answer by key, the first one first."""
        self._answers = answers

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: ARG002, B008
        """Return the recorded answer to a prompt.

        Raises:
            ModelUnavailable: there is none.
        """
        key = key_of_prompt(messages)
        text = self._answers.get(key)
        if text is None:
            self.missing.setdefault(key, tuple(messages))
            raise ModelUnavailable(f"`{self.name}` {NO_ANSWER}.")
        self.found.add(key)
        asked = sum(len(each.content) for each in messages) // _CHARACTERS
        usage = Usage(calls=1, prompt_tokens=asked, completion_tokens=len(text) // _CHARACTERS)
        return Completion(text=text, model=self.name, usage=usage)


def open_recorded(name: str, file: Path) -> RecordedModel:
    """Return a recorded model that replays the answers of a file.

    Raises:
        UnreadableFile: the file does not exist, or a line of it is no answer.
    """
    try:
        stamp = file.stat().st_mtime_ns
    except OSError as error:
        raise UnreadableFile(f"`{file}` cannot be read: {error.strerror}.") from error
    return RecordedModel(name, _read(file, stamp))


@lru_cache(maxsize=16)
def _read(file: Path, stamp: int) -> Mapping[str, str]:  # noqa: ARG001 -- read again where the file was changed
    return read_answers(file)


def read_answers(file: Path) -> dict[str, str]:
    """Return recorded answers by the keys of their prompts; of a key that occurs twice, the last.

    Raises:
        UnreadableFile: the file cannot be read, or a line is no answer.
    """
    found = {}
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"`{file}` cannot be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            key, text = _answer(file, number, line)
            found[key] = text
    return found


def _answer(file: Path, number: int, line: str) -> tuple[str, str]:
    try:
        told: Any = json.loads(line)
        key, text = told["key"], told["text"]
    except (ValueError, KeyError, TypeError):
        key = text = None
    if not isinstance(key, str) or not isinstance(text, str):
        raise UnreadableFile(f"`{file}`, line {number}: expected a JSON object with the strings `key` and `text`.")
    return key, text


def write_answers(file: Path, answers: Mapping[str, str]) -> None:
    """Write answers in the order of their keys, so that two recordings differ only where an answer does."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (json_text({"key": key, "text": answers[key]}, separators=(",", ":")) for key in sorted(answers))
    beside = file.with_suffix(".tmp")
    beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    beside.replace(file)


def missing_share(reports: Sequence[Report]) -> Iterator[str]:
    """Yield a sentence for each recorded model that had no answer to some prompts of runs."""
    counts: dict[str, list[int]] = {}
    for report in reports:
        for result in report.results:
            model = _model_in(report.manifest.config.get(result.contestant, ""))
            for turn in result.turns if model else ():
                asked, missing = counts.setdefault(model, [0, 0])
                findings = turn.reply.get("trace", {}).get("findings", ())
                missed = sum(f"`{model}` {NO_ANSWER}" in str(each.get("message")) for each in findings)
                counts[model] = [asked + int(turn.usage.get("model_calls", 0)), missing + missed]
    for model, (asked, missing) in counts.items():
        if missing:
            yield (
                f"{model} has no answer for {missing} of {asked} prompts ({100 * missing / asked:.1f} %); "
                "`palate eval answers` records them."
            )


def _model_in(config: str) -> str:
    """Return the recorded model that a contestant's configuration names; empty for none."""
    found = re.search(rf"'({PREFIX}{_NAME.pattern})'", config)
    return found[1] if found else ""
