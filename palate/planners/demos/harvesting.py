"""Demonstrations from turns that people had: what they accepted is kept, what failed loses its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palate.planners.demos.demonstration import Demonstration, named
from palate.planners.models.answer import Answer
from palate.planners.models.numbered import Shown

MOST = 500
"""Demonstrations that a folder keeps."""


@dataclass(frozen=True)
class Record:
    """One turn, as far as it teaches reading."""

    shown: Shown
    read: Answer
    success: bool
    """Whether the person took something that came of it."""
    user: str | None = None


@dataclass(frozen=True)
class Harvested:
    """What became of records."""

    demonstrations: tuple[Demonstration, ...]
    """All that are kept now, the known ones among them."""
    added: int = 0
    counted: int = 0
    """Records that were counted for or against a demonstration that was known already."""
    ignored: int = 0
    """Failures of what no demonstration shows."""
    pruned: int = 0


def harvest(records: Iterable[Record], known: Iterable[Demonstration] = (), *, most: int = MOST) -> Harvested:
    """Make demonstrations of turns that succeeded, count for and against known ones, and prune.

    Args:
        records: Turns, each of them once: whoever harvests twice counts twice.
        known: The folder's demonstrations so far.
        most: How many of the best are kept. What people wrote themselves always stays.
    """
    found = {each.id: each for each in known}
    added = counted = ignored = 0
    for record in records:
        same = next((each for each in found.values() if (each.shown, each.read) == (record.shown, record.read)), None)
        if same is not None:
            found[same.id] = _counted(same, record)
            counted += 1
        elif record.success:
            new = _demonstration(record)
            found[new.id] = new
            added += 1
        else:
            ignored += 1
    best = sorted(found.values(), key=lambda each: (each.source != "seed", -each.score, -each.tries, each.id))
    gone = {each.id for each in best[most:] if each.source != "seed"}
    kept = tuple(each for each in found.values() if each.id not in gone)
    return Harvested(kept, added, counted, ignored, len(gone))


def _counted(demonstration: Demonstration, record: Record) -> Demonstration:
    tried = demonstration.tried(success=record.success)
    if record.user is None or demonstration.source != "harvested" or record.user in demonstration.users:
        return tried
    return tried.model_copy(update={"users": (*demonstration.users, record.user)})


def _demonstration(record: Record) -> Demonstration:
    users = () if record.user is None else (record.user,)
    name = named(record.shown, record.read, "harvested")
    return Demonstration(id=name, shown=record.shown, read=record.read, source="harvested", users=users).tried(
        success=True
    )
