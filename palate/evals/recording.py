"""Which prompts of a suite a recorded model has no answer to: the suite is run with the answers that there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from palate.catalog.printable import json_text
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.recorded import RecordedModel
from palate.evals.registry import load_contestants
from palate.evals.runner import Progress, seed_of
from palate.evals.suite import Suite
from palate.evals.task import Task, run_task
from palate.llm.model import Message


@dataclass(frozen=True)
class PendingPrompt:
    """A prompt without an answer, and the conversation that asked it first."""

    key: str
    suite: str
    case: str
    contestant: str
    messages: tuple[Message, ...]

    def line(self) -> str:
        """Write it as one line of JSON; an answer is an object with its `key` and a `text`."""
        told: dict[str, Any] = {"key": self.key, "suite": self.suite, "case": self.case, "contestant": self.contestant}
        return json_text({**told, "messages": [each.model_dump() for each in self.messages]})


@dataclass(frozen=True)
class Replayed:
    """What a suite asked of a recorded model."""

    suite: str
    pending: tuple[PendingPrompt, ...]
    """Of each conversation the first prompt without an answer: what comes after it depends on that answer."""
    found: frozenset[str]
    """Keys of the prompts that were answered."""
    conversations: int
    """How many have a pending prompt."""
    without: tuple[str, ...]
    """Cases that ended in an exception or had no turn, such as skipped ones, with the reason."""


def replay(
    suite: Suite,
    contestants: Sequence[str],
    model: str,
    answers: Mapping[str, str],
    *,
    limit: int | None = None,
    filter: str | None = None,  # noqa: A002
    seed: int = 0,
    progress: Progress | None = None,
) -> Replayed:
    """Run contestants on the cases of a suite as `palate eval run` does, with recorded answers.

    Each conversation has a model of its own, so its first prompt without an answer is known. Cases, seeds and repeats
    are those of a run with the same arguments, so the prompts are the same too.
    """
    pending: dict[str, PendingPrompt] = {}
    found: set[str] = set()
    without: list[str] = []
    cases = suite.cases(limit=limit, seed=seed, filter=filter)
    runs = [
        (number, case, name)
        for number in range(getattr(suite, "repeat", 1))
        for case in cases
        for name in dict.fromkeys(contestants)
    ]
    conversations = 0
    for done, (number, case, name) in enumerate(runs, 1):
        recorded = RecordedModel(model, answers)
        [contestant] = load_contestants([name], suite, model=ModelChoice(recorded))
        result = run_task(suite, Task(case, contestant, number, seed_of(seed, case.id, number), {}))
        found |= recorded.found
        if result.error or not result.turns:
            without.append(f"{case.id} with {name}: {result.error or result.note}")
        for key, messages in list(recorded.missing.items())[:1]:
            conversations += 1
            pending.setdefault(key, PendingPrompt(key, suite.name, case.id, name, messages))
        if progress is not None:
            progress(done, len(runs), result)
    return Replayed(suite.name, tuple(pending.values()), frozenset(found), conversations, tuple(without))
