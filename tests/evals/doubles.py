"""A suite and contestants that need no catalogue, in a module of their own so that worker processes can import them."""

# ruff: noqa: ARG002, RUF009 -- what a protocol hands over and a double has no use for

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from palate.agent.reply import Reply
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics import pass_metric, rate
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About

TURNS = Metric("turns", "turns", "turns needed, 6 for a failure", better="lower", form="number", worst=6.0)


@dataclass(frozen=True)
class Echo:
    """Answers a case's number if it is one that it knows, and raises an error on request."""

    name: str = "echo"
    about: str = "repeats the numbers that it knows"
    known: int = 10
    raises_at: int = -1

    def open(self, catalog: Any, setup: Setup | None = None) -> Echo:
        return self

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        number = int(message)
        if number == self.raises_at:
            raise RuntimeError("the catalogue is on fire")
        return Reply(act="chat", text=message if number < self.known else "<b>I do not know</b>")

    def feedback(self, item: str, **about: Any) -> None:
        raise AssertionError("not asked for here")

    def commit(self, item: str, **about: Any) -> None:
        raise AssertionError("not asked for here")

    def close(self) -> None:
        return None


@dataclass
class Numbers:
    """Ten cases, each a number to be repeated."""

    interrupt_at: int = -1
    dies_at: int = -1
    name: str = "numbers"
    about: About = About("Whether numbers are repeated.", "Anything else.", "100 %.")
    metrics: tuple[Metric, ...] = (rate("right"), TURNS, pass_metric(2, score="right"))
    contestants: tuple[Contestant, ...] = (Echo(),)
    runs: int = 0

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        cases = [
            Case(id=f"n{number}", tags=("low" if number < 5 else "high",), data={"n": number}) for number in range(10)
        ]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        return "ten"

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        self.runs += 1
        number = case.data["n"]
        if number == self.interrupt_at:
            raise KeyboardInterrupt
        if number == self.dies_at:
            os._exit(9)
        conversation = Conversation(contestant.open(cast(Any, None)))
        right = conversation.say(str(number)).text == str(number)
        if not right:
            conversation.remark("that is not the number")
        scores = {"right": float(right), "turns": 1.0 if right else 6.0}
        return Outcome(case.id, scores, conversation.turns, "" if right else f"{number} was not repeated", not right)


SUITE = Numbers
