"""Stage 3: which field a value is of, where the words beside it say so: "by", "with", "the genre"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.schema import Schema
from palate.catalog.words import Token
from palate.language.bounds import is_unitless
from palate.language.lexeme import Lexeme
from palate.language.via import via_fields

_TASTE = frozenset({"LOVE", "HATE", "SEEN", "SIM", "NEG"})
_ASKING = frozenset({"WHO", "WHAT", "WHEN", "WHERE", "HOW", "HOWMANY", "HOWMUCH", "HAVE", "IS", "ASK"})

_OPEN = frozenset({"NEG", "LESS", "LOVE", "HATE"})
_ABOUT = frozenset(
    {
        "VIA",
        "VALUE",
        "FIELD",
        "TEXT",
        "CMP",
        "ADJ",
        "ADJC",
        "EXCESS",
        "TOO",
        "FROM",
        "QTY",
        "LT",
        "GT",
        "BETWEEN",
        "APPROX",
    }
)


def hinted(clause: Sequence[Lexeme], words: Sequence[Token], schema: Schema) -> list[Lexeme]:
    """Attach "by", "with", "in" or a field's name to the value beside it, and drop words without meaning."""
    kept = _told(_of_named_fields([piece for piece in clause if piece.kind != "FILLER"]))
    out: list[Lexeme] = []
    for before, piece, then in zip([None, *kept], kept, [*kept[1:], None], strict=False):
        if piece.kind == "THING" and (_is_between_values(before, then) or _is_in_a_phrase(before, then)):
            continue
        if piece.kind == "FROM" and before is not None and before.kind == "FORGET":
            # "It doesn't have to be from the nineties."
            continue
        if piece.kind == "VIA" or (piece.kind == "FIELD" and then is not None and _restricts(piece.fields, then)):
            continue
        if before is not None and before.kind == "QTY" and _measures(piece, before, schema):
            # "Two hours long", "100 in stock": the words only say what the quantity is of.
            out[-1] = out[-1].of(piece.fields)
        else:
            out.append(_placed(piece, before, words, schema) if before is not None else piece)
    return out


def _of_named_fields(kept: Sequence[Lexeme]) -> list[Lexeme]:
    """Read a value that several fields have as of the one that the clause names: "the language can't be French"."""
    if any(piece.kind in ("FORGET", "MATTERS") for piece in kept):
        return list(kept)
    named = tuple(dict.fromkeys(name for piece in kept if piece.kind == "FIELD" for name in piece.fields))
    return [piece.of(named) if not piece.fields and _restricts(named, piece) else piece for piece in kept]


def _told(kept: Sequence[Lexeme]) -> list[Lexeme]:
    """Read "Kurosawa directed it" and "Mifune stars in it": the field's name behind a value says which it is of."""
    if any(piece.kind in _ASKING for piece in kept):
        return list(kept)
    out: list[Lexeme] = []
    skipped = False
    for index, piece in enumerate(kept):
        then = kept[index + 1] if index + 1 < len(kept) else None
        if skipped:
            skipped = False
        elif piece.kind == "FIELD" and _names(piece, out) and not (then is not None and _restricts(piece.fields, then)):
            _restrict_last(out, piece.fields)
            skipped = _is_it(then)
        elif (
            _is_it(piece) and out and out[-1].kind == "FIELD" and then is not None and _restricts(out[-1].fields, then)
        ):
            # "The star of it is Mifune" says whose the star is of what is sought, and asks nothing.
            continue
        elif piece.kind == "FIELD" and _is_it(then) and out and out[-1].kind in ("WORD", "TEXT"):
            # "A monkey stars in it" says of the monkey only that it is there.
            skipped = True
        else:
            out.append(piece)
    return out


def _is_it(piece: Lexeme | None) -> bool:
    return piece is not None and piece.kind == "REF" and piece.cue == "one"


def _names(piece: Lexeme, out: Sequence[Lexeme]) -> bool:
    return bool(out) and out[-1].kind == "VALUE" and _restricts(piece.fields, out[-1])


def _restrict_last(out: list[Lexeme], fields: tuple[str, ...]) -> None:
    """Restrict the list of values that ends `out`."""
    for index in reversed(range(len(out))):
        if out[index].kind == "VALUE" and _restricts(fields, out[index]):
            out[index] = out[index].of(fields)
        elif out[index].kind not in ("ALSO", "OR", "COMMA"):
            break


def _is_between_values(before: Lexeme | None, then: Lexeme | None) -> bool:
    """Tell whether a list goes on over a word for items: "the animated ones and the comedies", "a or something b"."""
    if before is None or then is None:
        return False
    goes_on = before.kind in ("ALSO", "OR") and then.kind == "VALUE"
    return goes_on or (before.kind == "VALUE" and then.kind in ("ALSO", "OR"))


def _is_in_a_phrase(before: Lexeme | None, then: Lexeme | None) -> bool:
    """Tell whether what a cue is about follows a word for items: "no films from the US", "I loved the film Heat"."""
    if before is None or then is None:
        return False
    return (before.kind in _OPEN and then.kind in _ABOUT) or (before.kind in _TASTE and then.kind == "ITEM")


def _measures(piece: Lexeme, before: Lexeme, schema: Schema) -> bool:
    if piece.kind == "FIELD":
        quantity = before.quantity
        plain = quantity is not None and quantity.kind == "number" and quantity.unit is None
        numbers = all(schema.field(name).kind == "number" for name in piece.fields)
        return numbers and (
            plain or (quantity is not None and all(is_unitless(schema.field(name)) for name in piece.fields))
        )
    return piece.kind == "ADJ"


def _placed(piece: Lexeme, before: Lexeme, words: Sequence[Token], schema: Schema) -> Lexeme:
    if piece.kind == "TEXT" and _needs_value(before, schema):
        # "By Zorblax" names nobody here; looking for the word elsewhere would answer another request.
        return replace(piece, kind="UNPLACED")
    if before.kind == "FIELD":
        hint = before.fields
    else:
        # "It mustn't be in French", "nothing by Kubrick": other cues may end with what points at a field as well.
        hint = via_fields(before.cue if before.kind == "VIA" else words[before.end - 1].normal, schema)
    return piece.of(hint) if _restricts(hint, piece) else piece


def _needs_value(piece: Lexeme, schema: Schema) -> bool:
    if piece.kind == "VIA":
        return piece.cue == "by"
    return piece.kind == "FIELD" and all(schema.field(name).kind in ("category", "tags") for name in piece.fields)


def _restricts(fields: Sequence[str], value: Lexeme) -> bool:
    return any(match.field in fields for match in value.values)
