"""Which act a clause is: a table from what it says to what it does, first match first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from palate.language.draft import Draft
from palate.language.elements import Element
from palate.language.understanding import MessageAct

_SOCIAL: tuple[tuple[str, MessageAct], ...] = (
    ("HELP", "help"),
    ("BYE", "bye"),
    ("THANKS", "thanks"),
    ("GREET", "greet"),
)


def act(draft: Draft, elements: Sequence[Element]) -> MessageAct:
    """Return what a clause does."""
    for name, holds in _RULES:
        if holds(draft, elements):
            return name
    return next((name for mark, name in _SOCIAL if mark in draft.marks), "unclear")


def _critiques(draft: Draft, _: Sequence[Element]) -> bool:
    shown = bool(draft.scene.session.shown)
    points = any(mention.how == "reference" for mention in (*draft.like, *draft.about))
    likes = "LOVE" in draft.marks
    return (
        bool(draft.reject)
        or draft.relative
        or (shown and bool(draft.marks & {"MORE", "DENY"}))
        or (points and bool(draft.like) and not likes)
    )


def _states(draft: Draft, _: Sequence[Element]) -> bool:
    """Tell whether it only tells taste: nothing in it is for this session alone."""
    taste = any(preference.horizon == "long" for preference in draft.preferences) or bool(draft.seen)
    asks = draft.marks & {"WANT", "MORE"} or draft.like or draft.bounds or draft.order or draft.limit
    return taste and not asks and all(preference.horizon == "long" for preference in draft.preferences)


def _recommends(draft: Draft, elements: Sequence[Element]) -> bool:
    wishes = draft.preferences or draft.like or draft.bounds or draft.order or draft.limit or draft.about or draft.seen
    # "A film for tonight" asks for any; "films by Zorblax" for none that is here, and "something good" says too little.
    named = any(element.cue("THING") == "noun" for element in elements)
    of_any = named and "SEP" not in draft.marks and not draft.unknown
    return bool(wishes) or bool(draft.marks & {"WANT", "MORE", "POPULAR"}) or of_any


def _commits(draft: Draft) -> bool:
    """Tell whether something is taken: "let's go with a comedy" asks for one, "none of those is the one" takes none."""
    denied = draft.marks & {"NEG", "DENY"} or draft.preferences or draft.reject
    return "COMMIT" in draft.marks and (bool(draft.about) or not denied)


_RULES: tuple[tuple[MessageAct, Callable[[Draft, Sequence[Element]], bool]], ...] = (
    ("undo", lambda draft, _: bool(draft.withdraw) or bool(draft.marks & {"RESET", "UNDO"})),
    ("commit", lambda draft, _: _commits(draft)),
    ("why", lambda draft, _: "WHY" in draft.marks),
    ("question", lambda draft, _: draft.question is not None),
    ("critique", _critiques),
    ("state", _states),
    ("recommend", _recommends),
)
