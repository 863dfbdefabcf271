"""What an outside tool returned, as a `ToolResult` that leaves nobody with more than they asked for."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args, get_origin

import numpy as np
from pydantic import PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from palate.catalog.conditions import AnyOf, Condition, describe
from palate.catalog.item import ItemId
from palate.catalog.printable import one_line, printable
from palate.errors import BadArgument, ToolError
from palate.ranking.places import known_positions
from palate.tools.candidates import Candidates, Positions, within
from palate.tools.context import ToolContext
from palate.tools.result import ToolResult

MOST_ROWS = 1_000
_ID_FORMS = (list, tuple, Sequence, set, frozenset, AbstractSet)
_ROWS = "a dict, a list of dicts, text or a number"


@dataclass(frozen=True)
class Output:
    """How what a tool returns is read."""

    form: Literal["ids", "condition", "result", "rows"]
    """ids: item ids that narrow, and order where they have an order; condition: a condition that narrows; result: a
    `ToolResult`; rows: an answer, anything else."""
    adapter: TypeAdapter[Any] | None = None
    """Checks what was returned against the annotation; None where there is none, or a `ToolResult`."""
    wanted: str = _ROWS

    @property
    def narrows(self) -> bool:
        """Whether it touches the candidates."""
        return self.form != "rows"

    def result(self, value: Any, name: str, context: ToolContext) -> ToolResult:
        """Turn what was returned into a result.

        Raises:
            ToolError: it is of the wrong type, names no item that exists, or would widen the candidates.
        """
        if self.form == "result" or isinstance(value, ToolResult):
            return self._checked(value, name, context)
        if self.adapter is not None:
            try:
                value = self.adapter.validate_python(value, strict=True)
            except ValidationError as error:
                raise ToolError(f"`{name}` returned a `{type(value).__name__}`, not {self.wanted}.") from error
        if self.form == "condition":
            return _filtered(value, name, context)
        return _kept(value, name, context) if self.form == "ids" else _rows(value, name)

    def _checked(self, value: Any, name: str, context: ToolContext) -> ToolResult:
        if not isinstance(value, ToolResult):
            raise ToolError(f"`{name}` returned a `{type(value).__name__}`, not a `ToolResult`.")
        result = _seen(value)
        if result.candidates is None:
            return result
        if self.form == "rows":
            raise ToolError(f"`{name}` returned candidates; annotate it `-> ToolResult`, so that it may narrow them.")
        items = context.catalog.schema.items
        touched = np.concatenate((result.candidates.positions(items), result.candidates.order))
        if not within(touched, context.candidates.positions(items)).all():
            raise ToolError(f"`{name}` returned items that were not in play; a tool may not widen the candidates.")
        if not _fits_together(result.candidates, context):
            raise ToolError(f"`{name}` returned candidates whose pool, order, ids and scores do not fit together.")
        return result


def read_output(returns: Any, name: str) -> Output:
    """Read from an annotation how what a tool returns is to be taken.

    Raises:
        BadArgument: the annotation is no type of plain data.
    """
    if returns is inspect.Signature.empty:
        return Output("rows")
    if returns is ToolResult:
        return Output("result")
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(returns)
    except PydanticUserError as error:
        wanted = f"{_ROWS}, `list[ItemId]`, a `Condition` or a `ToolResult`"
        raise BadArgument(f"`{name}` is annotated to return `{_named(returns)}`; a tool returns {wanted}.") from error
    if get_origin(returns) in _ID_FORMS and get_args(returns)[:1] == (ItemId,):
        return Output("ids", adapter, f"a {get_origin(returns).__name__.lower()} of item ids")
    if {returns, *get_args(returns)} & {Condition, AnyOf}:
        return Output("condition", adapter, "a `Condition`")
    return Output("rows", adapter, f"the `{_named(returns)}` that it is annotated with")


def _fits_together(left: Candidates, context: ToolContext) -> bool:
    """Tell whether candidates that somebody else made can be worked with: sorted, and about the items they name."""
    finite = all(len(each) == len(left.order) and np.isfinite(each).all() for each in left.scores.values())
    named = list(left.ids) == context.catalog.ids(left.order)
    return finite and named and (left.pool is None or bool(np.all(np.diff(left.pool) > 0)))


def taken_out(result: ToolResult, context: ToolContext, name: str) -> ToolResult:
    """Return what is left once the items that a tool gave are taken out: all of them where it gave none."""
    if result.candidates is None or result.status == "failed":
        return result
    before, items = context.candidates, context.catalog.schema.items
    pool = before.positions(items)
    left = before.narrowed(pool[~within(pool, result.candidates.positions(items))], context.step or name)
    summary = f"`{name}` took out {len(pool) - left.total} of {len(pool)}"
    return replace(result, status="ok" if left else "empty", summary=summary, candidates=left)


def _filtered(where: Condition | AnyOf | None, name: str, context: ToolContext) -> ToolResult:
    if where is None:
        raise ToolError(f"`{name}` has no condition to give.")
    where.check_against(context.catalog.schema)
    before, columns = context.candidates, context.catalog.columns
    left = before.narrowed(columns.select([where], before.positions(columns.size)), context.step or name)
    summary = f"`{name}` kept {left.total} of {before.size(columns.size)}: {describe(where, context.catalog.schema)}"
    return ToolResult("ok" if left else "empty", summary, left, before.size(columns.size))


def _kept(ids: Sequence[ItemId] | AbstractSet[ItemId], name: str, context: ToolContext) -> ToolResult:
    step = context.step or name
    before = context.candidates.size(context.catalog.schema.items)
    known = known_positions(context.catalog, ids)
    unknown = [item for item in dict.fromkeys(ids) if item not in known]
    if ids and not known:
        raise ToolError(
            f"`{name}` returned no id that this catalogue has; `{unknown[0]}` is the first of {len(unknown)}."
        )
    order: Positions = np.array(list(known.values()), dtype=np.int64)
    inside = within(order, context.candidates.positions(context.catalog.schema.items))
    kept = [item for item, stays in zip(known, inside, strict=True) if stays]
    left = context.candidates.ordered(order[inside], kept, step, scores={}, pool=np.sort(order[inside]))
    if isinstance(ids, AbstractSet):
        left = context.candidates.narrowed(np.sort(order[inside]), step)
    summary = f"`{name}` kept {len(kept)} of {before}" + _missing(len(unknown))
    evidence = {"unknown": unknown[:50]} if unknown else {}
    return ToolResult("ok" if kept else "empty", summary, left, before, evidence=evidence)


def _missing(unknown: int) -> str:
    return "" if not unknown else f"; {unknown} id{' does' if unknown == 1 else 's do'} not exist"


def _rows(value: Any, name: str) -> ToolResult:
    try:
        plain = to_jsonable_python(value, inf_nan_mode="null")
    except (PydanticSerializationError, ValueError) as error:
        raise ToolError(f"`{name}` returned a `{type(value).__name__}`; it may return {_ROWS}.") from error
    if plain is None:
        return ToolResult("empty", f"`{name}` found nothing")
    listed = plain if isinstance(plain, list) else [plain]
    rows = seen_rows(row if isinstance(row, dict) else {"value": row} for row in listed[:MOST_ROWS])
    more = len(listed) - len(rows)
    summary = f"`{name}` returned {len(rows)} row{'' if len(rows) == 1 else 's'}" + (
        f"; {more} more were cut" if more else ""
    )
    return ToolResult("ok" if rows else "empty", summary, rows=rows)


def seen_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return rows of which others may see every name and text, whoever wrote them."""
    return tuple({one_line(str(name)): _seen_value(value) for name, value in row.items()} for row in rows)


def _seen_value(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {one_line(str(name)): _seen_value(each) for name, each in value.items()}
    return [_seen_value(each) for each in value] if isinstance(value, list | tuple) else value


def _seen(result: ToolResult) -> ToolResult:
    reason = None if result.reason is None else one_line(result.reason)
    return replace(result, summary=one_line(result.summary), rows=seen_rows(result.rows), reason=reason)


def _named(annotation: Any) -> str:
    return str(annotation) if get_origin(annotation) else getattr(annotation, "__name__", None) or str(annotation)
