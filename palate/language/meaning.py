"""Stage 5: what each element of a clause means: the table from the grammar's names to the functions that read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from palate.language import comparing, tastes, wishes
from palate.language.draft import Draft
from palate.language.elements import Element

VAGUE = frozenset({"degree", "not_degree", "not_excess", "more_or_less", "not_more_or_less"})
"""Elements whose meaning depends on what the rest of the clause asks for: "a light tent" is light for a tent."""


def say(element: Element, draft: Draft) -> None:
    """Add to an intent what one element means."""
    handler = _HANDLERS.get(element.name)
    if handler is not None:
        handler(element, draft)


_HANDLERS: Mapping[str, Callable[[Element, Draft], None]] = {
    "mention": wishes.mention,
    "without": wishes.without,
    "less": wishes.less,
    "like": wishes.like,
    "unlike": wishes.unlike,
    "sharing": wishes.sharing,
    "not_sharing": wishes.sharing,
    "seen": wishes.seen,
    "commit": wishes.commit,
    "why": wishes.about,
    "field": wishes.stocked,
    "limit": wishes.limit,
    "unplaced": wishes.unplaced,
    "forget": wishes.forget,
    "love": tastes.love,
    "hate": tastes.hate,
    "bound": comparing.bound,
    "field_bound": comparing.bound,
    "not_bound": comparing.bound,
    "not_field_bound": comparing.bound,
    "degree": comparing.degree,
    "not_degree": comparing.degree,
    "not_excess": comparing.degree,
    "excess": comparing.excess,
    "more_or_less": comparing.more_or_less,
    "not_more_or_less": comparing.more_or_less,
    "comparison": comparing.comparison,
    "not_comparison": comparing.comparison,
    "between_items": comparing.between_items,
    "superlative": comparing.superlative,
    "sorted": comparing.in_order,
}
