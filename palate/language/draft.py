"""What a message says, while it is being assembled from its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition, Where
from palate.catalog.schema import Schema
from palate.language.part import Part
from palate.language.pointing import pointed
from palate.language.preference import Horizon, Polarity, Preference, Provenance, Strength, ToolCall
from palate.language.understanding import Ambiguity, ItemValue, Mention, Order, SessionView, Snap

_TASTES = frozenset({"like", "unlike"})


@dataclass
class Draft:
    """What a message says so far. Lives for one message, in one thread."""

    message: str
    catalog: Catalog
    session: SessionView
    preferences: list[Preference] = field(default_factory=list)
    like: list[Mention] = field(default_factory=list)
    seen: list[Mention] = field(default_factory=list)
    reject: list[Mention] = field(default_factory=list)
    about: list[Mention] = field(default_factory=list)
    take: list[Mention] = field(default_factory=list)
    bounds: list[ItemValue] = field(default_factory=list)
    order: list[Order] = field(default_factory=list)
    withdraw: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Fields that a question is about."""
    unknown: list[str] = field(default_factory=list)
    ambiguous: list[Ambiguity] = field(default_factory=list)
    calls: Mapping[str, ToolCall] = field(default_factory=dict)
    """By their names, the tools that give items."""
    snapped: list[Snap] = field(default_factory=list)
    limit: int | None = None
    relative: bool = False
    """Compares with what was shown."""

    @property
    def schema(self) -> Schema:
        """The catalogue's schema."""
        return self.catalog.schema

    @property
    def says_nothing(self) -> bool:
        """Whether nothing is wanted, turned down, told or spoken of."""
        said = (self.preferences, self.like, self.seen, self.reject, self.about, self.take, self.bounds, self.order)
        return not any(said) and not self.withdraw and not self.faults and self.limit is None

    def want(
        self, wheres: Sequence[Where], part: Part, *, strength: Strength | None = None, polarity: Polarity = "want"
    ) -> None:
        """Add conditions, as strong and for as long as a part says."""
        horizon: Horizon = "long" if part.role in _TASTES and not is_of_others(part) else "session"
        weak = part.has("soft") or part.role == "like" or part.meant == "likely"
        # What words likely mean weighs as much as that is probable, so that it is given up before the words themselves.
        weight = max(match.confidence for match in part.values) if part.meant == "likely" else 1.0
        for where in wheres:
            self._add(
                Preference(where=where, weight=weight),
                part,
                strength or ("soft" if weak else "hard"),
                polarity,
                horizon,
            )

    def call(self, part: Part, call: ToolCall) -> None:
        """Add what a tool gives: wanted, ruled out, or let go."""
        if part.role == "any":
            self.withdraw.append(f"tool:{call.tool}")
            return
        polarity: Polarity = "avoid" if part.role in ("avoid", "unlike", "less", "fault") else "want"
        self._add(Preference(call=call), part, "soft" if part.has("soft") else "hard", polarity, "session")

    def _add(self, entry: Preference, part: Part, strength: Strength, polarity: Polarity, horizon: Horizon) -> None:
        said = Provenance(quote=part.said, turn=self.session.turn, catalogue=self.schema.name)
        update = {"strength": strength, "polarity": polarity, "horizon": horizon, "provenance": said}
        entry = entry.model_copy(update=update)
        if part.has("retracted") or part.has("unasked"):
            self.withdraw += [held.key for held in self.session.preferences if _is_same(held, entry)]
        elif entry not in self.preferences:
            self.preferences.append(entry)

    def mention(self, part: Part, polarity: Polarity, horizon: Horizon = "long") -> None:
        """Add items that are liked or disliked."""
        for each in self.items(part):
            self._add(Preference(item=each.item), part, "soft", polarity, horizon)

    def text(self, part: Part, polarity: Polarity = "want") -> None:
        """Add words that are looked for, or that speak against an item."""
        horizon: Horizon = "long" if part.role in _TASTES and not is_of_others(part) else "session"
        self._add(Preference(text=part.said), part, "soft", polarity, horizon)

    def items(self, part: Part) -> list[Mention]:
        """Return the items that a title or a pointer stands for; what cannot be told is noted."""
        found = pointed(part, self.session, self.catalog, [*self.like, *self.about])
        if found.ambiguity is not None and found.ambiguity not in self.ambiguous:
            self.ambiguous.append(found.ambiguity)
        if found.unknown is not None and found.unknown not in self.unknown:
            self.unknown.append(found.unknown)
        return list(found.mentions)


def is_of_others(part: Part) -> bool:
    """Tell whether it is somebody else's taste or wish, or several people's."""
    return part.has("other") or part.has("group")


def _is_same(held: Preference, entry: Preference) -> bool:
    """Tell whether a wish that is taken back is one that is held: of the same values, or numbers of the same field."""
    if held.where is None or entry.where is None:
        return held.key == entry.key
    if held.where == entry.where:
        return True
    ours = {(part.field, str(value)) for part in held.where.parts for value in listed(part)}
    theirs = {(part.field, str(value)) for part in entry.where.parts for value in listed(part)}
    return not ours.isdisjoint(theirs)


def listed(condition: Condition) -> Sequence[object]:
    """Return the values that a condition names."""
    return condition.value if isinstance(condition.value, list) else [condition.value]
