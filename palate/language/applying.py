"""Applying validated frames to the session: what each asks for, withdraws and tells, as intents of an understanding."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt

from palate.catalog.catalog import Catalog
from palate.language.bounds import negated
from palate.language.frame import Ask, Asked, Call, Frame, Frames, ItemRole
from palate.language.frame_check import CheckedFrame, Grounded, check_frame
from palate.language.preference import Horizon, Polarity, Preference, Provenance, Strength, ToolCall
from palate.language.understanding import (
    Intent,
    Mention,
    MessageAct,
    Order,
    Question,
    QuestionKind,
    SessionView,
    Snap,
    Understanding,
)

_COURTESIES: dict[str, MessageAct] = {
    "about": "help",
    "greet": "greet",
    "bye": "bye",
    "thanks": "thanks",
    "chat": "thanks",
    "interest": "thanks",
}
_SAID = 6.0
"""Weight of a preference that the message states: it outweighs titles that a model suggests (`SUGGESTED`), and these
what the model only guesses, which weighs 1."""
_KINDS: dict[Asked, QuestionKind] = {
    "value": "attribute",
    "count": "count",
    "exists": "exists",
    "check": "check",
    "compare": "compare",
    "most": "superlative",
    "least": "superlative",
    "average": "average",
    "values": "values",
}
_OF_A_FIELD: tuple[Asked, ...] = ("compare", "most", "least", "average")
"""Questions that have to be of a field."""
_NAMED: tuple[ItemRole, ...] = ("ask", "anchor", "like")
"""Roles of the items that a question is about."""
_NONE = np.empty(0, np.int64)
SQL = "sql"
"""The tool that runs a SELECT."""
_ASKING_ONLY = frozenset({"question", "why", "about", "answer", "chat", "greet", "thanks", "bye", "interest"})
"""Acts that want nothing besides the answer to a question."""


def understanding_of(
    frames: Frames,
    message: str,
    session: SessionView,
    catalog: Catalog,
    *,
    giving_items: Collection[str] = (),
    withheld: npt.NDArray[np.int64] = _NONE,
) -> tuple[Understanding, tuple[str, ...]]:
    """Return what frames mean in a session, and a sentence for each entry that was changed or left out.

    Args:
        frames: what a reader wrote of the message.
        message: what the user wrote.
        session: the session before it.
        catalog: what the frames are validated against.
        giving_items: the tools of the app that give items; any other gives an answer.
        withheld: positions of items that no frame may name.
    """
    checked = [check_frame(frame, message, session, catalog, withheld) for frame in frames.frames]
    found = Understanding(
        message=message,
        intents=tuple(intent for each in checked for intent in _intents(each, message, session, catalog, giving_items)),
        snapped=tuple(dict.fromkeys(snap for each in checked for snap in _disclosed(each))),
        ambiguous=tuple(each for frame in checked for each in frame.ambiguous),
        unknown=tuple(dict.fromkeys(words for each in checked for words in each.unknown)),
    )
    return found, tuple(problem for each in checked for problem in each.problems)


def _intents(
    checked: CheckedFrame, message: str, session: SessionView, catalog: Catalog, giving_items: Collection[str]
) -> Iterator[Intent]:
    frame = checked.frame
    asks = [each for each in frame.ask if not _is_served_by_items(each, checked)]
    for ask in asks:
        yield from _question(ask, checked, message, session, catalog)
    calls = [(each.tool in giving_items, _call(each, message)) for each in frame.calls]
    if frame.sql:
        calls.append((False, ToolCall(tool=SQL, args={"query": frame.sql}, said=message)))
    for _, call in (each for each in calls if not each[0]):
        yield Intent(act="question", quote=message, calls=(call,))
    asked = bool(asks or any(not items for items, _ in calls))
    if not asked or not _ASKING_ONLY.issuperset(frame.acts):
        wish = _wish(checked, message, session, catalog, beside_question=bool(asks))
        called = tuple(Preference(call=call, provenance=Provenance(quote=call.said)) for items, call in calls if items)
        yield wish.model_copy(update={"preferences": (*wish.preferences, *called)}) if called else wish


def _is_served_by_items(ask: Ask, checked: CheckedFrame) -> bool:
    """Tell whether a question is best answered by what there is: "do you have any westerns?"."""
    return ask.what == "exists" and not _mentions(checked, "ask")


def _call(call: Call, message: str) -> ToolCall:
    return ToolCall(tool=call.tool, args=call.args, said=call.quote or message)


def _wish(
    checked: CheckedFrame, message: str, session: SessionView, catalog: Catalog, *, beside_question: bool
) -> Intent:
    """Return all of a frame that is no question: what it asks for, tells, takes and withdraws."""
    frame, act = checked.frame, _act(checked, session)
    shown = {each.id for each in session.shown}
    like, avoided = _mentions(checked, "like"), _mentions(checked, "avoid")
    rejected = tuple(each for each in avoided if each.item in shown)
    preferences = [] if beside_question else list(_preferences(checked, session, catalog))
    if "taste" in frame.acts:
        preferences += [_item(each, "want", session, catalog) for each in like]
    preferences += [_item(each, "avoid", session, catalog) for each in avoided if each not in rejected]
    return Intent(
        act=act,
        quote=message,
        preferences=tuple(preferences),
        like=like if act != "state" else (),
        seen=_mentions(checked, "seen"),
        reject=rejected,
        bounds=() if beside_question else tuple(each.bound for each in checked.constraints if each.bound is not None),
        order=_orders(frame, catalog),
        limit=frame.count if frame.count is not None and frame.count > 0 else None,
        about=_mentions(checked, "take") if act == "commit" else (),
        withdraw=_withdrawn(frame, session, act),
        fresh="*" in frame.drop and act != "undo",
        only=frame.only,
        more=frame.source == "unseen" or ("reject" in frame.acts and not rejected and act == "critique"),
        among=tuple(each.id for each in session.shown) if frame.source == "last" else (),
        suggested=tuple(checked.suggested),
    )


def _withdrawn(frame: Frame, session: SessionView, act: MessageAct) -> tuple[str, ...]:
    """Return the keys of active constraints that no longer hold; a request in place of all others begins anew."""
    if "*" in frame.drop and act == "undo":
        return ("*",)
    places = (place_of(each, len(session.preferences)) for each in frame.drop)
    return tuple(session.preferences[place].key for place in places if place is not None)


def _act(checked: CheckedFrame, session: SessionView) -> MessageAct:
    """Return the one act of an intent that the acts of a frame amount to."""
    frame = checked.frame
    acts = frame.acts
    wishes = any(each.constraint.scope != "always" for each in checked.constraints) or bool(
        frame.sort or frame.count or frame.titles
    )
    if "accept" in acts and _mentions(checked, "take"):
        return "commit"
    if "why" in acts and not wishes:
        return "why"
    if "undo" in acts and not wishes and "request" not in acts:
        return "undo"
    if "reject" in acts and session.shown:
        return "critique"
    if "request" in acts or "answer" in acts or wishes:
        return "recommend"
    if {"taste", "seen", "reject"} & set(acts):
        return "state"
    return next((_COURTESIES[each] for each in acts if each in _COURTESIES), "unclear")


def _preferences(checked: CheckedFrame, session: SessionView, catalog: Catalog) -> Iterator[Preference]:
    for each in checked.constraints:
        yield from preferences_of(each, session, catalog)


def preferences_of(grounded: Grounded, session: SessionView, catalog: Catalog) -> Iterator[Preference]:
    """Yield the preferences that a validated constraint is."""
    constraint = grounded.constraint
    horizon: Horizon = "long" if constraint.scope == "always" and constraint.basis == "said" else "session"
    strength: Strength = "hard" if constraint.force == "must" and horizon == "session" else "soft"
    provenance = Provenance(
        quote=constraint.quote,
        turn=session.turn,
        catalogue=catalog.schema.name,
        source="said" if constraint.basis == "said" else "guessed",
    )
    against = constraint.op == "none_of"
    if grounded.text is not None:
        polarity: Polarity = "avoid" if against else "want"
        yield Preference(text=grounded.text, strength="soft", polarity=polarity, horizon=horizon, provenance=provenance)
    soft = strength == "soft"
    weight = _SAID if soft and horizon == "session" and constraint.basis == "said" else 1.0
    made = Preference(strength=strength, horizon=horizon, provenance=provenance, ranks=soft, weight=weight)
    for where in grounded.wheres:
        if against and soft:
            # A soft dislike is said by what it dislikes: it lowers a score and filters nothing.
            for part in where.parts:
                yield made.model_copy(update={"where": negated(part), "polarity": "avoid"})
            continue
        yield made.model_copy(update={"where": where})


def _item(mention: Mention, polarity: Polarity, session: SessionView, catalog: Catalog) -> Preference:
    said = Provenance(quote=mention.quote, turn=session.turn, catalogue=catalog.schema.name)
    return Preference(item=mention.item, polarity=polarity, strength="soft", horizon="long", provenance=said)


def _question(
    ask: Ask, checked: CheckedFrame, message: str, session: SessionView, catalog: Catalog
) -> Iterator[Intent]:
    """Yield a question; one of a field that the catalogue does not have is reported instead."""
    frame = checked.frame
    field = ask.field or next((each.field for each in frame.sort), None)
    lacking = field is None and ask.what in _OF_A_FIELD
    if lacking or not all(catalog.schema.has(name) for name in (field, ask.by) if name is not None):
        yield Intent(act="unclear", quote=message)
        return
    named = tuple(mention for role in _NAMED for mention in _mentions(checked, role))
    items = tuple(dict.fromkeys(each.item for each in named))
    if not items and frame.source == "last":
        items = tuple(each.id for each in session.shown)
    descending = ask.what != "least" if ask.what in ("most", "least") else None
    if ask.what == "compare":
        descending = next((each.descending for each in frame.sort if each.field == field), True)
    yield Intent(
        act="question",
        quote=message,
        preferences=() if ask.what == "compare" else tuple(_preferences(checked, session, catalog)),
        bounds=tuple(each.bound for each in checked.constraints if each.bound is not None),
        question=Question(
            kind=_KINDS[ask.what],
            field=field,
            by=ask.by,
            items=items,
            descending=descending,
            choice=ask.what == "compare",
        ),
        about=named,
    )


def _orders(frame: Frame, catalog: Catalog) -> tuple[Order, ...]:
    sortable = {field.name for field in catalog.schema.of_kind("number", "date", "flag", "category")}
    return tuple(
        Order(field=each.field, descending=each.descending, quote=each.quote)
        for each in frame.sort
        if each.field in sortable
    )


def _mentions(checked: CheckedFrame, role: ItemRole) -> tuple[Mention, ...]:
    found = (mention for ref, mentions in checked.refs if ref.role == role for mention in mentions)
    return tuple({each.item: each for each in found}.values())


def _disclosed(checked: CheckedFrame) -> Iterator[Snap]:
    """Yield what words were taken for, where only world knowledge says so."""
    for each in checked.constraints:
        constraint = each.constraint
        if constraint.basis == "known" and constraint.force == "must" and each.values:
            yield Snap(said=constraint.quote, used=", ".join(each.values), field=constraint.field, confidence=1.0)


def place_of(name: str, size: int) -> int | None:
    """Return the place of the active constraint that an id such as `w2` names; None where there is none."""
    number = int(name[1:]) if name[:1] == "w" and name[1:].isdecimal() and len(name) < 6 else 0
    return number - 1 if 1 <= number <= size else None
