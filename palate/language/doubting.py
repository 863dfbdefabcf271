"""Stage 2f: wishes that may mean something else as well, as fitted models tell: the other reading is kept beside."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.conditions import Where
from palate.language.forms import Unit, is_of
from palate.language.lexeme import Lexeme
from palate.language.preference import Preference
from palate.language.understanding import Intent


def doubting(intents: Sequence[Intent], otherwise: Sequence[Intent], units: Sequence[Unit]) -> list[Intent]:
    """Return intents with what each wish of some sentences would be in another reading of these.

    Args:
        intents: what was read.
        otherwise: the same message with those sentences read otherwise.
        units: the sentences.
    """
    return _doubted(intents, [(unit.named, _wished(unit.named, otherwise)) for unit in units])


def doubting_first(intents: Sequence[Intent], pairs: Sequence[Unit]) -> list[Intent]:
    """Return intents with what the first of two wishes may have been taken back for."""
    return _doubted(intents, [(pair.named[:1], _wished(pair.named[1:], intents)) for pair in pairs])


def meant_again(intents: Sequence[Intent], asked: Sequence[Preference]) -> list[Intent]:
    """Return intents with what was asked about, and may mean the same other thing again, meaning that.

    Args:
        intents: what was read, with both readings.
        asked: the wishes of which the last reply asked what they mean.
    """
    twice = {entry.key: entry.otherwise for entry in asked if entry.otherwise is not None}

    def meant(entry: Preference) -> Preference:
        again = entry.otherwise is not None and twice.get(entry.key) == entry.otherwise
        return entry.model_copy(update={"where": entry.otherwise, "otherwise": None}) if again else entry

    return [intent.model_copy(update={"preferences": tuple(map(meant, intent.preferences))}) for intent in intents]


def _doubted(intents: Sequence[Intent], others: Sequence[tuple[Sequence[Lexeme], Sequence[Where]]]) -> list[Intent]:
    """Give wishes that name something the one other wish of the same fields that they may be."""

    def doubted(entry: Preference) -> Preference:
        if entry.where is None or entry.strength != "hard":
            return entry
        found = {
            where.model_dump_json(): where
            for named, wheres in others
            if any(is_of(part, piece) for part in entry.where.parts for piece in named)
            for where in wheres
            if {part.field for part in where.parts} == set(entry.fields) and where != entry.where
        }
        return entry.model_copy(update={"otherwise": next(iter(found.values()))}) if len(found) == 1 else entry

    return [intent.model_copy(update={"preferences": tuple(map(doubted, intent.preferences))}) for intent in intents]


def _wished(named: Sequence[Lexeme], intents: Sequence[Intent]) -> list[Where]:
    hard = [entry.where for intent in intents for entry in intent.preferences if entry.strength == "hard"]
    return [
        where
        for where in hard
        if where is not None and any(is_of(part, piece) for part in where.parts for piece in named)
    ]
