"""Stage 3: bounds by a value that has its place on a scale: "PG-13 or lower", "rated at most PG", "M and up"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.grounding.scales import scale_of
from palate.catalog.schema import Schema
from palate.language.lexeme import Lexeme

_COMPARE = frozenset({"LT", "GT"})
_AFTER = frozenset({"LT", "GT", "POST"})
_AGAINST = {"LT": "<=", "GT": ">=", "POST": ""}
"""How a cue behind its value compares: "PG at most" and "PG and under" both take in PG."""

_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def graded(pieces: Sequence[Lexeme], schema: Schema) -> list[Lexeme]:
    """Put for a bound by such a value all the values within it, so that it reads as these joined by "or"."""
    if not any(piece.kind in ("LT", "GT", "POST", "BETWEEN", "TO") for piece in pieces):
        return list(pieces)
    out: list[Lexeme] = []
    index = 0
    while index < len(pieces):
        found, index = _at(pieces, index, schema)
        out.append(found)
    return out


def _at(pieces: Sequence[Lexeme], index: int, schema: Schema) -> tuple[Lexeme, int]:
    """Return what stands at `index`, and where to go on."""
    piece = pieces[index]
    value, behind = _next(pieces, index), _next(pieces, index, skipped=("FILLER", "COMMA"))
    if piece.kind == "NEG" and value is not None and pieces[value].kind in _COMPARE:
        # "Nothing above PG-13" is PG-13 and below: what has no value at all is not known to be.
        last = _next(pieces, value)
        within = _within(pieces[last], _NEGATED[pieces[value].cue], schema) if last is not None else None
        if within is not None and last is not None:
            return replace(within, start=piece.start), last + 1
    if piece.kind in _COMPARE and value is not None:
        within = _within(pieces[value], piece.cue, schema)
        if within is not None:
            return replace(within, start=piece.start), value + 1
    if piece.kind == "VALUE" and behind is not None and pieces[behind].kind in _AFTER and _closes(pieces, behind):
        cue = _AGAINST[pieces[behind].kind] or pieces[behind].cue
        within = _within(piece, cue, schema)
        if within is not None:
            return replace(within, end=pieces[behind].end), behind + 1
    if piece.kind == "VALUE" and value is not None and pieces[value].kind == "TO":
        last = _next(pieces, value)
        between = _between(piece, pieces[last], schema) if last is not None else None
        if between is not None and last is not None:
            return between, last + 1
    return piece, index + 1


def _next(pieces: Sequence[Lexeme], index: int, *, skipped: tuple[str, ...] = ("FILLER",)) -> int | None:
    return next((at for at in range(index + 1, len(pieces)) if pieces[at].kind not in skipped), None)


def _closes(pieces: Sequence[Lexeme], index: int) -> bool:
    """Tell whether a cue has nothing of its own to compare with: "PG, under 90 minutes" bounds the minutes.

    "PG under age rating" tells where PG stands.
    """
    then = _next(pieces, index)
    return then is None or pieces[then].kind not in ("QTY", "ITEM", "VALUE", "DEMO", "ORDINAL", "FIELD")


def _within(value: Lexeme, op: str, schema: Schema) -> Lexeme | None:
    placed = _placed(value, schema)
    if placed is None:
        return None
    match, scale = placed
    at = scale.index(str(match.value))
    bounds = {"<": scale[:at], "<=": scale[: at + 1], ">": scale[at + 1 :], ">=": scale[at:]}
    return _of(value, match, bounds.get(op, ()))


def _between(low: Lexeme, high: Lexeme, schema: Schema) -> Lexeme | None:
    first, last = _placed(low, schema), _placed(high, schema)
    if first is None or last is None or first[1] != last[1]:
        return None
    places = sorted(first[1].index(str(match.value)) for match, _ in (first, last))
    found = _of(low, first[0], first[1][places[0] : places[1] + 1])
    return replace(found, end=high.end) if found is not None else None


def _placed(value: Lexeme, schema: Schema) -> tuple[ValueMatch, tuple[str, ...]] | None:
    """Return which match of a value has its place on a scale, and the scale."""
    for match in value.values:
        scale = scale_of(schema.field(match.field))
        if match.value in scale:
            return match, scale
    return None


def _of(value: Lexeme, match: ValueMatch, values: Sequence[str]) -> Lexeme | None:
    matches = tuple(replace(match, value=each, how="exact") for each in values)
    return replace(value, values=matches) if matches else None
