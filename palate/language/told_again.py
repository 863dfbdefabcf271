"""Stage 2e, in answer to what was said back: wishes that are told again, and what was doubted and is spoken of again.

Who tells again what was read as it is read now was misread, if anything speaks for that; who speaks of what the reply
asked about as misunderstood stands by it, unless they surely do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.conditions import Condition
from palate.catalog.words import Token
from palate.language.forms import Form, Scores, Unit, form_of, is_denied, read_of, units
from palate.language.lexeme import Lexeme
from palate.language.understanding import Intent, SessionView

BARE = frozenset({"VALUE", "QTY", "ITEM", "FIELD", "IS", "FILLER"})
"""Kinds of what merely names something: "age rating: R" cannot have been misread."""
_DOUBTED = -3.0
"""How much likelier, as log-odds, another form must be than that of what is told again; twice that once it is again."""
_STOOD_BY = 7.0
"""How much likelier another form must be than that of what was doubted, and is spoken of again."""


@dataclass(frozen=True)
class SaidBack:
    """A condition that the last reply said back."""

    condition: Condition
    times: int = 0
    """How often it was told again before, and stayed what it was."""


def said_back(session: SessionView) -> list[SaidBack]:
    """Return what the last reply said back, but for what it blames: who tells that again stands by it."""
    held = [entry for entry in session.preferences if session.said_back and entry.key not in session.offered]
    return [
        SaidBack(part, session.told_again.get(entry.key, 0))
        for entry in held
        if entry.where is not None
        for part in entry.where.parts
    ]


def doubted(session: SessionView) -> list[Condition]:
    """Return what the last reply asked about as misunderstood."""
    held = [entry for entry in session.preferences if session.doubted and entry.key in session.offered]
    return [part for entry in held if entry.where is not None for part in entry.where.parts]


def insists(
    pieces: Sequence[Lexeme], words: Sequence[Token], intents: Sequence[Intent], again: Sequence[SaidBack]
) -> bool:
    """Tell whether something that was said back is told again, and read as before: it may yet be misread."""
    return any(is_told_again(unit, intents, again) for unit in units(pieces, words, intents))


def is_told_again(unit: Unit, intents: Sequence[Intent], again: Sequence[SaidBack]) -> bool:
    """Tell whether a sentence is read as what was said back, and neither agrees nor merely names it."""
    conditions, known = read_of(unit, intents), [each.condition for each in again]
    agrees = next((piece.kind == "YES" for piece in unit.pieces if piece.kind != "FILLER"), False)
    agrees = agrees or all(piece.kind in BARE for piece in unit.pieces)
    return bool(conditions) and not agrees and all(condition in known for condition in conditions)


def meant(unit: Unit, scores: Scores, intents: Sequence[Intent], again: Sequence[SaidBack]) -> Form | None:
    """Return the likeliest form but that in which a wish was read and said back; none where that surely is right.

    Where nothing else of its field was said back, this is what has to be wrong, and all the surer the second time.
    """
    conditions = read_of(unit, intents)
    fields, read = {each.field for each in conditions}, {form_of(each) for each in conditions}
    others_too = any(each.condition.field in fields and each.condition not in conditions for each in again)
    before = max((each.times for each in again if each.condition in conditions), default=0)
    least = _DOUBTED * (min(before, 1) + (not others_too))
    others = [form for form in unit.forms if form not in read]
    likeliest = max(others, key=lambda form: scores[form], default=None)
    sure = likeliest is None or any(scores[likeliest] - scores[form] < least for form in read)
    return None if sure else likeliest


def stood_by(unit: Unit, scores: Scores, intents: Sequence[Intent], held: Form) -> Form | None:
    """Return in which form somebody speaks again of what was doubted, where it is read in another one."""
    read = {form_of(condition) for condition in read_of(unit, intents)}
    if read and is_denied(unit):
        return None
    likeliest = max(unit.forms, key=lambda form: scores[form])
    told = likeliest if scores[likeliest] - scores[held] > _STOOD_BY else held
    return None if read == {told} else told
