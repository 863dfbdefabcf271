"""The last word of item policies on a reply: nothing that one of them keeps out is shown, whatever chose it.

What was chosen for each request is looked at once more, and beside what the other requests show. First one item is
admitted for each request, so that all of them get something, then the others; the next best take the place of those
that are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from palate.agent.gate.calls import PolicyFailed, admitted_by, is_full, said_by
from palate.agent.gate.shares import Share, in_play, nearest, share_of
from palate.agent.outcome import Outcome
from palate.agent.policies.policy import Choosing, Disclosing, Limiting, Sharing
from palate.agent.reflection.finding import Finding
from palate.agent.selection.selection import Selection, score_of, showable
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.catalog.item import Item
from palate.memory.request import Held
from palate.tools.candidates import Candidates, within

_MOST_TOLD = 50
"""Ids that a finding names."""


@dataclass(frozen=True)
class Admission:
    """What may be shown, and what the trace tells of how that came about."""

    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]


def admit(state: AgentState, turn: Workspace) -> Admission:
    """Return the outcomes of a turn as its item policies let them be."""
    if not has_a_say(turn) and not _barred(state, turn):
        return Admission(state.outcomes, ())
    return _Admitting(state, turn).admission()


def has_a_say(turn: Workspace) -> bool:
    """Tell whether a policy does more than to keep items out: only then need they be read."""
    return any(isinstance(each, Limiting | Sharing | Choosing | Disclosing) for each in turn.parts.policies)


def _barred(state: AgentState, turn: Workspace) -> bool:
    """Tell whether anything chosen is kept out."""
    return any(
        within(turn.parts.catalog.positions(outcome.items), barred).any()
        for outcome in state.outcomes
        if outcome.items
        for barred in turn.barred[outcome.intent].values()
    )


@dataclass(frozen=True)
class _Refusal:
    """Why an item is not shown."""

    rule: str
    decision: Literal["dropped", "trimmed"] = "trimmed"
    """dropped: it never should have been chosen; trimmed: it has no place beside what is shown."""


@dataclass
class _Request:
    """One request whose items are being admitted."""

    number: int
    outcome: Outcome
    held: Held
    candidates: Candidates
    queue: Iterator[Item] = field(init=False)
    """What could be shown for it, best first."""
    admitted: list[Item] = field(default_factory=list)
    refused: dict[_Refusal, list[str]] = field(default_factory=dict)
    """The ids of the items that were not admitted, by why."""

    @property
    def left(self) -> list[str]:
        """The ids of what was chosen and was neither admitted nor refused."""
        seen = {item.id for item in self.admitted} | {item for ids in self.refused.values() for item in ids}
        return [item for item in self.outcome.items if item not in seen]


class _Admitting:
    """Puts a reply together, item by item."""

    def __init__(self, state: AgentState, turn: Workspace) -> None:
        self._state, self._turn, self._catalog = state, turn, turn.parts.catalog
        policies = turn.parts.policies
        self._limiting = [each for each in policies if isinstance(each, Limiting)]
        self._sharing = [each for each in policies if isinstance(each, Sharing)]
        self._choosing = [each for each in policies if isinstance(each, Choosing)]
        self._disclosing = [each for each in policies if isinstance(each, Disclosing)]
        self._shown: list[Item] = []
        self._failures: dict[str, str] = {}
        shows = [outcome for outcome in state.outcomes if outcome.kind == "show"]
        self._requests = [
            _Request(number, outcome, state.held[outcome.intent], turn.remaining(outcome.intent))
            for number, outcome in enumerate(shows)
        ]
        self._shares = self._totals()
        for request in self._requests:
            request.queue = self._queue(request)

    def admission(self) -> Admission:
        """Admit one item for each request, then the others."""
        for request in self._requests:
            self._take(request, 1)
            first = [self._catalog.position(item.id) for item in request.admitted]
            for share in self._shares.values():
                share.settle(request.number, first)
        for request in self._requests:
            self._take(request, len(request.outcome.items))
        self._turn.failures = {**self._turn.failures, **self._failures}
        shown = {request.outcome.intent: self._outcome(request) for request in self._requests}
        outcomes = tuple(shown.get(each.intent) or self._near(each) for each in self._state.outcomes)
        return Admission(outcomes, tuple(self._findings()))

    def _totals(self) -> Mapping[str, Share]:
        """Return the totals that the requests share, as many of them as a reply holds items."""
        asked = [(each.outcome.intent, each.held) for each in self._requests if self._full(each.number) is None]
        found = {}
        for policy in self._sharing if self._turn.tastes else ():
            try:
                found[policy.name] = share_of(self._turn, policy, asked)
            except PolicyFailed as error:
                self._failed(error)
        return found

    def _queue(self, request: _Request) -> Iterator[Item]:
        """Yield what was chosen, best first, and what comes next behind what is no mere filling up."""
        chosen = self._catalog.items(request.outcome.items)
        split = len(chosen) - request.outcome.added
        yield from chosen[:split]
        yield from self._others(request)
        yield from chosen[split:]

    def _others(self, request: _Request) -> Iterator[Item]:
        """Yield the candidates that were not chosen; what costs too much is not even read."""
        candidates = request.candidates
        for share in self._shares.values():
            pool = candidates.positions(self._catalog.schema.items)
            candidates = candidates.narrowed(pool[share.fits(request.number, pool)], "")
        checked = self._turn.parts.config.reflection
        for item in showable(
            self._turn, request.outcome.intent, request.held, candidates, Selection(), checked=checked
        ):
            if item.id not in request.outcome.items:
                yield item

    def _take(self, request: _Request, most: int) -> None:
        """Admit items for a request until it has `most`."""
        while len(request.admitted) < most:
            full = self._full(len(self._shown))
            if full is not None:
                request.refused.setdefault(_Refusal(full), []).extend(request.left)
                return
            item = next(request.queue, None)
            if item is None:
                return
            refusal = self._refusal(request, item)
            if refusal is None:
                request.admitted.append(item)
                self._shown.append(item)
            else:
                request.refused.setdefault(refusal, []).append(item.id)

    def _full(self, count: int) -> str | None:
        """Return the policy by which a reply of so many items may hold no more."""
        try:
            return next((policy.name for policy in self._limiting if is_full(policy, count)), None)
        except PolicyFailed as error:
            self._failed(error)
            return error.rule

    def _refusal(self, request: _Request, item: Item) -> _Refusal | None:
        """Return why an item may not be shown; None where it may."""
        position = np.array([self._catalog.position(item.id)], dtype=np.int64)
        for rule, barred in self._turn.barred[request.outcome.intent].items():
            if within(position, barred)[0]:
                return _Refusal(rule, "dropped")
        for policy in self._sharing:
            share = self._shares.get(policy.name)  # None where the policy failed, which leaves no room.
            if share is None or not share.fits(request.number, position)[0]:
                return _Refusal(policy.name)
        try:
            refusing = [each.name for each in self._choosing if not admitted_by(each, item, self._shown)]
            for telling in self._disclosing if not refusing else ():
                said_by(telling, item, self._catalog.schema)  # What has to be said must be known before it is shown.
        except PolicyFailed as error:
            self._failed(error)
            refusing = [error.rule]
        return _Refusal(refusing[0]) if refusing else None

    def _failed(self, error: PolicyFailed) -> None:
        self._failures[error.rule] = str(error)
        self._turn.failed(error.log)

    def _outcome(self, request: _Request) -> Outcome:
        """Return what becomes of a request."""
        before, ids = request.outcome, tuple(item.id for item in request.admitted)
        if not ids:
            most = max(request.refused, key=lambda refusal: len(request.refused[refusal]))
            why = f"rule:{most.rule}"
            return self._near(Outcome(intent=before.intent, kind="abstain", why=why, relaxed=before.relaxed))
        scores = dict(zip(before.items, before.scores, strict=True))
        fewer = len(ids) < len(before.items)
        return before.model_copy(
            update={
                "items": ids,
                "scores": tuple(scores.get(known, score_of(request.candidates, known)) for known in ids),
                "added": sum(known in ids for known in before.items[len(before.items) - before.added :]),
                "left": before.left + len(before.items) - len(ids),
                "held_back": tuple(each.rule for each in request.refused) if fewer else (),
            }
        )

    def _near(self, outcome: Outcome) -> Outcome:
        """Return what is refused for a total with what comes closest to it."""
        share = self._shares.get(outcome.why.removeprefix("rule:"))
        if outcome.kind != "abstain" or share is None:
            return outcome
        number = next((each.number for each in self._requests if each.outcome.intent == outcome.intent), -1)
        pool = in_play(self._turn, outcome.intent, self._state.held[outcome.intent], but=share.policy.name)
        return outcome.model_copy(update={"near": nearest(self._turn, share, number, pool)})

    def _findings(self) -> Iterator[Finding]:
        """Yield what the trace tells."""
        for name, why in self._failures.items():
            data = {"rule": name, "decision": "failed"}
            yield Finding(kind="policy", severity="error", message=why, data=data)
        for request in self._requests:
            for refusal, ids in request.refused.items():
                yield Finding(
                    kind="policy",
                    severity="error" if refusal.decision == "dropped" else "info",
                    message=f"{len(ids)} were left out of the reply by the rule `{refusal.rule}`.",
                    data={
                        "rule": refusal.rule,
                        "decision": refusal.decision,
                        "count": len(ids),
                        "items": ids[:_MOST_TOLD],
                    },
                    intent=request.outcome.intent,
                )
