"""What becomes of a request, told from rows and values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from palate.agent.reply import Reply
from palate.evals.suites.plans.telling import affirms, numbers, tells, tells_number
from palate.evals.suites.unprepared.tables import Request

_UNSURE = frozenset({"ambiguous", "doubtful", "unread", "weak", "no-data"})
"""Findings by which a reply says what it did not make out."""
_ROUNDED = 0.005
"""How far a fraction may be from what is told of it."""


def discloses(reply: Reply) -> bool:
    """Tell whether a reply says what it gave up or did not understand, or asks."""
    found = any(finding["kind"] in _UNSURE for finding in reply.trace.findings)
    return found or bool(reply.relaxed or reply.question or reply.not_understood)


def is_reverse(opposite: str, shown: Sequence[int], frame: Any) -> bool:
    """Tell whether most of what is shown is the reverse of what was asked."""
    reverse = _rows(frame, opposite)
    return sum(row in reverse for row in shown) * 2 > len(shown)


def faults(request: Request, reply: Reply, shown: Sequence[int], frame: Any) -> Iterator[str]:
    """Yield what is not as it must be."""
    if untold := [value for value in request.answer if not _tells(reply, value)]:
        yield f"it does not tell {', '.join(untold)}"
    if request.rows is None and request.first is None:
        return
    if not shown:
        yield "nothing is shown"
        return
    fitting = _rows(frame, request.rows)
    if unfit := sum(row not in fitting for row in shown):
        yield f"{unfit} of {len(shown)} are not `{request.rows}`"
    if request.first is not None:
        column, _, direction = request.first.rpartition(" ")
        values = frame.loc[sorted(fitting), column].dropna()
        best, found = values.min() if direction == "asc" else values.max(), frame.at[shown[0], column]
        if found != best:
            yield f"the first has the {column} {found}, not {best}"


def _rows(frame: Any, query: str | None) -> frozenset[int]:
    return frozenset((frame if query is None else frame.query(query, engine="python")).index)


def _tells(reply: Reply, value: str) -> bool:
    """Tell whether a reply answers with a value: what a list of items says of each is no answer."""
    told = [str(cell) for answer in reply.answers for row in answer.rows for cell in row.values()]
    return any(holds(text, value) for text in [*told, *([reply.text] if reply.act == "answer" else [])])


def holds(text: str, value: str) -> bool:
    """Tell whether a text holds a value that was written down: a number, a name, or yes or no."""
    if value.casefold() in ("yes", "no"):
        return affirms(text) is (value.casefold() == "yes")
    try:
        number = abs(float(value))
    except ValueError:
        return tells(text, value)
    if number.is_integer():
        return tells_number(text, number)
    return any(math.isclose(found, number, rel_tol=_ROUNDED) for found in numbers(text))
