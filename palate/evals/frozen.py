"""Frozen conversations: recorded once, replayed offline, and compared by state, never by prose."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, Field, ValidationError

from palate.errors import UnreadableFile
from palate.evals.case import Case, chosen, read_cases
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.mistakes import mistakes
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of

if TYPE_CHECKING:
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog


class FrozenState(BaseModel, frozen=True, extra="forbid"):
    """What `state_of` returns."""

    act: str
    items: tuple[str, ...]
    question: str | None
    relaxed: int
    snapped: int
    blamed: int
    near: tuple[str, ...]
    incomplete: bool
    steps: tuple[dict[str, Any], ...]
    findings: tuple[str, ...]


class FrozenTurn(BaseModel, frozen=True, extra="forbid"):
    """One message, and the state of its reply."""

    message: str
    state: FrozenState


class FrozenTalk(BaseModel, frozen=True, extra="forbid"):
    """What a case of a frozen conversation holds."""

    db: str | None = None
    user: str | None = None
    data: str
    turns: tuple[FrozenTurn, ...] = Field(min_length=1)


def state_of(reply: Reply) -> dict[str, Any]:
    """Return what of a reply may be asserted: what it does and shows and how it got there, but no words."""
    return {
        "act": reply.act,
        "items": [item.id for item in reply.items],
        "question": None if reply.question is None else reply.question.field,
        "relaxed": len(reply.relaxed),
        "snapped": len(reply.snapped),
        "blamed": len(reply.blamed),
        "near": [item.id for item in reply.near],
        "incomplete": reply.incomplete,
        "steps": [{"tool": step["tool"], "args": step.get("args", {})} for step in reply.trace.steps],
        "findings": [finding.get("kind", "") for finding in reply.trace.findings],
    }


def freeze(
    name: str,
    messages: Sequence[str],
    *,
    catalog: Catalog,
    contestant: Contestant,
    user: str | None = None,
    db: str | None = None,
) -> Case:
    """Hold a conversation, and return it with the state of every reply.

    A replay finds the catalogue at `db`, a path beside the file of conversations; None is the embedded films.
    """
    with closing(contestant.open(catalog)) as talker:
        conversation = Conversation(talker, user=user)
        states = [state_of(conversation.say(message)) for message in messages]
    turns = [{"message": message, "state": state} for message, state in zip(messages, states, strict=True)]
    data = {"db": db, "user": user, "data": fingerprint_of(catalog), "turns": json.loads(json.dumps(turns))}
    return Case(id=name, source=f"frozen by {contestant.name}", data=data)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return what differs between two states, one clause for each field: `items: [1, 7] became [7, 1]`."""
    return [
        f"{name}: {_short(old.get(name))} became {_short(new.get(name))}"
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


@dataclass(frozen=True)
class FrozenSuite:
    """A file of frozen conversations as a suite: a contestant passes where every state is as it was."""

    path: Path
    about: ClassVar[About] = About(
        measures="Whether conversations go as they went when they were recorded, state by state.",
        cannot="It cannot tell whether they went well then: a change may be for the better.",
        ceiling="100 %, which whoever recorded them reaches.",
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        rate("same", of="conversations as recorded"),
        rate("turns", of="turns as recorded"),
    )

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.stem

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """The agent."""
        from palate.evals.baselines import AGENT

        return (AGENT,)

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the conversations of the file.

        Raises:
            UnreadableFile: one of them is not as `FrozenTalk` describes.
        """
        cases = read_cases(self.path)
        for case in cases:
            try:
                FrozenTalk.model_validate(case.data)
            except ValidationError as error:
                told = mistakes(error, FrozenTalk, case.data)
                raise UnreadableFile(
                    f"`{self.path}` has no frozen conversation in case `{case.id}`: {told}."
                ) from error
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the fingerprints of the catalogues that they were recorded over."""
        return "+".join(sorted({str(case.data.get("data", "")) for case in read_cases(self.path)}))

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Say the same, and compare the states."""
        catalog = self._open(case)
        notes: list[str] = []
        same = 0
        recorded = case.data["turns"]
        with closing(catalog), closing(contestant.open(catalog, Setup(seed=seed))) as talker:
            if (now := fingerprint_of(catalog)) != case.data.get("data"):
                notes.append(f"the catalogue is `{now}` and was `{case.data.get('data')}`")
            conversation = Conversation(talker, user=case.data.get("user"))
            for number, turn in enumerate(recorded, start=1):
                new = json.loads(json.dumps(state_of(conversation.say(turn["message"])), default=str))
                found = differences(turn["state"], new)
                same += not found
                if found:
                    conversation.remark("; ".join(found))
                    notes.append(f"turn {number}: {'; '.join(found)}")
        scores = {"same": float(same == len(recorded)), "turns": same / len(recorded) if recorded else 1.0}
        return Outcome(case.id, scores, conversation.turns, "; ".join(notes), failed=same < len(recorded))

    def opened(self) -> Catalog:
        """Open the catalogue that the first conversation is over, which the caller closes."""
        return self._open(read_cases(self.path)[0])

    def _open(self, case: Case) -> Catalog:
        from palate.catalog.catalog import Catalog

        db = case.data.get("db")
        return Catalog.films() if db is None else Catalog.open(self.path.parent / db)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 120 else f"{text[:117]}..."
