"""How well a reader reads: roles, reversals, whole messages, acts and calibration, by writer and by catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from palate.evals.wilson import wilson
from palate.language.reader.labels import SIDES
from palate.language.reader.reader import Reader, Reading
from training.examples import Marking, span_of
from training.tags import Part

_SAME = {"at_most": "below", "at_least": "above"}
"""Bounds with and without their edge count as one role here."""


Done = tuple[Marking, Reading]
"""A message and how it was read."""


@dataclass
class Count:
    """What was counted for some messages."""

    parts: int = 0
    right: int = 0
    reversed: int = 0
    invented: int = 0
    linked: int = 0
    """Parts that the catalogue knows."""
    linked_right: int = 0
    linked_reversed: int = 0
    messages: int = 0
    whole: int = 0
    """Messages with every role right and none invented."""
    acts_right: int = 0
    acts_said: int = 0
    acts_meant: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)
    """How sure of each role, and whether it was right."""

    HEADS: ClassVar = (
        *("messages", "parts", "role", "reversed", "of linked parts: role", "reversed"),
        *("invented in 100", "whole", "acts F1", "calibration error"),
    )

    def cells(self) -> tuple[str, ...]:
        """Return it as the cells of a table, under `HEADS`."""
        precision, recall = self.acts_right / max(1, self.acts_said), self.acts_right / max(1, self.acts_meant)
        score = 2 * precision * recall / max(1e-9, precision + recall)
        linked = max(1, self.linked)
        shares = [self.right / self.parts, self.reversed / self.parts]
        shares += [self.linked_right / linked, self.linked_reversed / linked, self.invented / self.messages]
        return (
            *(str(self.messages), str(self.parts), *(f"{100 * share:.1f}" for share in shares)),
            *(f"{100 * self.whole / self.messages:.1f}", f"{100 * score:.1f}", f"{self.error():.3f}"),
        )

    def error(self) -> float:
        """Return the expected calibration error, in ten bins."""
        sure = np.array(self.sure)
        bins = np.minimum((sure[:, 0] * 10).astype(int), 9)
        gaps = [abs(sure[bins == each].mean(axis=0) @ [1, -1]) * (bins == each).mean() for each in set(bins.tolist())]
        return float(sum(gaps))


@dataclass(frozen=True)
class Read:
    """A part as it was read."""

    start: int
    end: int
    role: str
    sure: float
    roles: Mapping[str, float]
    """How probable each role is."""


def read_all(markings: Sequence[Marking], reader: Reader) -> list[Done]:
    """Read messages, each once: what is counted of them is counted from this."""
    return [(each, reader.read(each.tagged.text, each.linked, each.tagged.context)) for each in markings]


def counted(done: Sequence[Done]) -> Count:
    """Count what was read."""
    count = Count()
    for marking, reading in done:
        _count(count, marking, reading)
    return count


def interval(done: Sequence[Done], *, draws: int = 2000) -> tuple[float, float]:
    """Return between which shares the roles that are right lie, in 95 of 100 draws of messages."""
    counts = [counted([each]) for each in done]
    right, parts = (np.array([getattr(each, name) for each in counts]) for name in ("right", "parts"))
    drawn = np.random.default_rng(1).integers(0, len(counts), (draws, len(counts)))
    shares = right[drawn].sum(axis=1) / parts[drawn].sum(axis=1)
    low, high = np.quantile(shares, (0.025, 0.975))
    return 100 * float(low), 100 * float(high)


def read_parts(marking: Marking, reading: Reading) -> list[Read]:
    """Return every part that was read, those that the catalogue knows and the others."""
    pairs = zip(marking.linked, reading.parts, strict=False)
    found = [Read(part.start, part.end, tag.role, tag.sure, tag.roles) for part, tag in pairs]
    return found + [Read(each.start, each.end, each.tag.role, each.tag.sure, each.tag.roles) for each in reading.spans]


def judged(marking: Marking, reading: Reading) -> Iterator[tuple[Part, Read | None]]:
    """Yield every part with what it was read as."""
    found = read_parts(marking, reading)
    for part in marking.tagged.parts:
        over = [each for each in found if each.start < part.end and part.start < each.end]
        # What is read as something beats what is read as nothing, and then the longer one.
        best = max(over, key=lambda each: (each.role != "none", _shared(part, each)), default=None)
        yield part, best


def is_right(part: Part, read: Read | None) -> bool:
    """Tell whether a part was read as it should be."""
    role = "none" if read is None else read.role
    return _plain(role) in {_plain(each) for each in part.roles}


def is_reversed(part: Part, read: Read | None) -> bool:
    """Tell whether a part was read as the opposite."""
    if read is None or is_right(part, read):
        return False
    return any(
        (read.role in one and part.roles <= other) or (read.role in other and part.roles <= one) for one, other in SIDES
    )


def _count(count: Count, marking: Marking, reading: Reading) -> None:
    whole = True
    for part, read in judged(marking, reading):
        right = is_right(part, read)
        count.parts += 1
        count.right += right
        count.reversed += is_reversed(part, read)
        if span_of(part, marking) is None:
            count.linked += 1
            count.linked_right += right
            count.linked_reversed += is_reversed(part, read)
        whole &= right
        if read is not None:
            count.sure.append((read.sure, right))
    invented = [
        each
        for each in read_parts(marking, reading)
        if each.role not in ("none", "asked")
        and not any(part.start < each.end and each.start < part.end for part in marking.tagged.parts)
    ]
    count.invented += len(invented)
    count.messages += 1
    count.whole += whole and not invented
    meant = {act for each in marking.tagged.stretches for act in each.acts}
    said = {act for each in reading.sentences for act in each.done}
    count.acts_right += len(meant & said)
    count.acts_said += len(said)
    count.acts_meant += len(meant)


def share_of(some: int, of: int) -> str:
    """Return a share in per cent, with its Wilson interval of 95 %."""
    share = wilson(some, of)
    return f"{100 * share.value:.1f} [{100 * share.low:.1f}, {100 * share.high:.1f}]"


def _plain(role: str) -> str:
    return _SAME.get(role, role)


def _shared(part: Part, read: Read) -> int:
    return min(part.end, read.end) - max(part.start, read.start)


def confusions(done: Sequence[Done]) -> list[tuple[str, str, int]]:
    """Return which roles are taken for which, most often first."""
    found = Counter(
        ("/".join(sorted(part.roles)), "none" if read is None else read.role)
        for marking, reading in done
        for part, read in judged(marking, reading)
        if not is_right(part, read)
    )
    return [(one, other, count) for (one, other), count in found.most_common()]
