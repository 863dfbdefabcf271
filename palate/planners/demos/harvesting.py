"""Demonstrations from turns that users had: what they accepted is kept, what failed loses its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palate.language.frame import Frames
from palate.planners.demos.demonstration import Demonstration, named

MOST = 500
"""Demonstrations that a folder keeps."""


@dataclass(frozen=True)
class Record:
    """One turn that a model read."""

    message: str
    state: tuple[str, ...]
    frames: Frames
    masked: str
    success: bool
    """Whether the user took something that came of it."""
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
        records: turns, each of them once: whoever harvests twice counts twice.
        known: the folder's demonstrations so far.
        most: how many of the best are kept. What the app added itself always stays.
    """
    found = {each.id: each for each in known}
    added = counted = ignored = 0
    for record in records:
        same = next((each for each in found.values() if _is_of(each, record)), None)
        if same is not None:
            found[same.id] = _counted(same, record)
            counted += 1
        elif record.success:
            new = _demonstration(record)
            found[new.id] = new
            added += 1
        else:
            ignored += 1
    best = sorted(found.values(), key=lambda each: (each.source != "added", -each.score, -each.tries, each.id))
    gone = {each.id for each in best[most:] if each.source != "added"}
    kept = tuple(each for each in found.values() if each.id not in gone)
    return Harvested(kept, added, counted, ignored, len(gone))


def _is_of(demonstration: Demonstration, record: Record) -> bool:
    told = (demonstration.message, demonstration.state, demonstration.frames)
    return told == (record.message, record.state, record.frames)


def _counted(demonstration: Demonstration, record: Record) -> Demonstration:
    tried = demonstration.tried(success=record.success)
    if record.user is None or demonstration.source != "harvested" or record.user in demonstration.users:
        return tried
    return tried.model_copy(update={"users": (*demonstration.users, record.user)})


def _demonstration(record: Record) -> Demonstration:
    users = () if record.user is None else (record.user,)
    made = Demonstration(
        id=named(record.message, record.state, record.frames, "harvested"),
        message=record.message,
        state=record.state,
        frames=record.frames,
        masked=record.masked,
        source="harvested",
        users=users,
    )
    return made.tried(success=True)
