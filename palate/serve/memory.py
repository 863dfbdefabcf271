"""`/v1/memory`: what is known of the person who asks, and their rights over it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import describe
from palate.catalog.tongues import Language, speaking
from palate.errors import StorageError, UnknownField
from palate.language.preference import Polarity, Preference, Source, Strength
from palate.language.session import SessionView
from palate.language.understand import understand
from palate.memory.event import Event
from palate.memory.ledger import is_negative
from palate.memory.people import Person as Remembered
from palate.serve.limits import items_cost
from palate.serve.paging import Offset
from palate.serve.problems import Problem, declared
from palate.serve.server import Admitted, Here, Person, Server

router = APIRouter(prefix="/v1/memory", tags=["memory"])
Spoken = Annotated[Language, Query(alias="language", description="In which `what` is written.")]
_MOST_RECORDS = 500
_TRIES = 20
_PAUSE = 0.05
"""Seconds between two tries to take out what another worker is reading."""


class Known(BaseModel):
    """One preference."""

    id: str
    what: str
    """What it is about, in words."""
    polarity: Polarity
    strength: Strength
    quote: str
    """The person's own words; empty where it was a sign that they gave."""
    source: Source
    time: float
    """Seconds since 1970."""
    session: str
    on: bool
    """Whether it counts."""
    item: str | None


class Named(BaseModel):
    """An item that something happened with."""

    id: str
    title: str
    time: float


class Memory(BaseModel):
    """What is known of a person, their sessions aside: a page of each list, the latest first."""

    person: str
    preferences: list[Known]
    seen: list[Named]
    taken: list[Named]
    rejected: list[Named]
    next: int | None
    """The `offset` of the next page; null where no list has more."""


class Correction(BaseModel):
    """What is put right of a preference."""

    on: bool | None = None
    """Whether it counts."""
    polarity: Polarity | None = None
    strength: Strength | None = None
    words: Annotated[str, Field(max_length=500)] | None = None
    """What holds instead, in the person's words."""


@router.get("")
def known(
    person: Person,
    here: Here,
    language: Spoken = "en",
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST_RECORDS, description="Of each list.")] = _MOST_RECORDS,
) -> Memory:
    """Return what is known of the person, page by page."""
    remembered, catalog, end = here.agent.memory.of(person), here.agent.catalog, offset + limit
    events = remembered.events()
    held = [
        *((each, True) for each in remembered.preferences()),
        *((each, False) for each in remembered.switched_off()),
    ]
    held.sort(key=lambda each: -each[0].provenance.time)
    seen, taken, rejected = (_times(events, kind) for kind in ("seen", "commit", "reject"))
    with speaking(language):
        preferences = [_known(each, catalog, on=on) for each, on in held[offset:end]]
    return Memory(
        person=person,
        preferences=preferences,
        seen=_named(seen[offset:end], catalog),
        taken=_named(taken[offset:end], catalog),
        rejected=_named(rejected[offset:end], catalog),
        next=end if max(len(held), len(seen), len(taken), len(rejected)) > end else None,
    )


@router.get("/export")
def export(person: Person, caller: Admitted, here: Here) -> dict[str, Any]:
    """Return all of it, every session with its turns too, to take along: whole, and charged like items."""
    told = here.agent.memory.of(person).export()
    turns = sum(len(session["turns"]) for session in told["sessions"])
    caller.account.charge(items_cost(len(told["preferences"]) + len(told["events"]) + turns))
    return told


@router.patch("/{preference}", status_code=204, responses=declared(404))
def correct(preference: str, right: Correction, person: Person, here: Here) -> None:
    """Switch a preference off or on, or put it right."""
    remembered = here.agent.memory.of(person)
    old = _of_id(preference, remembered)
    said = {"polarity": right.polarity, "strength": right.strength}
    changed = old.model_copy(update={name: value for name, value in said.items() if value is not None})
    if right.words is not None:
        remembered.correct(old.key, *_understood(right.words, changed, here))
    elif changed != old:
        remembered.correct(old.key, changed)
    elif right.on is not None and right.on != (old in remembered.preferences()):
        remembered.switch(old.key, on=right.on)
    _in_sessions(remembered, old, here)


@router.delete("/items/{item:path}", status_code=204)
def forget_item(item: str, person: Person, here: Here) -> None:
    """Erase all about one item, that it was seen or taken too."""
    _erased(lambda: here.agent.memory.of(person).forget(item=item))


@router.delete("/{preference}", status_code=204, responses=declared(404))
def forget(preference: str, person: Person, here: Here) -> None:
    """Erase one preference for good, with the turns that told of it."""
    remembered = here.agent.memory.of(person)
    old = _of_id(preference, remembered)
    _erased(lambda: remembered.forget(key=old.key, item=old.item))


@router.delete("", status_code=204)
def forget_all(person: Person, here: Here) -> None:
    """Erase everything that is known of the person, sessions included."""
    _erased(here.agent.memory.of(person).forget)


def id_of(preference: Preference) -> str:
    """Return what a preference is called in an address, where its words have no place."""
    return blake2b(preference.key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _of_id(name: str, remembered: Remembered) -> Preference:
    for each in (*remembered.preferences(), *remembered.switched_off()):
        if id_of(each) == name:
            return each
    raise Problem(404, "Nothing of that id is known of you; `GET /v1/memory` lists what is.")


def _known(entry: Preference, catalog: Catalog, *, on: bool) -> Known:
    said = entry.provenance
    return Known(
        id=id_of(entry),
        what=_what(entry, catalog),
        polarity=entry.polarity,
        strength=entry.strength,
        quote=said.quote,
        source=said.source,
        time=said.time,
        session=said.session,
        on=on,
        item=entry.item,
    )


def _what(entry: Preference, catalog: Catalog) -> str:
    """Name what a preference is about; what is of another catalogue by its own name."""
    if entry.where is not None:
        try:
            return describe(entry.where, catalog.schema)
        except UnknownField:
            return entry.provenance.quote or ", ".join(entry.fields)
    return entry.text or "" if entry.item is None else _title(entry.item, catalog)


def _title(item: str, catalog: Catalog) -> str:
    return catalog.item(item).title if catalog.has(item) else item


def _times(events: list[Event], kind: str) -> list[tuple[str, float]]:
    """Return the items of events of a kind and when that last happened, the latest first."""
    times = {event.item: event.time for event in events if event.kind == kind and event.item is not None}
    return sorted(times.items(), key=lambda each: -each[1])


def _named(times: list[tuple[str, float]], catalog: Catalog) -> list[Named]:
    return [Named(id=item, title=_title(item, catalog), time=when) for item, when in times]


def _understood(words: str, old: Preference, here: Server) -> Iterator[Preference]:
    """Yield what words say that is liked or not, for good, as strongly as it was said before.

    Raises:
        Problem: they name nothing that the catalogue knows.
    """
    said = old.provenance.model_copy(update={"quote": words, "time": time.time(), "source": "said"})
    understanding = understand(words, SessionView(), here.agent.catalog)
    found = [entry for intent in understanding.intents for entry in intent.preferences]
    found += [Preference(item=like.item) for intent in understanding.intents for like in intent.like]
    if not found:
        raise Problem(422, "`words` name nothing that this catalogue knows; a value, a title or a number would do.")
    for entry in found:
        update: dict[str, object] = {"horizon": "long", "provenance": said}
        if entry.horizon != "long" and not is_negative(entry):
            update |= {"strength": old.strength, "polarity": old.polarity}
        yield entry.model_copy(update=update)


def _in_sessions(remembered: Remembered, old: Preference, here: Server) -> None:
    """Have the opinion of an item, which sessions keep as well, be what it is now."""
    if old.item is None:
        return
    now = next((each for each in remembered.preferences() if each.item == old.item), None)
    value = 0.0 if now is None else min(1.0, now.weight) * (1 if now.polarity == "want" else -1)
    told = {event.session for event in remembered.events() if event.kind == "feedback" and event.item == old.item}
    for session in told:
        held = here.agent.session(remembered.user, session or None)
        if held.is_known:
            held.think(old.item, value)


def _erased(forget: Callable[[], int]) -> None:
    """Erase, and again for as long as another worker is reading what is to go."""
    for _ in range(_TRIES):
        try:
            forget()
            return
        except StorageError:
            time.sleep(_PAUSE)
    forget()
