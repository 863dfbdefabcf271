"""The reasons of all items of a reply, and of each the one thing that is said of it first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from palate.agent.reasons.affinity import Affinity
from palate.agent.reasons.contrast import contrasts
from palate.agent.reasons.describing import own_words
from palate.agent.reasons.reasons import Kind, Reason, by_popularity, in_words, plain, reasons
from palate.agent.replies.wording import shown_value
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.item import Item
from palate.catalog.schema import Schema
from palate.language.understanding import Intent
from palate.memory.request import Held

_FIRST: tuple[Kind, ...] = (
    *("together", "beside", "taste", "shared", "words", "description", "contrast"),
    *("alike", "plain", "wish", "asked", "popular", "measured"),
)
"""Which kind of reason is said of an item, the best first, as long as it tells it from the others."""
_TELLING = _FIRST[: _FIRST.index("plain")]
_MOST_CONTRASTS = 2
_BACKGROUND = 8
"""Where one item is shown alone, so many of the catalogue tell what its description has in common with all."""


@dataclass(frozen=True)
class Explained:
    """Why an item is shown."""

    beside: tuple[str, ...]
    """What stands beside its title: its values of what was asked about where the items differ, and its price."""
    reasons: tuple[str, ...]
    """Everything that speaks for it; the first is what is said."""
    told: tuple[str, ...] = ()
    """Those that tell it from others, or say more of it than was asked, the best first."""
    popular: str = ""
    """How many people liked it, where that is why it comes first."""

    def saying(self, reason: str) -> Explained:
        """Return it with a reason that is said first."""
        return replace(self, reasons=tuple(dict.fromkeys([reason, *self.reasons])), told=(reason,))


def explanations(
    turn: Workspace, intent_number: int, intent: Intent, held: Held, items: Sequence[Item]
) -> list[Explained]:
    """Return the reasons of each item, first the one that tells most of it and is said of no other."""
    schema, affinity = turn.parts.catalog.schema, Affinity.of(turn, intent_number, held)
    found = [
        (
            *reasons(turn, intent_number, intent, held, item, affinity),
            *_own(turn, intent, item, [other for other in items if other.id != item.id]),
        )
        for item in items
    ]
    times = Counter(reason.text for why in found for reason in {*why})
    made = [_explained(item, why, times, len(items), schema) for item, why in zip(items, found, strict=True)]
    made = [
        each if each.told or not (words := plain(turn, held, item)) else each.saying(words)
        for item, each in zip(items, made, strict=True)
    ]
    if len(items) > 1 and not held.like and by_popularity(turn, intent_number, intent, items[0]):
        popular = next((reason.text for reason in found[0] if reason.kind == "popular"), "")
        made[0] = replace(made[0], popular=popular)
    return made


def _own(turn: Workspace, intent: Intent, item: Item, others: Sequence[Item]) -> Iterator[Reason]:
    """Yield what the item says of itself, and how it differs from the others."""
    catalog = turn.parts.catalog
    some = catalog.ids(range(min(_BACKGROUND, catalog.schema.items))) if not others else ()
    words = own_words(item, others or [each for each in catalog.items(some) if each.id != item.id], catalog.schema)
    if words is not None:
        yield Reason("description", words)
    ordered = [order.field for order in intent.order]
    for text in islice(contrasts(item, others, catalog.schema, ordered=ordered), _MOST_CONTRASTS):
        yield Reason("contrast", text)


def _explained(item: Item, why: Sequence[Reason], times: Counter[str], items: int, schema: Schema) -> Explained:
    year = schema.of_role("year")
    titled = say("reasons.from_year", year=shown_value(item.get(year.name), year)) if year is not None else ""
    beside = [
        reason.text
        for reason in why
        if (reason.kind == "measured" and reason.text != titled)
        or (reason.kind == "asked" and times[reason.text] < items)
    ]
    ranked = sorted(why, key=lambda reason: (_is_common(reason, times, items), _FIRST.index(reason.kind)))
    telling = [each.text for each in ranked if not _is_common(each, times, items) and each.kind in _TELLING]
    return Explained(
        tuple(dict.fromkeys([*beside, *_price(item, schema)])),
        tuple(dict.fromkeys(reason.text for reason in (*ranked[:1], *why))),
        tuple(dict.fromkeys(telling)),
    )


def _price(item: Item, schema: Schema) -> list[str]:
    """Return what an item costs, which whoever recommends it tells."""
    field = schema.of_role("price")
    return [in_words(item, field)] if field is not None and item.get(field.name) is not None else []


def _is_common(reason: Reason, times: Counter[str], items: int) -> bool:
    """Tell whether a reason tells nothing of an item: others have it too, or it repeats what was asked of the one."""
    return times[reason.text] > 1 or (items == 1 and reason.kind in ("words", "wish", "asked"))
