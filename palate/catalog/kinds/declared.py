"""What the caller says about columns: `--field price=number:0..500`, `fields={"sku": "id"}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from palate.catalog.schema import Kind
from palate.catalog.sources.frame import column_name
from palate.errors import BadArgument, UnknownField, closest

KINDS = get_args(Kind)
LOG_PARTS = ("user", "item", "value", "time", "behaviour")
SKIP = "skip"
_SPEC = re.compile(r"^\s*(?P<kind>[a-z]+)\s*(?::\s*(?P<low>-?[\d.]+?)\s*\.\.\s*(?P<high>-?[\d.]+))?\s*$")


_ORDER = re.compile(r"^\s*category\s*:(?P<values>.*<.*)$", re.DOTALL)


@dataclass(frozen=True)
class Declared:
    """What one column was said to be."""

    kind: str
    """A kind of field, a part of the log (`user item value time behaviour`), or `skip`."""
    low: float | None = None
    high: float | None = None
    order: tuple[str, ...] = ()
    """The values of a category from the least to the most."""


def read_declared(fields: Mapping[str, str] | None) -> dict[str, Declared]:
    """Read what the caller says about columns.

    Args:
        fields: by column name, a kind (`number`), a number with its bounds (`number:1..5`), a category with the order
            of its values (`category:low<medium<high`), a part of the log (`user`, `item`, `value`, `time`,
            `behaviour`, `value:1..5`), or `skip`.

    Raises:
        BadArgument: one of them is none of these.
    """
    return {column_name(name): _read(name, spec) for name, spec in (fields or {}).items()}


def _read(name: str, spec: object) -> Declared:
    ordered = _ORDER.match(spec) if isinstance(spec, str) else None
    if ordered is not None:
        return Declared("category", order=_values(name, ordered["values"]))
    match = _SPEC.match(spec) if isinstance(spec, str) else None
    known = (*KINDS, *LOG_PARTS, SKIP)
    if match is None or match["kind"] not in known:
        kind = str(spec).split(":")[0].strip()
        raise BadArgument(
            f"`{name}={spec}` does not say what `{name}` is; {closest(kind, known)}. "
            f"Expected one of {', '.join(KINDS)}, {', '.join(LOG_PARTS)} or {SKIP}, and bounds as in `number:1..5`, "
            "or an order as in `category:low<medium<high`."
        )
    try:
        low, high = (float(match[part]) if match[part] else None for part in ("low", "high"))
    except ValueError:
        raise BadArgument(
            f"`{name}={spec}` has bounds that are no numbers; expected them as in `number:1..5`."
        ) from None
    return Declared(match["kind"], low, high)


def _values(name: str, written: str) -> tuple[str, ...]:
    values = tuple(value.strip() for value in written.split("<"))
    if not all(values) or len(set(values)) < len(values):
        raise BadArgument(f"`{name}=category:{written}` names a value twice or not at all; expected `low<medium<high`.")
    return values


def check_declared(declared: Mapping[str, Declared], known: Iterable[str]) -> None:
    """Refuse a column that none of the sources has.

    Raises:
        UnknownField: one is in none of them; the message says which is closest.
    """
    names = list(dict.fromkeys(known))
    for name in declared:
        if name not in names:
            raise UnknownField(f"`{name}` is not a column of what was handed in; {closest(name, names)}.")
