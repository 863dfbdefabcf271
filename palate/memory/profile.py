"""What a person's events add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from palate.language.preference import Preference, Provenance
from palate.memory.event import Event
from palate.memory.ledger import Ledger


@dataclass(frozen=True)
class Opinion:
    """How much a person likes one item, and since when."""

    value: float
    """From -1 (disliked) to 1 (liked)."""
    time: float


@dataclass(frozen=True)
class Profile:
    """What is remembered of one person, for one catalogue or for all."""

    preferences: tuple[Preference, ...] = ()
    """What they said of conditions, items and words, the latest word counting."""
    opinions: dict[str, Opinion] = field(default_factory=dict)
    """The latest opinion of each item, said or given as feedback."""
    seen: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    committed: frozenset[str] = frozenset()
    off: tuple[Preference, ...] = ()
    """What they switched off: it counts for nothing until it is switched on, or said, again."""


def fold(events: Iterable[Event], *, catalogue: str | None = None) -> Profile:
    """Add up events, the later correcting the earlier.

    Args:
        events: In any order; they are read by time.
        catalogue: Leave out what is about items of another catalogue, since ids mean nothing there; None for all.
    """
    ledger = Ledger()
    opinions: dict[str, Opinion] = {}
    off: dict[str, Preference] = {}
    items: dict[str, set[str]] = {"seen": set(), "reject": set(), "commit": set()}
    events = sorted(events, key=lambda event: (event.time, event.turn, event.number))
    undone = {(event.session, event.turn - 1) for event in events if event.kind == "undo"}
    for event in events:
        if event.turn and (event.session, event.turn) in undone:
            continue
        if catalogue is not None and event.catalogue not in ("", catalogue) and _of_an_item(event):
            continue
        if event.preference is not None:
            ledger = ledger.add(event.preference)
            _note_opinion(opinions, event)
            off.pop(event.preference.key, None)
        elif event.kind in ("withdraw", "off"):
            held = as_preferences(Profile(preferences=ledger.held, opinions=opinions))
            gone = {entry.key: entry for entry in held if entry.key in event.fields}
            ledger = ledger.withdraw(event.fields)
            for entry in gone.values():
                opinions.pop(entry.item or "", None)
            off = {key: entry for key, entry in off.items() if key not in event.fields}
            off |= gone if event.kind == "off" else {}
        elif event.kind == "feedback" and event.item is not None:
            opinions[event.item] = Opinion(event.value or 0.0, event.time)
            ledger = _without_item(ledger, event.item)
        elif event.item is not None:
            items[event.kind].add(event.item)
    return Profile(
        preferences=ledger.held,
        opinions=opinions,
        seen=frozenset(items["seen"]),
        rejected=frozenset(items["reject"]),
        committed=frozenset(items["commit"]),
        off=tuple(off.values()),
    )


def as_preferences(profile: Profile) -> tuple[Preference, ...]:
    """Return all that a profile says a person likes or not, the items of `agent.feedback` among them."""
    said = {preference.item for preference in profile.preferences}
    given = tuple(
        Preference(
            item=item,
            polarity="want" if opinion.value > 0 else "avoid",
            strength="soft",
            horizon="long",
            weight=abs(opinion.value),
            provenance=Provenance(quote="", time=opinion.time, source="feedback"),
        )
        for item, opinion in profile.opinions.items()
        if item not in said and opinion.value != 0
    )
    return (*profile.preferences, *given)


def _of_an_item(event: Event) -> bool:
    return event.item is not None or (event.preference is not None and event.preference.item is not None)


def _note_opinion(opinions: dict[str, Opinion], event: Event) -> None:
    said = event.preference
    if said is not None and said.item is not None:
        opinions[said.item] = Opinion(min(1.0, said.weight) * (1 if said.polarity == "want" else -1), event.time)


def _without_item(ledger: Ledger, item: str) -> Ledger:
    return Ledger(tuple(entry for entry in ledger.held if entry.item != item), ledger.changes)
