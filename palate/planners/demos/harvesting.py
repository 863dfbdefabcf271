"""Demonstrations from turns that people had: what they accepted is kept, what failed loses its place."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from palate.planners.demos.demonstration import Demonstration, named
from palate.planners.demos.duplicates import near
from palate.planners.demos.tagging import tags_of
from palate.planners.models.written import WrittenPlan

MOST_PER_TAG = 50


class Record(BaseModel):
    """One turn, as far as it teaches planning."""

    model_config = ConfigDict(frozen=True)

    request: str
    plan: WrittenPlan
    success: bool
    """Whether the person took something that the plan found."""
    before: str = ""
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


def harvest(
    records: Iterable[Record], known: Iterable[Demonstration] = (), *, most_per_tag: int = MOST_PER_TAG
) -> Harvested:
    """Make demonstrations of turns that succeeded, count for and against known ones, and prune.

    Args:
        records: Turns, each of them once: whoever harvests twice counts twice.
        known: The folder's demonstrations so far.
        most_per_tag: How many of the best are kept of each tag.
    """
    found = {each.id: each for each in known}
    added = counted = ignored = 0
    for record in records:
        same = _known(record, found.values())
        if same is not None:
            found[same.id] = _counted(same, record)
            counted += 1
        elif record.success:
            new = _demonstration(record)
            found[new.id] = new
            added += 1
        else:
            ignored += 1
    kept = pruned(found.values(), most_per_tag=most_per_tag)
    return Harvested(kept, added, counted, ignored, len(found) - len(kept))


def pruned(demonstrations: Iterable[Demonstration], *, most_per_tag: int = MOST_PER_TAG) -> tuple[Demonstration, ...]:
    """Return the best of each tag, in the order in which they came. What people wrote themselves always stays."""
    every = list(demonstrations)
    kept: set[str] = set()
    counts: Counter[str] = Counter()
    for each in sorted(every, key=lambda each: (-each.score, -each.tries, each.id)):
        tags = each.tags or ("",)
        if each.source == "seed" or any(counts[tag] < most_per_tag for tag in tags):
            kept.add(each.id)
            counts.update(tags)
    return tuple(each for each in every if each.id in kept)


def _known(record: Record, known: Iterable[Demonstration]) -> Demonstration | None:
    """Return the demonstration that a turn was planned like: the same plan for about the same request."""
    return next((each for each in known if each.plan == record.plan and near(record.request, each.request)), None)


def _counted(demonstration: Demonstration, record: Record) -> Demonstration:
    users = () if record.user is None or record.user in demonstration.users else (record.user,)
    shared = demonstration.source == "harvested"
    tried = demonstration.tried(success=record.success)
    return tried.model_copy(update={"users": (*demonstration.users, *users)}) if shared else tried


def _demonstration(record: Record) -> Demonstration:
    plan = hashlib.sha256(record.plan.dumped().encode()).hexdigest()[:4]
    return Demonstration(
        id=f"{named(record.request, 'harvested')}-{plan}",
        request=record.request,
        plan=record.plan,
        before=record.before,
        tags=tags_of(record.plan),
        source="harvested",
        users=() if record.user is None else (record.user,),
    ).tried(success=True)
