"""Stage 3: which field a value is of, where the words beside it say so: "by", "with", "the genre"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.schema import Schema
from palate.language.lexeme import Lexeme
from palate.language.via import via_fields


def hinted(clause: Sequence[Lexeme], schema: Schema) -> list[Lexeme]:
    """Attach "by", "with", "in" or a field's name to the value beside it, and drop words without meaning."""
    kept = [piece for piece in clause if piece.kind != "FILLER"]
    out: list[Lexeme] = []
    for before, piece, then in zip([None, *kept], kept, [*kept[1:], None], strict=False):
        if piece.kind == "THING" and _is_between_values(before, then):
            continue
        if piece.kind == "VIA" or (piece.kind == "FIELD" and then is not None and _restricts(piece.fields, then)):
            continue
        if before is not None and before.kind == "QTY" and _measures(piece, before, schema):
            # "Two hours long", "100 in stock": the words only say what the quantity is of.
            out[-1] = out[-1].of(piece.fields)
        else:
            out.append(_placed(piece, before, schema) if before is not None else piece)
    return out


def _is_between_values(before: Lexeme | None, then: Lexeme | None) -> bool:
    """Tell whether a list goes on over a word for items: "the animated ones and the comedies"."""
    return before is not None and before.kind == "VALUE" and then is not None and then.kind in ("ALSO", "OR")


def _measures(piece: Lexeme, before: Lexeme, schema: Schema) -> bool:
    if piece.kind == "FIELD":
        plain = before.quantity is not None and before.quantity.kind == "number" and before.quantity.unit is None
        return plain and all(schema.field(name).kind == "number" for name in piece.fields)
    return piece.kind == "ADJ"


def _placed(piece: Lexeme, before: Lexeme, schema: Schema) -> Lexeme:
    if piece.kind == "TEXT" and _needs_value(before, schema):
        # "By Zorblax" names nobody here; looking for the word elsewhere would answer another request.
        return replace(piece, kind="UNPLACED")
    hint = via_fields(before.cue, schema) if before.kind == "VIA" else before.fields if before.kind == "FIELD" else ()
    return piece.of(hint) if _restricts(hint, piece) else piece


def _needs_value(piece: Lexeme, schema: Schema) -> bool:
    if piece.kind == "VIA":
        return piece.cue == "by"
    return piece.kind == "FIELD" and all(schema.field(name).kind in ("category", "tags") for name in piece.fields)


def _restricts(fields: Sequence[str], value: Lexeme) -> bool:
    return any(match.field in fields for match in value.values)
