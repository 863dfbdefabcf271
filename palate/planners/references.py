"""References from one step's arguments to an earlier step's rows: `{"from": "step1.rows[0].year"}`.

`rows[0]` means "the one row": when a step gave none or several, that is a problem and never a guess. `rows[*]` means
the values of all rows, as a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from palate.errors import PalateError, PlanError, closest
from palate.tools.result import ToolResult

_FORM = re.compile(r"(?P<step>[A-Za-z_]\w*)\.rows\[(?P<index>0|\*)\]\.(?P<column>.+)", re.DOTALL)


class UnresolvedError(PalateError):
    """A reference that cannot be followed; the message says why."""


@dataclass(frozen=True)
class Reference:
    """One column of the one row, or of all rows, of an earlier step."""

    step: str
    column: str
    every: bool = False
    """Whether all rows are meant rather than the only one."""

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read `step1.rows[0].year` or `step1.rows[*].year`.

        Raises:
            PlanError: `text` has neither form.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise PlanError(f"`{text}` is no reference; write `step1.rows[0].year` for the one row, `rows[*]` for all.")
        return cls(step=found["step"], column=found["column"], every=found["index"] == "*")

    def follow(self, results: Mapping[str, ToolResult]) -> Any:
        """Return what it refers to among the results of the steps that have run, by step id.

        Raises:
            UnresolvedError: there is not exactly one value to take.
        """
        result = results.get(self.step)
        if result is None:
            raise UnresolvedError(f"`{self.step}` has not run.")
        if result.status == "failed":
            raise UnresolvedError(f"`{self.step}` failed: {result.reason or result.summary}")
        if not result.rows or (len(result.rows) > 1 and not self.every):
            gave = f"{len(result.rows)} rows" if result.rows else "no row"
            raise UnresolvedError(
                f"`{self.step}` gave {gave} where {'at least' if self.every else 'exactly'} one was expected."
            )
        values = [self._cell(row) for row in result.rows]
        return values if self.every else values[0]

    def _cell(self, row: Mapping[str, Any]) -> Any:
        if self.column not in row:
            raise UnresolvedError(f"`{self.step}` gave no `{self.column}`; {closest(self.column, row)}.")
        if row[self.column] is None:
            raise UnresolvedError(f"`{self.column}` is missing in what `{self.step}` found.")
        return row[self.column]


def is_reference(value: Any) -> bool:
    """Tell whether a value of a step's arguments stands for another step's output."""
    return isinstance(value, Mapping) and set(value) == {"from"} and isinstance(value["from"], str)


def references(args: Any) -> Iterator[Reference]:
    """Yield every reference in a step's arguments, however deep.

    Raises:
        PlanError: one of them is malformed.
    """
    if is_reference(args):
        yield Reference.parse(args["from"])
    elif isinstance(args, Mapping):
        for value in args.values():
            yield from references(value)
    elif isinstance(args, list | tuple):
        for value in args:
            yield from references(value)


def has_reference(args: Any) -> bool:
    """Tell whether a reference is among a step's arguments, however deep.

    Raises:
        PlanError: the first is malformed.
    """
    return next(references(args), None) is not None


def resolve(args: Any, results: Mapping[str, ToolResult]) -> Any:
    """Return a step's arguments with every reference followed.

    Raises:
        UnresolvedError: one of them has not exactly one value; nothing is guessed in its place.
    """
    if is_reference(args):
        return Reference.parse(args["from"]).follow(results)
    if isinstance(args, Mapping):
        return {key: resolve(value, results) for key, value in args.items()}
    if isinstance(args, list | tuple):
        return [resolve(value, results) for value in args]
    return args
