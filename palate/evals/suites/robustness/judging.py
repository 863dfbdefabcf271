"""What is wrong with the replies of a trial, told by their state alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from palate.catalog.conditions import check, describe
from palate.evals.suites.robustness.trial import Said

if TYPE_CHECKING:
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item

GRACE = 1.0
"""Seconds beyond its budget that a turn may take, on a machine that does other things too."""
_TOLD = frozenset(("failed", "unresolved", "budget"))
"""Findings that tell of a step that failed."""


@dataclass
class Judge:
    """Follows one conversation, and remembers what later replies must keep to."""

    catalog: Catalog
    seconds: float
    """The budget of a turn."""
    _shown: list[str] = field(default_factory=list)
    """The ids shown last."""
    _before: set[str] = field(default_factory=set)
    _rejected: set[str] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)
    """Fields that a question asked for in vain."""

    def hear(self, said: Said) -> None:
        """Note what a message turns down, before it is answered."""
        places = range(1, len(self._shown) + 1) if said.rejects == "all" else said.rejects
        self._rejected.update(self._shown[place - 1] for place in places if place <= len(self._shown))

    def refuse(self, reply: Reply) -> None:
        """Note that a question is not answered."""
        self._refused.add(_asked(reply))

    def wanted(self, said: Said) -> int:
        """Return how many items the reply to a message must show; asked before that reply is looked at."""
        if not said.shows:
            return 0
        fit = self.catalog.ids(self.catalog.columns.select(said.where))
        gone = self._rejected | (self._before if said.fresh else set())
        return min(said.shows, len(set(fit) - gone))

    def look(self, said: Said, reply: Reply, seconds: float) -> list[str]:
        """Return what is wrong with a reply, one clause each."""
        shown = self.catalog.items([item.id for item in reply.items])
        wrong = [
            *self._conditions(said, shown),
            *self._unwanted(said, shown),
            *self._compared(said, shown),
            *self._altered(reply, shown),
            *_undisclosed(reply),
        ]
        if reply.act == "ask" and _asked(reply) in self._refused:
            wrong.append(f"asks for {_asked(reply)} again, which nobody would tell")
        if seconds > self.seconds + GRACE:
            wrong.append(f"took {seconds:.1f} of {self.seconds:g} seconds")
        if shown:
            self._shown = [item.id for item in shown]
            self._before.update(self._shown)
        return wrong

    def _conditions(self, said: Said, shown: Sequence[Item]) -> Iterator[str]:
        for where in said.where:
            if wrong := [item for item in shown if not check(where, item, self.catalog.schema)]:
                yield f"breaks “{describe(where, self.catalog.schema)}”: {_titles(wrong)}"

    def _unwanted(self, said: Said, shown: Sequence[Item]) -> Iterator[str]:
        if wrong := [item for item in shown if item.id in self._rejected]:
            yield f"shown although turned down: {_titles(wrong)}"
        if said.fresh and (wrong := [item for item in shown if item.id in self._before]):
            yield f"shown again: {_titles(wrong)}"
        if len({item.id for item in shown}) < len(shown):
            yield "an item is shown twice"

    def _compared(self, said: Said, shown: Sequence[Item]) -> Iterator[str]:
        than = said.than
        past = [] if than is None else _numbers(self.catalog.items(self._shown), than.field)
        if than is None or not past:
            return
        bound, sign = median(past), 1 if than.op == "<" else -1
        if wrong := [
            item for item in shown if not any(sign * each < sign * bound for each in _numbers([item], than.field))
        ]:
            yield f"{than.field} is not {than.op} {bound:g}: {_titles(wrong)}"

    def _altered(self, reply: Reply, shown: Sequence[Item]) -> Iterator[str]:
        for told, item in zip(reply.items, shown, strict=True):
            if (told.title, told.fields) != (item.title, item.fields):
                yield f"told otherwise than in the catalogue: {item.title}"
            if not math.isfinite(told.score):
                yield f"without a score: {item.title}"


def _undisclosed(reply: Reply) -> Iterator[str]:
    failed = [step["tool"] for step in reply.trace.steps if step["status"] == "failed"]
    if failed and not any(finding["kind"] in _TOLD for finding in reply.trace.findings):
        yield f"a failure of {', '.join(failed)} is no finding"


def _asked(reply: Reply) -> str:
    return "anything" if reply.question is None else reply.question.field


def _titles(items: Sequence[Item]) -> str:
    return ", ".join(item.title for item in items)


def _numbers(items: Sequence[Item], name: str) -> list[float]:
    values = [item.get(name) for item in items]
    return [float(value) for value in values if isinstance(value, int | float)]
