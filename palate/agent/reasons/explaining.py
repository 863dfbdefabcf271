"""The reasons of all items of a reply, and of each the one thing that is said of it first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from palate.agent.reasons.affinity import Affinity
from palate.agent.reasons.contrast import Contrasts
from palate.agent.reasons.reasons import Kind, Reason, briefly, by_popularity, in_words, plain, reasons
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
    brief: bool = False
    """Whether no time was left to look for more."""


def explanations(
    turn: Workspace, intent_number: int, intent: Intent, held: Held, items: Sequence[Item]
) -> list[Explained]:
    """Return the reasons of each item, first the one that tells most of it and is said of no other.

    Once the turn's time is over, of each item that is left only what is known without looking for it.
    """
    schema = turn.parts.catalog.schema
    found = list(_found(turn, intent_number, intent, held, items)) if turn.left() > 0 else []
    times = Counter(reason.text for why in found for reason in {*why})
    made = [_explained(item, why, times, len(items), schema) for item, why in zip(items, found, strict=False)]
    for at, each in enumerate(made):
        if not each.told and (words := plain(turn, held, items[at])):
            made[at] = replace(each, reasons=tuple(dict.fromkeys([words, *each.reasons])), told=(words,))
    if len(items) > 1 and made and not held.like and by_popularity(turn, intent_number, intent, items[0]):
        popular = next((reason.text for reason in found[0] if reason.kind == "popular"), "")
        made[0] = replace(made[0], popular=popular)
    brief = [[reason.text for reason in briefly(turn, held, item)] for item in items[len(made) :]]
    return [*made, *(Explained((), tuple(texts), brief=True) for texts in brief)]


def _found(
    turn: Workspace, number: int, intent: Intent, held: Held, items: Sequence[Item]
) -> Iterator[tuple[Reason, ...]]:
    """Yield everything that speaks for each item, for as long as the turn has time."""
    catalog, affinity = turn.parts.catalog, Affinity.of(turn, number, held)
    some = catalog.ids(range(min(_BACKGROUND, catalog.schema.items))) if len(items) == 1 else ()
    background = [each for each in catalog.items(some) if each.id != items[0].id]
    contrasts, shared = Contrasts(items, catalog.schema), turn.descriptions.shared([*items, *background])
    ordered = [order.field for order in intent.order]
    for item in items:
        if turn.left() <= 0:
            return
        words = turn.descriptions.own_words(item, shared)
        yield (
            *reasons(turn, number, intent, held, item, affinity),
            *([] if words is None else [Reason("description", words)]),
            *(Reason("contrast", text) for text in islice(contrasts.of(item, ordered=ordered), _MOST_CONTRASTS)),
        )


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
