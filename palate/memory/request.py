"""What holds for each request of a message: the session so far, what the message says, and what is remembered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from palate.catalog.conditions import Condition, Where
from palate.language.preference import Preference, Provenance
from palate.language.understanding import Intent, ItemValue, Mention, Understanding
from palate.memory.ledger import Change, opposes, reconcile, supersedes
from palate.memory.short_term import SessionMemory

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

REQUESTS = ("recommend", "critique", "undo", "unclear")
"""The acts that ask for items, and so refine the request that the session holds."""


class Held(BaseModel):
    """What holds for one intent of the message."""

    model_config = ConfigDict(frozen=True)

    request: tuple[Preference, ...] = ()
    """The request's own: what the session holds if this intent has the last word."""
    remembered: tuple[Preference, ...] = ()
    """What is known of the person besides, as far as the request does not contradict it."""
    bounds: tuple[Preference, ...] = ()
    """Those of `request` that compare with another item, such as "before Jaws came out": the plan looks them up."""
    like: tuple[Mention, ...] = ()
    """Items that the result should resemble."""
    replaced: tuple[Preference, ...] = ()
    """What the message withdrew or replaced of the session's request, and guesses that nobody confirmed."""
    unlike: tuple[Mention, ...] = ()
    """Items that the result need resemble no longer."""

    @property
    def preferences(self) -> tuple[Preference, ...]:
        """All that a plan is made from: the bounds are left to its look-ups."""
        return (*(entry for entry in self.request if entry not in self.bounds), *self.remembered)

    @property
    def hard(self) -> tuple[Preference, ...]:
        """The conditions that every shown item must satisfy, and the tools whose items it must be, or not be, among."""
        return tuple(
            entry
            for entry in (*self.request, *self.remembered)
            if entry.strength == "hard"
            and (entry.call is not None or (entry.polarity == "want" and entry.where is not None))
        )

    @property
    def conditions(self) -> tuple[Where, ...]:
        """What `hard` asks for."""
        return tuple(entry.where for entry in self.hard if entry.where is not None)


def hold(
    understanding: Understanding,
    session: SessionMemory,
    remembered: Sequence[Preference],
    *,
    catalog: Catalog,
    stamp: Provenance,
) -> tuple[Held, ...]:
    """Return what holds for each intent of a message.

    Two requests of one message do not share their conditions; what it states of taste counts for all of them.

    Args:
        understanding: What the message means.
        session: The session before the message.
        remembered: What the person is known to like and dislike.
        catalog: Whose items the bounds compare with; preferences on fields that it does not have are left out.
        stamp: When and where the message was said.
    """
    held = _stripped(session.preferences, catalog)
    asks = any(intent.act in REQUESTS for intent in understanding.intents)
    base = tuple(_carried(held, session.turn, confirmed=understanding.agrees)) if asks else held
    lapsed = {entry.key for entry in held} - {entry.key for entry in base}
    lasting = _stripped(remembered, catalog)
    found: list[Held] = []
    for intent in understanding.intents:
        said = tuple(_stamped(entry, stamp) for entry in intent.preferences)
        lasting = reconcile(lasting, [entry for entry in said if entry.horizon == "long"]).held
        own = [entry for entry in said if entry.horizon == "session"]
        if intent.act == "question":
            found.append(Held(request=tuple(own)))
            continue
        bounds = tuple(_stamped(entry, stamp) for entry in _bounds(intent, catalog))
        withdrawn = (*intent.withdraw, *intent.lapsed)
        ledger = reconcile(base, [*own, *bounds], withdraw=withdrawn, fresh=intent.fresh)
        if intent.act == "state":
            base = ledger.held
        found.append(
            Held(
                request=ledger.held,
                remembered=_besides(ledger.held, lasting),
                bounds=bounds,
                like=_like(intent, session),
                replaced=(*_replaced(ledger.changes, session), *_unsaid(held, lapsed, own)),
                unlike=session.like if _drops_likeness(intent) else (),
            )
        )
    return tuple(found)


def _stripped(preferences: Sequence[Preference], catalog: Catalog) -> tuple[Preference, ...]:
    return tuple(entry for entry in preferences if all(catalog.schema.has(name) for name in entry.fields))


def _stamped(preference: Preference, stamp: Provenance) -> Preference:
    update = {"quote": preference.provenance.quote or stamp.quote, "source": preference.provenance.source}
    return preference.model_copy(update={"provenance": stamp.model_copy(update=update)})


def _bounds(intent: Intent, catalog: Catalog) -> list[Preference]:
    """Return the bounds whose item has a value; that one has none is found out, and said, when the plan looks it up."""
    return [
        Preference(
            where=Condition(field=bound.field, op=bound.op, value=value), provenance=Provenance(quote=bound.quote)
        )
        for bound in intent.bounds
        if isinstance(value := _value(bound, catalog), int | float | str | list) and value != []
    ]


def _value(bound: ItemValue, catalog: Catalog) -> object:
    return catalog.item(bound.item).get(bound.field) if catalog.has(bound.item) else None


def _besides(request: Sequence[Preference], lasting: Sequence[Preference]) -> tuple[Preference, ...]:
    return tuple(
        known
        for known in lasting
        if not any(opposes(known, asked) or supersedes(asked, known) or asked.key == known.key for asked in request)
    )


def _carried(held: Sequence[Preference], turn: int, *, confirmed: bool) -> Iterator[Preference]:
    """Yield what still holds in a request: a guess of the turn before, or one that the user confirmed."""
    for entry in held:
        if not entry.is_guess or entry.provenance.turn >= turn:
            said = entry.provenance.model_copy(update={"source": "said"})
            certain = entry.is_guess and confirmed
            yield entry.model_copy(update={"provenance": said, "ranks": False}) if certain else entry


def _unsaid(held: Sequence[Preference], lapsed: Collection[str], said: Sequence[Preference]) -> Iterator[Preference]:
    again = {entry.key for entry in said}
    return (entry for entry in held if entry.key in lapsed and entry.key not in again)


def _drops_likeness(intent: Intent) -> bool:
    return intent.fresh or bool({"*", "like"} & set(intent.withdraw))


def _like(intent: Intent, session: SessionMemory) -> tuple[Mention, ...]:
    if intent.like or _drops_likeness(intent) or intent.act not in REQUESTS:
        return intent.like
    return session.like


def _replaced(changes: Sequence[Change], session: SessionMemory) -> tuple[Preference, ...]:
    gone = [entry for change in changes if change.action in ("supersede", "withdraw") for entry in change.replaced]
    return tuple(entry for entry in gone if entry in session.preferences)
