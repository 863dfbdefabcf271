"""What is to be told of columns whose kind is not as plain as it looks, each with the flag that settles it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from palate.catalog.kinds import names
from palate.catalog.kinds.column import Column, unread
from palate.catalog.kinds.declared import Declared
from palate.catalog.kinds.numeric import as_number
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.missing import is_missing, text_of
from palate.catalog.parsing.numbers import parse_number, read_quantity
from palate.catalog.parsing.units import unit_of
from palate.catalog.sources.frame import Frame

_SEVERAL = 0.1
"""From which share of its amounts on other currencies are no slips."""
_SLIPS = 2
"""How many they are at least."""
_HALF = 0.5
"""From which share of its cells on a kind is about as likely as the one that was taken."""
_SAMPLE = 2_000
_SHOWN = 3
"""Values that are told of those that are written in several ways."""
_SWITCH = re.compile(r"[01](?:\.0)?")


def currencies_in(texts: Collection[str]) -> list[str]:
    """Return the currencies of amounts, the commonest first, where there are several; else nothing."""
    read = [quantity for text in texts if (quantity := read_quantity(text)) and quantity.known]
    counts = Counter(each.unit for each in read if each.known and each.known.dimension == "money" and each.unit)
    several = counts.total() - max(counts.values(), default=0) >= max(_SLIPS, _SEVERAL * counts.total())
    return [unit for unit, _ in counts.most_common()] if several else []


def currencies_beside(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """Return the currencies that a column beside the prices names, the commonest first."""
    beside = next((cells for name, cells in columns.items() if names.key(name) in ("currency", "currency_code")), ())
    units = (unit_of(text_of(cell)) for cell in beside if not is_missing(cell))
    return [unit for unit, _ in Counter(unit.name for unit in units if unit is not None).most_common()]


def findings(frame: Frame, columns: Sequence[Column], declared: Mapping[str, Declared]) -> tuple[str, ...]:
    """Return a sentence for each column of which something is to be told."""
    inferred = [each for each in columns if each.source not in declared and each.name not in ("id", "title")]
    spelt = (f"`{each.source}` {_spelt(each)}" for each in columns if each.spelt)
    return (*(told for each in inferred for told in _of(each, frame)), *spelt)


def _spelt(column: Column) -> str:
    few = ", ".join(f"`{usual}`" for usual in islice(column.spelt.values(), _SHOWN))
    rest = len(column.spelt) - _SHOWN
    others = f" and {rest:,} more" if rest > 0 else ""
    return f"writes values in several ways that differ in capitals alone; each is kept in one: {few}{others}."


def _of(column: Column, frame: Frame) -> Iterator[str]:
    """Yield what is to be told of a column; a kind is only named that leaves no more cells empty than the one taken."""
    cells = frame.columns.get(column.source, [])
    there = list(islice((cell for cell in cells if not is_missing(cell)), _SAMPLE))
    texts = [text_of(cell) for cell in there]
    if column.kind == "category" and (several := _currencies(column, texts, frame)):
        yield (
            f"`{column.source}` has amounts in several currencies ({', '.join(several)}), which are kept as words and "
            "neither compared nor summed. Convert them to one, or give each currency a column of its own."
        )
    elif column.kind == "category" and (share := _share_of_numbers(texts)) >= _HALF:
        lost = unread(as_number(column.source, there, texts), cells)
        told = f"`{column.source}` is read as words, though {share:.0%} of its cells are numbers"
        number = f"`--field {column.source}=number` reads it as numbers."
        yield f"{told}. {number}" if not lost else f"{told}: as numbers, {lost:,} of {len(cells):,} would be empty."
    elif column.kind == "number" and all(map(_SWITCH.fullmatch, texts)):
        switch = Column(source=column.source, name=column.name, kind="flag")
        if unread(switch, cells) <= unread(column, cells):
            yield (
                f"`{column.source}` is read as numbers, though it has nothing but 0 and 1. "
                f"`--field {column.source}=flag` reads it as yes or no."
            )


def _currencies(column: Column, texts: Sequence[str], frame: Frame) -> list[str]:
    """Return in which currencies a column's amounts are, where these are several."""
    beside = currencies_beside(frame.columns) if names.role_in(column.source, None) == "price" else []
    return currencies_in(texts) or (beside if len(beside) > 1 else [])


def _share_of_numbers(texts: Sequence[str]) -> float:
    return sum(parse_number(text, Form()) is not None for text in texts) / max(1, len(texts))
