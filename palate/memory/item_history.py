"""What a session did with the catalogue's items so far."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping

from pydantic import BaseModel, ConfigDict

_MOST_SHOWN = 2_000
_MOST_REASONS = 100
_MOST_TURNED_DOWN = 50


class TurnedDown(BaseModel):
    """An item that was turned down, with nothing said of what is wanted instead."""

    model_config = ConfigDict(frozen=True)

    item: str
    faults: tuple[str, ...] = ()
    """The fields that were named as what is wrong with it."""


class ItemHistory(BaseModel):
    """What became of the items of a session, by id, each id once and the oldest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shown: tuple[str, ...] = ()
    """Every item shown in the session, up to the last 2,000."""
    reasons: dict[str, tuple[str, ...]] = {}
    """Why each of the last 100 shown items was recommended, so that "why?" is answered from evidence."""
    seen: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    committed: tuple[str, ...] = ()
    opinions: dict[str, float] = {}
    """Feedback by item, from -1 to 1."""
    turned_down: tuple[TurnedDown, ...] = ()
    """What was turned down for the request that holds."""

    def with_shown(self, shown: Iterable[str], reasons: Mapping[str, tuple[str, ...]]) -> ItemHistory:
        """Return it with the items of a reply, and why each was recommended."""
        told = {item: why for item, why in self.reasons.items() if item not in reasons} | dict(reasons)
        update = {
            "shown": joined(self.shown, shown)[-_MOST_SHOWN:],
            "reasons": dict([*told.items()][-_MOST_REASONS:]),
        }
        return self.model_copy(update=update)

    def with_ids(
        self, *, seen: Iterable[str] = (), rejected: Iterable[str] = (), committed: Iterable[str] = ()
    ) -> ItemHistory:
        """Return it with items that were seen, rejected or taken."""
        update = {
            "seen": joined(self.seen, seen),
            "rejected": joined(self.rejected, rejected),
            "committed": joined(self.committed, committed),
        }
        return self.model_copy(update=update)

    def taken_back(
        self, *, seen: Container[str | None], rejected: Container[str | None], chosen: Container[str | None]
    ) -> ItemHistory:
        """Return it without items that nobody saw, rejected or took after all."""
        update = {
            "seen": tuple(item for item in self.seen if item not in seen),
            "rejected": tuple(item for item in self.rejected if item not in rejected),
            "committed": tuple(item for item in self.committed if item not in chosen),
            "turned_down": tuple(each for each in self.turned_down if each.item not in rejected),
        }
        return self.model_copy(update=update)

    def of_the_person(self) -> ItemHistory:
        """Return what tells of the person; what was shown tells of a request."""
        return self.model_copy(update={"shown": (), "reasons": {}, "turned_down": ()})

    def with_opinion(self, item: str, value: float) -> ItemHistory:
        """Return it with an opinion of an item, from -1 to 1."""
        return self.model_copy(update={"opinions": {**self.opinions, item: value}})

    def with_turned_down(self, items: Collection[str], faults: tuple[str, ...]) -> ItemHistory:
        """Return it with items that were turned down for `faults`."""
        new = tuple(TurnedDown(item=item, faults=faults) for item in sorted(items))
        return self.model_copy(update={"turned_down": (*self.turned_down, *new)[-_MOST_TURNED_DOWN:]})

    def without(self, item: str) -> ItemHistory:
        """Return it with nothing left of an item."""

        def others(ids: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(known for known in ids if known != item)

        return ItemHistory(
            shown=others(self.shown),
            reasons={known: why for known, why in self.reasons.items() if known != item},
            seen=others(self.seen),
            rejected=others(self.rejected),
            committed=others(self.committed),
            opinions={known: value for known, value in self.opinions.items() if known != item},
            turned_down=tuple(each for each in self.turned_down if each.item != item),
        )


def joined(old: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    """Return ids with new ones behind them, each once."""
    return tuple(dict.fromkeys([*old, *new]))
