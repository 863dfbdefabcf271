"""The columns of a whole table: which one identifies, which one names, and what all the others are."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from palate.catalog.kinds import names
from palate.catalog.kinds.column import Column
from palate.catalog.kinds.declared import KINDS, SKIP, Declared
from palate.catalog.kinds.findings import currencies_beside
from palate.catalog.kinds.infer import declared_kind, infer
from palate.catalog.parsing.missing import is_blank, is_missing, text_of
from palate.catalog.parsing.numbers import read_quantity
from palate.catalog.schema import Kind
from palate.catalog.sources.frame import Frame
from palate.errors import UnreadableFile

ROW_NUMBER = ""
"""The source of the id column where rows are known by their number."""
_TAKEN = frozenset(["id", "title", "rowid", "oid", "_rowid_"])
_MOST_COLUMNS = 1_900
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
_LONGEST_CODE = 24
_OF_CODES = frozenset("A9-_.")
_FEW = 2
"""Of so few items anything may differ by chance."""
_NEARLY_ALL, _HALF = 0.9, 0.5
_LONGEST_NAME = 60
"""Characters of a name, in the mean: what is longer describes."""
_MOST_PARTS = 3
_NAMES = frozenset({"title", "name"})
_MOST_LOOKED_AT = 2_000


def item_columns(
    frame: Frame, declared: Mapping[str, Declared], mentioned: Sequence[Collection[str]] = ()
) -> tuple[Column, ...]:
    """Decide what the columns of items are; `id` and `title` come first.

    Args:
        frame: all the rows.
        declared: what the caller says about some columns.
        mentioned: what columns of the log hold, one of which is likely its items; an id column is recognised by them
            where names do not tell.

    Raises:
        UnreadableFile: no column names an item, or there are too many columns.
    """
    kept = _kept(frame, declared)
    title = _said(declared, "title", kept) or _title_of(frame, kept)
    identity = _said(declared, "id", kept) or _id_of(frame, [name for name in kept if name != title], mentioned)
    if title is None:
        raise UnreadableFile(
            f"`{frame.origin}` has no column that names an item: its columns are {_listed(kept)}. Expected one such as "
            "`title` or `name`; say which with --field COLUMN=title (`fields=`), or put one "
            "together with --title '{make} {model}' (`title=`)."
        )
    leads = (
        Column(source=identity or ROW_NUMBER, name="id", kind="id"),
        Column(source=title, name="title", kind="title"),
    )
    others = [name for name in kept if name not in (identity, title)]
    return (*leads, *_others(frame, others, declared))


def user_columns(frame: Frame, declared: Mapping[str, Declared]) -> tuple[Column, ...]:
    """Decide what the columns of people are; `id` comes first.

    Raises:
        UnreadableFile: no column identifies a person.
    """
    kept = _kept(frame, declared)
    identity = names.best(kept, "user") or names.best_of(kept, ("id",))
    if identity is None:
        raise UnreadableFile(
            f"`{frame.origin}` has no column that identifies a person: its columns are {_listed(kept)}. "
            "Expected one such as `user_id`."
        )
    leads = (Column(source=identity, name="id", kind="id"),)
    return (*leads, *_others(frame, [name for name in kept if name != identity], declared))


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name under which a column is kept: its own, unless the catalogue needs that one."""
    while name.casefold() in taken:
        name = f"source_{name}"
    return name


def _kept(frame: Frame, declared: Mapping[str, Declared]) -> list[str]:
    kept = [name for name in frame.columns if not (name in declared and declared[name].kind == SKIP)]
    # A nameless column of nothing is what a comma at the end of each line leaves behind.
    kept = [
        name
        for name in kept
        if not (name.startswith("column ") and all(is_missing(cell) for cell in frame.columns[name]))
    ]
    if len(kept) > _MOST_COLUMNS:
        raise UnreadableFile(f"`{frame.origin}` has {len(kept)} columns; a catalogue can hold {_MOST_COLUMNS}.")
    return kept


def _others(frame: Frame, sources: list[str], declared: Mapping[str, Declared]) -> list[Column]:
    columns: list[Column] = []
    taken = set(_TAKEN)
    for source in sources:
        column = _one(frame, source, declared.get(source))
        name = free_name(source, taken)
        taken.add(name.casefold())
        columns.append(column.model_copy(update={"name": name}))
    return _with_currency(frame, columns, declared)


def _one(frame: Frame, source: str, said: Declared | None) -> Column:
    cells = frame.columns[source]
    if said is None or said.kind not in KINDS:
        return infer(source, cells, frame.types.get(source))
    column = declared_kind(source, cast(Kind, said.kind), cells, said.low, said.high)
    return column.model_copy(update={"order": said.order})


def _with_currency(frame: Frame, columns: list[Column], declared: Mapping[str, Declared]) -> list[Column]:
    """Give prices without a sign the currency that a column beside them names; of several none can be compared."""
    beside = currencies_beside(frame.columns)
    return [
        _priced(column, beside)
        if column.kind == "number" and column.role == "price" and column.unit is None and column.source not in declared
        else column
        for column in columns
    ]


def _priced(column: Column, currencies: Sequence[str]) -> Column:
    if len(currencies) > 1:
        return Column(source=column.source, name=column.name, kind="category")
    unit = next(iter(currencies), None)
    return column.model_copy(update={"unit": unit, "form": column.form.model_copy(update={"unit": unit})})


def _said(declared: Mapping[str, Declared], kind: str, kept: list[str]) -> str | None:
    return next((name for name in kept if name in declared and declared[name].kind == kind), None)


def _title_of(frame: Frame, kept: list[str]) -> str | None:
    """Return the column that names items: by its name, unless that says little and its cells tell items less apart."""
    wordy = [name for name in kept if _wordy(frame.columns[name])]
    other = (name for name in names.other_titles(kept) if name in wordy)
    said = names.best(wordy, "title") or next(other, None) or names.best_of(kept, ("title", "name"))
    if said is not None and (_NAMES & set(names.words(said)) or _unique(frame.columns[said]) >= _HALF):
        return said
    ids = {names.best(kept, "id"), *names.other_ids(kept)}
    short = (name for name in kept if name not in ids and _is_short(name, frame.columns[name]))
    telling = {name: _unique(frame.columns[name]) for name in short}
    best = next((name for name, share in telling.items() if share >= _NEARLY_ALL), None)
    if best is None and said is not None and telling:
        best = max(telling, key=lambda name: telling[name])
        best = best if telling[best] >= _HALF else None
    return best or said


def _is_short(name: str, cells: list[Any]) -> bool:
    """Tell whether a column has short words, as names are."""
    texts = [cell for cell in _some(cells) if isinstance(cell, str)]
    if len(texts) <= _FEW or names.says(name, "text") or not _wordy(cells):
        return False
    worded = infer(name, texts).kind in ("category", "tags", "text") and not _are_codes(cells)
    return worded and sum(map(len, texts)) <= _LONGEST_NAME * len(texts)


def title_template(frame: Frame, declared: Mapping[str, Declared]) -> str | None:
    """Return how titles are put together where no column names an item: of a few values, and the id.

    None where a column does, and where there is nothing to put together.
    """
    kept = _kept(frame, declared)
    if _said(declared, "title", kept) or _title_of(frame, kept):
        return None
    identity = _said(declared, "id", kept) or _id_of(frame, kept, ())
    named = [name for name in kept if name != identity and "{" not in name and "}" not in name]
    words = [name for name in named if _one(frame, name, declared.get(name)).kind == "category"][:_MOST_PARTS]
    parts = [f"{{{name}}}" for name in words] + ([f"#{{{identity}}}"] if identity is not None else [])
    return " ".join(parts) or None


def _some(cells: list[Any]) -> list[Any]:
    """Return the first cells that are not blank: enough to tell what a column is."""
    return list(islice((cell for cell in cells if not is_blank(cell)), _MOST_LOOKED_AT))


def _wordy(cells: list[Any]) -> bool:
    """Tell whether a column's cells are texts, most of them, rather than numbers or lists."""
    texts = _some(cells)
    letters = sum(isinstance(cell, str) and any(sign.isalpha() for sign in cell) for cell in texts)
    return not texts or letters * 2 >= len(texts)


def _id_of(frame: Frame, kept: list[str], mentioned: Sequence[Collection[str]]) -> str | None:
    best = names.best(kept, "id")
    if best is not None:
        return best
    for name in (*names.other_ids(kept), *filter(None, [names.best(kept, "weak_id")])):
        if _unique(frame.columns[name]) > _NEARLY_ALL:
            return name
    return (
        _matching(frame, kept, mentioned)
        or next((name for name in kept if _are_codes(frame.columns[name])), None)
        or next((name for name in kept if _counts_rows(frame.columns[name])), None)
    )


def _are_codes(cells: list[Any]) -> bool:
    """Tell whether cells are short codes of one shape, each its own: `FZ-1000`."""
    texts = [str(cell).strip() for cell in cells]
    shapes = {_DIGITS.sub("9", _LETTERS.sub("A", text)) for text in texts}
    signs = set().union(*shapes)
    alike = len(shapes) == 1 and {"A", "9"} <= signs <= _OF_CODES and max(map(len, texts)) <= _LONGEST_CODE
    return alike and len(set(texts)) == len(texts) > _FEW and not any(map(is_blank, cells)) and not _measured(texts)


def _counts_rows(cells: list[Any]) -> bool:
    """Tell whether cells are the numbers of their rows, from 0 or from 1."""
    first = text_of(cells[0]) if len(cells) > _FEW else ""
    return first in ("0", "1") and all(text_of(cell) == str(at) for at, cell in enumerate(cells, int(first)))


def _measured(texts: list[str]) -> bool:
    """Tell whether texts are quantities, such as `12 GB`."""
    return any((read := read_quantity(text)) is not None and read.known is not None for text in texts)


def _unique(cells: list[Any]) -> float:
    texts = [text_of(cell) for cell in cells if not is_blank(cell)]
    return len(set(texts)) / len(cells) if cells else 0.0


def _matching(frame: Frame, kept: list[str], mentioned: Sequence[Collection[str]]) -> str | None:
    """Return the column that holds nearly all ids that a column of the log mentions, if one does."""
    for name in kept:
        cells = {text_of(cell) for cell in frame.columns[name]}
        held = any(sum(known in cells for known in ids) >= _NEARLY_ALL * len(ids) for ids in mentioned if ids)
        if held and _unique(frame.columns[name]) > _NEARLY_ALL:
            return name
    return None


def _listed(kept: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in kept[:12]) + (f" and {len(kept) - 12} more" if len(kept) > 12 else "")
