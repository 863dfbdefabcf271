"""One spelling for each value of a column: `MOUNTAIN BIKE` and `mountain bike` are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from palate.catalog.kinds.column import Column
from palate.catalog.parsing.missing import is_missing, line_of
from palate.catalog.parsing.tags import parse_tags

_MOST = 20_000
"""Different cells that are looked at, the commonest first."""


def with_spellings(column: Column, cells: Sequence[Any]) -> Column:
    """Return a column that knows how most of its cells write each value that they write in several ways."""
    if column.kind not in ("category", "tags"):
        return column
    counts: Counter[str] = Counter()
    for cell, count in Counter(cell for cell in cells if isinstance(cell, str)).most_common(_MOST):
        if not is_missing(cell):
            values = parse_tags(cell, column.form) if column.kind == "tags" else [line_of(cell)]
            counts.update(dict.fromkeys(values, count))
    usual: dict[str, str] = {}
    several: dict[str, str] = {}
    for value, _ in counts.most_common():
        folded = value.casefold()
        if usual.setdefault(folded, value) != value:
            several[folded] = usual[folded]
    return column.model_copy(update={"spelt": several})
