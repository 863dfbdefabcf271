"""One packaged message, and whether what a reader made of it comes to what was meant.

Outcomes are compared, not how they are said: conditions by the items that satisfy them, so that `year > 1989` is as
right as `year >= 1990`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Where
from palate.language.preference import Preference, Provenance
from palate.language.understanding import Intent, MessageAct, QuestionKind, Shown, Understanding
from palate.memory.item_history import ItemHistory
from palate.memory.request import REQUESTS, Held, hold
from palate.memory.short_term import SessionMemory

FILE = "cases.jsonl"


class Outcome(BaseModel):
    """What a message comes to. What is None, or empty where nothing is said of it, is not looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    acts: tuple[MessageAct, ...] = ()
    """One of which an intent has."""
    where: tuple[Where, ...] | None = None
    """The hard conditions that hold after the message, for items or of the question."""
    like: tuple[str, ...] | None = None
    """Ids of the items that the result resembles."""
    seen: tuple[str, ...] | None = None
    rejected: tuple[str, ...] | None = None
    taken: tuple[str, ...] | None = None
    sort: str | None = None
    descending: bool = True
    limit: int | None = None
    liked: tuple[Where, ...] | None = None
    """What is told of lasting taste."""
    question: QuestionKind | None = None
    field: str | None = None
    about: tuple[str, ...] | None = None
    """Ids of the items that the question is about."""


class Case(BaseModel):
    """A message, the session that it is said in, and what it comes to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: str
    language: str
    active: tuple[Where, ...] = ()
    shown: tuple[str, ...] = ()
    """Ids of the items of the last reply."""
    outcome: Outcome

    def session(self, catalog: Catalog) -> SessionMemory:
        """Return the session before the message."""
        fields = {field.name for field in catalog.schema.fields if field.kind not in ("id", "title", "text")}
        items = [catalog.item(each) for each in self.shown]
        shown = tuple(
            Shown(id=each.id, title=each.title, fields={k: v for k, v in each.fields.items() if k in fields}, turn=1)
            for each in items
        )
        return SessionMemory(
            turn=1 if self.active or self.shown else 0,
            preferences=tuple(
                Preference(where=where, provenance=Provenance(quote="", turn=1)) for where in self.active
            ),
            shown=shown,
            items=ItemHistory(shown=self.shown),
            focus=shown,
        )

    def is_met(self, understood: Understanding, catalog: Catalog) -> bool:
        """Tell whether an understanding of the message comes to what was meant."""
        held = hold(understood, self.session(catalog), (), catalog=catalog, stamp=Provenance(quote=""))
        pairs = zip(understood.intents, held, strict=True)
        return any(_is_met(self.outcome, intent, each, catalog) for intent, each in pairs)


def _is_met(wanted: Outcome, intent: Intent, held: Held, catalog: Catalog) -> bool:
    question = intent.question
    if wanted.question is not None and (question is None or question.kind != wanted.question):
        return False
    if wanted.question is None and wanted.acts and intent.act not in wanted.acts:
        return False
    if wanted.where is not None and _ids(held.conditions, catalog) != _ids(wanted.where, catalog):
        return False
    if wanted.where is None and intent.act in REQUESTS and held.conditions and not intent.withdraw:
        return False
    if wanted.liked is not None and _liked(intent.preferences, catalog) != {
        _ids((where,), catalog) for where in wanted.liked
    }:
        return False
    sorts = [(each.field, each.descending) for each in intent.order[:1]]
    return all(
        (
            question is not None or sorts == ([] if wanted.sort is None else [(wanted.sort, wanted.descending)]),
            question is not None or intent.limit == wanted.limit,
            _agree(wanted.like, (each.item for each in held.like)),
            _agree(wanted.seen, (each.item for each in intent.seen)),
            _agree(wanted.rejected, (each.item for each in intent.reject)),
            _agree(wanted.taken, (each.item for each in intent.about)),
            question is None or wanted.field is None or question.field == wanted.field,
            question is None or _agree(wanted.about, question.items),
        )
    )


def _agree(wanted: tuple[str, ...] | None, found: Iterable[str]) -> bool:
    return wanted is None or set(wanted) == set(found)


def _liked(preferences: Sequence[Preference], catalog: Catalog) -> set[frozenset[int]]:
    """Return the items of each lasting liking."""
    lasting = [each for each in preferences if each.horizon == "long" and each.polarity == "want"]
    return {_ids((each.where,), catalog) for each in lasting if each.where is not None}


def _ids(wheres: Sequence[Where], catalog: Catalog) -> frozenset[int]:
    return frozenset(catalog.columns.select(wheres).tolist())


@cache
def cases() -> tuple[Case, ...]:
    """Return the packaged messages."""
    lines = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8").splitlines()
    return tuple(Case.model_validate(json.loads(line)) for line in lines)
